from datetime import UTC, datetime, timedelta

import pytest

from db.outbox import Letter
from db.peer_standings import PeerStanding
from db.people import Person
from flows.deliveries import letter_failed
from flows.story import Story
from tests.flows.people import HANNAH, change, join, pair, row, rows

LIN = 1_005
FRIDAY_NIGHT = datetime(2026, 11, 27, 3, 12, tzinfo=UTC)  # Hannah: weekdays, 8 to 12
KEPT = "Hannah gets this from 08:00 on. Hannah is usually here from then to 12:00."
ASKED = "This came outside your hours, so we kept it until now. What shall we do next time?"


@pytest.fixture
async def night(stage, paired):
    """It is 3 am; returns the id of the pairing of Josie and Hannah."""
    stage.clock.set(FRIDAY_NIGHT)
    return paired


async def until(stage, hour, minute=0, day=27):
    stage.clock.set(datetime(2026, 11, day, hour, minute, tzinfo=UTC))
    await stage.deliver()


def lines(someone):
    """The status lines in the writer's chat."""
    return [
        t for t in someone.texts if t.startswith(("Sent to", "Hannah gets", "A part", "We could"))
    ]


def passed_on(someone):
    return [t for t in someone.texts if t.startswith("Josie\n")]


async def choose(hannah, label):
    await hannah.type("/menu")
    await hannah.tap("What I can change")
    await hannah.tap("Messages outside my hours")
    await hannah.tap(label)


async def test_message_at_night_is_kept_for_the_hours_and_its_line_follows(
    stage, hannah, josie, night
):
    del night
    await josie.type("I cannot sleep")
    assert (lines(josie), passed_on(hannah)) == ([KEPT], [])
    assert josie.labels == ["Urgent help"]
    await until(stage, 7, 59)
    assert passed_on(hannah) == []
    await until(stage, 8)
    assert passed_on(hannah) == ["Josie\nI cannot sleep"]
    assert lines(josie) == ["Sent to Hannah at 08:00. Hannah is usually here until 12:00."]


async def test_service_user_gets_everything_at_once(josie, hannah, night):
    del night
    await hannah.type("Are you up?")
    assert josie.text == "Hannah\nAre you up?"
    assert hannah.text == "Sent to Josie at 03:12."


async def test_kept_messages_leave_in_order_and_make_one_sound(stage, hannah, josie, night):
    for text in ("One", "Two", "Three"):
        await josie.type(text)
        stage.clock.advance(minutes=1)
    assert lines(josie) == [KEPT]
    await until(stage, 8)
    assert passed_on(hannah) == ["Josie\nOne", "Josie\nTwo", "Josie\nThree"]
    letters = [x for x in await rows(stage, Letter, pairing_id=night) if x.source_message_id]
    in_order = sorted(letters, key=lambda letter: letter.id)
    assert [letter.silent for letter in in_order] == [False, True, True]
    assert lines(josie) == ["Sent to Hannah at 08:00. Hannah is usually here until 12:00."]


async def test_each_kept_message_has_a_line_near_it(stage, hannah, josie, night):
    del hannah, night
    await josie.type("One")
    stage.clock.advance(minutes=30)
    await josie.type("Two")
    assert lines(josie) == [KEPT, KEPT]
    await until(stage, 8)
    assert lines(josie) == ["Sent to Hannah at 08:00. Hannah is usually here until 12:00."] * 2


async def test_message_of_the_weekend_names_the_day(stage, hannah, josie, night):
    del hannah, night
    await until(stage, 13, day=28)
    await josie.type("Hello")
    assert lines(josie) == [
        "Hannah gets this from Mon 30 Nov, 08:00 on. Hannah is usually here from then to 12:00."
    ]


async def test_line_speaks_on_the_clock_of_the_writer(stage, hannah, josie, night):
    del hannah, night
    await change(stage, Person, josie.person_id, time_zone="Asia/Kolkata")
    await josie.type("Hello")
    assert lines(josie) == [
        "Hannah gets this from 13:30 on. Hannah is usually here from then to 17:30."
    ]


async def test_who_never_chose_is_asked_once_with_the_first_kept_message(
    stage, hannah, josie, night
):
    del night
    await josie.type("One")
    await josie.type("Two")
    assert ASKED not in hannah.texts
    await until(stage, 8)
    assert hannah.texts.count(ASKED) == 1
    assert hannah.labels == []  # the question came with the first message, not last
    await hannah.tap("Send at once")
    assert hannah.text == (
        "Noted. What comes outside your hours is sent to you at once, without a sound."
    )
    await until(stage, 13)
    await josie.type("Three")
    assert passed_on(hannah)[-1] == "Josie\nThree"
    assert hannah.texts.count(ASKED) == 1


async def test_choice_on_the_screen_lets_go_what_is_kept(stage, hannah, josie, night):
    await josie.type("One")
    await choose(hannah, "Send at once")
    assert passed_on(hannah) == ["Josie\nOne"]
    assert lines(josie) == ["Sent to Hannah at 03:12. Hannah is usually here from 08:00 to 12:00."]
    assert ASKED not in hannah.texts
    await josie.type("Two")
    newest = max(await rows(stage, Letter, pairing_id=night), key=lambda letter: letter.id)
    assert (passed_on(hannah)[-1], newest.silent) == ("Josie\nTwo", True)
    await choose(hannah, "Keep until my hours")
    await josie.type("Three")
    assert passed_on(hannah)[-1] == "Josie\nTwo"
    assert lines(josie)[-1] == KEPT


async def test_choice_can_be_typed(stage, hannah, josie, night):
    del josie, night
    await hannah.type("/menu")
    await hannah.tap("What I can change")
    await hannah.tap("Messages outside my hours")
    await hannah.type("send at once, no sound")
    assert (await row(stage, PeerStanding)).outside_hours == "send"


async def test_kept_messages_are_shown_at_a_press_and_once(stage, hannah, josie, night):
    del night
    await josie.type("One")
    await josie.type("Two")
    await hannah.type("/menu")
    assert "2 messages are kept for you until 08:00." in hannah.text
    show = hannah.data("Show what is kept")
    await hannah.press(show)
    assert passed_on(hannah) == ["Josie\nOne", "Josie\nTwo"]
    assert "We send you the 2 messages that were kept." in hannah.texts
    assert lines(josie)[0].startswith("Sent to Hannah at 03:12.")
    await hannah.press(show)
    assert hannah.text == "Nothing is kept for you right now."
    await until(stage, 8)
    assert len(passed_on(hannah)) == 2


async def test_press_of_somebody_else_shows_nothing(hannah, josie, night):
    del night
    await josie.type("One")
    await josie.press("yw::")
    assert (josie.text, passed_on(hannah)) == ("Nothing is kept for you right now.", [])


async def test_away_keeps_until_the_first_hours_after_it(stage, hannah, josie, paired):
    del paired
    await hannah.type("/away")
    await hannah.type("28 November 2026")
    await josie.type("Have a good rest")
    assert lines(josie) == [
        "Hannah gets this from Mon 30 Nov, 08:00 on. Hannah is away until 28 November 2026."
    ]
    await until(stage, 10, day=27)
    assert passed_on(hannah) == []
    await until(stage, 8, day=30)
    assert passed_on(hannah) == ["Josie\nHave a good rest"]


async def test_coming_back_early_lets_everything_go(stage, hannah, josie, paired):
    del paired
    await hannah.type("/away")
    await hannah.type("5 December 2026")
    await josie.type("Have a good rest")
    stage.clock.set(datetime(2026, 11, 28, 15, 0, tzinfo=UTC))  # a Saturday
    await hannah.tap("I am back")
    assert passed_on(hannah) == ["Josie\nHave a good rest"]
    assert lines(josie) == [
        "Sent to Hannah at 15:00. Hannah is usually here from Mon 30 Nov, 08:00 to 12:00."
    ]


async def test_going_away_moves_what_is_kept(stage, hannah, josie, night):
    del night
    await josie.type("One")
    await hannah.type("/away")
    await hannah.type("30 November 2026")
    assert lines(josie) == [
        "Hannah gets this from Tue 1 Dec, 08:00 on. Hannah is away until 30 November 2026."
    ]
    await until(stage, 8)
    assert passed_on(hannah) == []


async def test_changed_hours_move_what_is_kept(hannah, josie, night):
    del night
    await josie.type("One")
    await hannah.type("/menu")
    await hannah.tap("What I can change")
    await hannah.tap("My answers")
    await hannah.tap("Look")
    await hannah.tap("Change an answer")
    await hannah.tap("Your hours")
    await hannah.tap("Weekday afternoons")
    await hannah.tap("\u2713 Weekday mornings")
    await hannah.tap("That is all")
    assert lines(josie) == [
        "Hannah gets this from 12:00 on. Hannah is usually here from then to 16:00."
    ]


async def test_later_message_never_overtakes_a_kept_one(stage, hannah, josie, night):
    await josie.type("One")
    letter = await row(stage, Letter, pairing_id=night, part=0, source_person_id=josie.person_id)
    await change(stage, Letter, letter.id, not_before=FRIDAY_NIGHT + timedelta(days=3))
    await until(stage, 9)
    await josie.type("Two")
    assert passed_on(hannah) == []
    await until(stage, 9, day=30)
    assert passed_on(hannah) == ["Josie\nOne", "Josie\nTwo"]


async def test_frightening_words_call_a_coordinator_now_and_stand_by_with_the_message(
    stage, sam, hannah, josie, night
):
    del night
    await josie.type("I want to end my life")
    assert sam.text.startswith("Someone in Perinatal may need help now.")
    assert [t for t in hannah.texts if "worried" in t.lower() or "life" in t] == []
    await until(stage, 8)
    at = hannah.texts.index("Josie\nI want to end my life")
    assert any("coordinator" in text for text in hannah.texts[at + 1 :])


async def test_any_time_is_never_kept_and_promises_nothing(stage, sam, josie):
    del sam
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah", hours=("any_time",))
    await pair(stage, josie, hannah)
    stage.clock.set(FRIDAY_NIGHT)
    await josie.type("Hello")
    assert passed_on(hannah) == ["Josie\nHello"]
    assert lines(josie) == ["Sent to Hannah at 03:12."]


async def test_long_kept_message_is_sent_when_its_last_part_is(stage, hannah, josie, night):
    letters = ["word " * 1000]
    await josie.type(letters[0])
    await until(stage, 8)
    assert [text.split("\n")[0] for text in passed_on(hannah)] == ["Josie", "Josie"]
    assert lines(josie) == ["Sent to Hannah at 08:00. Hannah is usually here until 12:00."]
    sounds = [x.silent for x in await rows(stage, Letter, pairing_id=night) if x.source_message_id]
    assert sounds == [False, True]


async def test_what_is_kept_is_not_sent_once_the_conversation_has_ended(
    stage, hannah, josie, night
):
    await josie.type("I want to end my life")
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    assert "This conversation has ended. Nothing was sent." in josie.texts
    await until(stage, 8)
    assert (passed_on(hannah), lines(josie)) == ([], [])
    waits = [x.id for x in await rows(stage, Letter, pairing_id=night) if x.state == "waiting"]
    assert waits == []


async def test_part_that_fails_is_told_apart_from_the_whole(stage, hannah, josie, night):
    del hannah
    await josie.type("word " * 1000)
    first, second = [x for x in await rows(stage, Letter, pairing_id=night) if x.source_message_id]
    await until(stage, 8)
    async with stage.database.transaction() as session:
        await letter_failed(Story(session, stage.clock.now(), "test"), second, "blocked")
    await stage.deliver()
    assert first.part == 0
    assert josie.text == (
        "A part of your last message did not reach Hannah. Your coordinator can help."
    )


async def test_line_says_sent_once_the_last_of_its_messages_has_left(stage, hannah, josie, night):
    await josie.type("One")
    await josie.type("Two")
    second = max(await rows(stage, Letter, pairing_id=night), key=lambda letter: letter.id)
    assert second.source_message_id is not None
    await change(stage, Letter, second.id, not_before=FRIDAY_NIGHT + timedelta(hours=6))
    await until(stage, 8)
    assert (passed_on(hannah), lines(josie)) == (["Josie\nOne"], [KEPT])
    await until(stage, 9, 12)
    assert lines(josie) == ["Sent to Hannah at 09:12. Hannah is usually here until 12:00."]


async def test_choice_counts_for_its_own_programme(stage, hannah, josie, night):
    del night
    await stage.programme("Students")
    await join(stage, HANNAH, "peer_worker", "Hannah", within="Students")
    lin = await join(stage, LIN, "service_user", "Lin", within="Students")
    await pair(stage, lin, hannah)
    await josie.type("One")
    await lin.type("Two")
    await hannah.press(f"yh:{hannah.membership_id}:send")
    assert [t for t in hannah.texts if t.endswith(("One", "Two"))] == ["Josie\nOne"]
    assert lines(lin) == [KEPT]
