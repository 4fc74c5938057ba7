from datetime import timedelta

import pytest

from db.held_messages import HeldMessage
from tests.flows.people import pair, rows

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

WHO = "Who is this for? We have not sent it yet."
ELSE = ["Do not send it", "Urgent help"]
NEWER = f"Somebody else has written to you since. {WHO}"
LEFT = f"A conversation of yours has ended. {WHO}"
LONG_AGO = f"You chose more than an hour ago. {WHO}"


@pytest.fixture
async def both(stage, hannah, anna, paired):
    """The ids of Hannah's pairings, with Josie and with Anna."""
    stage.clock.advance(minutes=1)
    return paired, await pair(stage, anna, hannah)


async def reply(someone, shown, text):
    original = {"message_id": shown.id, "date": 0, "chat": {"id": someone.id, "type": "private"}}
    return await someone.send(text=text, reply_to_message=original)


def newest(someone, text):
    return max((m for m in someone.phone.messages.values() if text in m.text), key=lambda m: m.id)


async def choose(hannah, name):
    await hannah.type("/people")
    await hannah.tap(f"Write to {name}")


def got(someone):
    return [text for text in someone.texts if text.startswith("Hannah\n")]


async def test_answer_to_whoever_wrote_last_never_goes_to_who_was_chosen(
    stage, hannah, josie, anna, both
):
    del both
    await choose(hannah, "Josie")
    stage.clock.advance(minutes=1)
    await hannah.type("Good morning")
    stage.clock.advance(minutes=1)
    await anna.type("Are you there?")
    await hannah.type("Yes, I am")
    assert (hannah.text, hannah.labels) == (NEWER, ["For Josie", "For Anna", *ELSE])
    assert (got(josie), got(anna)) == (["Hannah\nGood morning"], [])
    await hannah.tap("For Anna")
    stage.clock.advance(minutes=1)
    await hannah.type("How are you?")
    assert got(anna) == ["Hannah\nYes, I am", "Hannah\nHow are you?"]


async def test_messages_of_who_was_chosen_leave_the_choice_alone(stage, hannah, josie, anna, both):
    del both, anna
    await choose(hannah, "Josie")
    for text in ("One", "Two"):
        stage.clock.advance(minutes=50)
        await josie.type("Hello")
        await hannah.type(text)
    assert got(josie) == ["Hannah\nOne", "Hannah\nTwo"]


@pytest.mark.both_databases
async def test_choice_is_asked_about_after_an_hour(stage, hannah, josie, both):
    del both
    await choose(hannah, "Josie")
    stage.clock.advance(minutes=61)
    await hannah.type("Hello")
    assert (hannah.text, got(josie)) == (LONG_AGO, [])


async def test_message_that_is_kept_is_not_seen_yet_and_raises_no_doubt(
    stage, hannah, josie, anna, both
):
    del both
    stage.clock.set(stage.clock.now() + timedelta(hours=3))  # after Hannah's hours
    await choose(hannah, "Josie")
    stage.clock.advance(minutes=1)
    await anna.type("Are you there?")
    await hannah.type("Hello")
    assert got(josie) == ["Hannah\nHello"]
    await hannah.type("/menu")
    await hannah.tap("Show what is kept")
    await hannah.type("And you?")
    assert newest(hannah, WHO).text == NEWER


async def test_reply_to_somebody_else_drops_the_choice(stage, hannah, josie, anna, both):
    del both
    await anna.type("From Anna")
    stage.clock.advance(minutes=1)
    await choose(hannah, "Josie")
    await reply(hannah, newest(hannah, "From Anna"), "An aside")
    assert got(anna) == ["Hannah\nAn aside"]
    await hannah.type("And more")
    assert (hannah.text, got(josie)) == (WHO, [])


async def test_reply_to_a_status_line_names_its_person(stage, hannah, josie, anna, both):
    del both
    await choose(hannah, "Anna")
    await hannah.type("Hello Anna")
    stage.clock.advance(minutes=1)
    await choose(hannah, "Josie")
    await reply(hannah, newest(hannah, "Sent to Anna"), "One more thing")
    assert got(anna) == ["Hannah\nHello Anna", "Hannah\nOne more thing"]
    assert got(josie) == []


async def test_reply_to_the_bot_names_nobody(stage, hannah, josie, anna, both):
    del both, stage
    await hannah.type("/menu")
    await reply(hannah, hannah.phone.last, "Hello")
    assert (hannah.text, got(josie) + got(anna)) == (WHO, [])
    await choose(hannah, "Josie")
    await reply(hannah, newest(hannah, "You are writing to"), "Hello")
    assert got(josie) == ["Hannah\nHello"]


async def test_people_and_home_say_who_is_chosen(stage, hannah, both):
    del both
    nobody = "You have chosen nobody, so we ask who each message is for."
    await hannah.type("/people")
    assert await hannah.shown() == (nobody, ["Write to Josie", "Write to Anna", "Urgent help"])
    await hannah.tap("Write to Anna")
    for command in ("/people", "/menu"):
        await hannah.type(command)
        assert "You are writing to Anna now." in hannah.text
    stage.clock.advance(minutes=61)
    await hannah.type("/menu")
    assert nobody in hannah.text


async def test_people_of_somebody_with_one_person_or_none(josie, anna, paired):
    del paired
    await josie.type("/people")
    assert await josie.shown() == ("What you write here goes to Hannah.", ["Urgent help"])
    await anna.type("/people")
    assert "You are on the waiting list" in anna.text


@pytest.mark.parametrize("chosen", ["Josie", "Anna", None])
async def test_words_for_whoever_just_left_never_reach_the_one_who_is_left(
    stage, hannah, josie, anna, both, chosen
):
    del both
    if chosen:
        await choose(hannah, chosen)
    stage.clock.advance(minutes=1)
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    for _ in range(2):
        await hannah.type("Hello")
        assert (hannah.text, hannah.labels) == (LEFT, ["For Anna", *ELSE])
    assert got(anna) == []
    await hannah.tap("For Anna")
    await hannah.type("How are you?")
    assert got(anna) == ["Hannah\nHello", "Hannah\nHow are you?"]


async def test_ending_is_not_asked_about_for_ever(stage, hannah, josie, anna, both):
    del both
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    stage.clock.advance(minutes=61)
    await hannah.type("Hello")
    assert got(anna) == ["Hannah\nHello"]


@pytest.mark.both_databases
async def test_held_message_can_go_nowhere(stage, hannah, josie, anna, both):
    """Whoever wrote to somebody who has left meant nobody else."""
    del both
    await hannah.type("Hello")
    for_anna = hannah.data("For Anna")
    await hannah.tap("Do not send it")
    assert hannah.text == "We did not send it, and do not keep it."
    assert await rows(stage, HeldMessage) == []
    await hannah.press(for_anna)
    assert hannah.notice == "You answered this before."
    assert (got(josie), got(anna)) == ([], [])
