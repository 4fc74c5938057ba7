from datetime import timedelta

import pytest

from tests.flows.people import pair

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

UNDO = "Undo the last message"


@pytest.fixture
async def both(stage, hannah, josie, anna, paired):
    """Hannah writes to Josie and to Anna, and Josie is the current one."""
    del josie
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    await hannah.press(f"cw:{paired}:")
    return paired


def copies(someone):
    return [text for text in someone.texts if text.startswith("Hannah\n")]


@pytest.mark.both_databases
async def test_undo_takes_back_what_went_to_the_wrong_one(hannah, josie, anna, both):
    del both
    await hannah.type("Anna, how is the baby?")
    assert (hannah.text, hannah.labels) == ("Sent to Josie at 10:01.", [UNDO])
    await hannah.tap(UNDO)
    assert (copies(josie), copies(anna)) == ([], [])
    assert hannah.text == "Taken back. Josie may have seen it."


async def test_somebody_with_one_person_has_no_undo(hannah, josie, paired):
    del paired
    await hannah.type("Hello")
    assert hannah.labels == []
    await josie.type("Hello")
    assert josie.labels == []


@pytest.mark.both_databases
async def test_button_goes_after_half_a_minute(stage, hannah, both):
    del both
    await hannah.type("Hello")
    await stage.advance(timedelta(seconds=29))
    assert hannah.labels == [UNDO]
    await stage.advance(timedelta(seconds=1))
    assert (hannah.text, hannah.labels) == ("Sent to Josie at 10:01.", [])


async def test_next_message_gives_half_a_minute_again(stage, hannah, both):
    del both
    await hannah.type("Hello")
    await stage.advance(timedelta(seconds=40))
    await hannah.type("Josie")
    assert [t for t in hannah.texts if t.startswith("Sent to")] == ["Sent to Josie at 10:01."]
    await stage.advance(timedelta(seconds=20))
    assert hannah.labels == [UNDO]
    await stage.advance(timedelta(seconds=10))
    assert hannah.labels == []


async def test_undo_of_two_quick_messages_takes_back_the_last(hannah, josie, both):
    del both
    await hannah.type("Right words")
    await hannah.type("Wrong words")
    await hannah.tap(UNDO)
    assert copies(josie) == ["Hannah\nRight words"]


async def test_old_button_asks_first(stage, hannah, josie, both):
    await hannah.type("Hello")
    stage.clock.advance(minutes=5)
    await hannah.press(f"un:{both}:")
    assert copies(josie) == ["Hannah\nHello"]
    assert "Your last message was for Josie" in hannah.text
    await hannah.tap("Take it back")
    assert copies(josie) == []
    await hannah.press(f"un:{both}:")
    assert hannah.text == "There is no message here to take back."


async def test_undo_of_a_conversation_of_others_does_nothing(hannah, josie, anna, both):
    await hannah.type("Hello")
    await anna.press(f"un:{both}:")
    assert anna.text == "There is no message here to take back."
    assert copies(josie) == ["Hannah\nHello"]
