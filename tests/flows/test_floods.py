"""A flood: what is too much goes no further, its writer knows, and urgent words are heard."""

import pytest

from care.floods import STRANGER, TALKING
from db.alerts import Alert
from db.floods import Flood
from tests.flows.people import pair, row

BURST = TALKING.burst
ONE = (
    "Too many messages came at once, so this one went no further. "
    "Please wait a minute, then send it again."
)
HEARS = "Your coordinator hears that there were many, and nothing of what they say."
STAFF = "Josie wrote very many messages at once, and some of them went no further."


async def flood(someone, count=BURST):
    for n in range(count):
        await someone.type(f"message {n}")


def got(someone):
    return [text for text in someone.texts if text.startswith("Josie\n")]


def lines(someone):
    return [text for text in someone.texts if text.startswith("Too many messages")]


async def test_one_too_many_is_not_passed_on_and_its_writer_knows_which(hannah, josie, paired):
    del paired
    await flood(josie)
    assert (len(got(hannah)), lines(josie)) == (BURST, [])
    first = await josie.send(text="one too many")
    assert len(got(hannah)) == BURST
    assert lines(josie) == [f"{ONE}\n\n{HEARS}"]
    assert josie.phone.last.raw.reply_to == first
    assert josie.labels == ["Urgent help"]
    await flood(josie, 11)
    assert [line.split(" Please")[0] for line in lines(josie)] == [
        "Too many messages came at once. From this one on, 12 of them went no further."
    ]
    assert "one too many" not in str(hannah.texts)


async def test_more_goes_through_after_less_than_a_minute(stage, hannah, josie, paired):
    del paired
    await flood(josie, BURST + 1)
    stage.clock.advance(seconds=40)
    await josie.type("slower now")
    assert hannah.text == "Josie\nslower now"
    await flood(josie, 30)
    assert len(lines(josie)) == 2  # a second run has a line of its own, below its first message


async def test_coordinators_hear_once_and_nothing_of_the_words(stage, sam, hannah, josie, paired):
    del paired
    await flood(josie, BURST + 5)
    stage.clock.advance(hours=1)
    await flood(josie, BURST + 5)
    told = [text for text in sam.texts if text.startswith(STAFF)]
    assert len(told) == 1
    assert "message" not in "".join(told).replace("very many messages", "")
    assert sam.labels == ["Josie's page", "Write to Josie"]
    stage.clock.advance(hours=7)
    await flood(josie, BURST + 1)
    assert len([text for text in sam.texts if text.startswith(STAFF)]) == 2
    assert STAFF not in str(hannah.texts)


async def test_urgent_words_in_a_flood_are_heard(stage, sam, hannah, josie, paired):
    del paired
    await flood(josie)
    await josie.type("I want to kill myself")
    assert (await row(stage, Alert)).kind == "words"
    assert "may need help now" in str(sam.texts)
    assert "kill" not in str(hannah.texts)
    await josie.type("no")
    assert "Please call one of these numbers now." in josie.text
    assert len(lines(josie)) == 1


@pytest.mark.parametrize("typed", ["/urgent", "help me"])
async def test_urgent_help_is_never_too_much(josie, paired, typed):
    del paired
    await flood(josie, BURST + 1)
    await josie.type(typed)
    assert "116 123" in josie.text


@pytest.mark.parametrize("typed", ["/stop", "/talk", "/mydata"])
async def test_leaving_and_asking_for_a_person_are_never_too_much(josie, paired, typed):
    del paired
    await flood(josie, BURST + 1)
    said = len(lines(josie))
    await josie.type(typed)
    assert not josie.text.startswith("Too many")
    assert len(lines(josie)) == said


async def test_press_is_never_too_much(josie, paired):
    del paired
    await flood(josie, BURST + 1)
    await josie.tap("Urgent help")
    assert "116 123" in josie.text


async def test_edits_pictures_and_commands_count(stage, hannah, josie, paired):
    del paired
    first = await josie.send(text="first")
    await flood(josie, BURST - 1)
    await stage.edit(josie.id, first, text="an edit too many")
    await josie.send(sticker={"file_id": "x", "file_unique_id": "x", "type": "regular"})
    await josie.type("/menu")
    assert "went no further" in josie.text
    assert (await row(stage, Flood)).turned_away == 3
    assert "an edit too many" not in str(hannah.texts)


async def test_flood_of_one_does_not_shut_out_another(stage, hannah, josie, anna, paired):
    del paired
    await pair(stage, anna, hannah)
    await flood(josie, BURST + 1)
    await anna.type("Good morning")
    assert hannah.text == "Anna\nGood morning"


async def test_flood_of_a_stranger_gets_a_few_screens_and_one_line(stage, sam):
    for n in range(60):
        await stage.say(9_009, f"spam {n}")
    phone = stage.phone(9_009)
    screens = [text for text in phone.texts if not text.startswith("Too many")]
    assert len(screens) == STRANGER.burst
    assert len(phone.texts) == STRANGER.burst + 1
    assert phone.last.text.endswith("Please wait a minute, then send them again.")
    assert sam.texts == []


async def test_refused_messages_count_too(josie, paired):
    del paired
    await flood(josie, BURST - 1)
    await josie.type("/start nothing-of-ours")
    assert "went no further" not in josie.text
    await josie.type("/start nothing-of-ours")
    assert "went no further" in josie.text
