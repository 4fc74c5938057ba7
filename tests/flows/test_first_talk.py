"""The first talk, one step at a time, in one message."""

import pytest

from tests.flows.people import PACK

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

STEPS = PACK.texts.first_conversation


async def test_steps_are_shown_one_by_one_in_one_message(paired, hannah):
    del paired
    await hannah.tap("First talk, step by step")
    count = len(hannah.texts)
    assert hannah.text == f"First talk with Josie: step 1 of {len(STEPS)}.\n\n{STEPS[0]}"
    assert hannah.labels == ["Next", "I have said hello", "Urgent help"]
    for step in STEPS[1:]:
        await hannah.tap("Next")
        assert hannah.text.endswith(step)
    assert hannah.labels == ["Back", "I have said hello", "Urgent help"]
    await hannah.tap("Back")
    assert hannah.text.endswith(STEPS[-2])
    assert len(hannah.texts) == count


@pytest.mark.both_databases
async def test_hello_is_looked_up_and_not_believed(paired, hannah):
    del paired
    await hannah.tap("First talk, step by step")
    await hannah.tap("I have said hello")
    assert hannah.text.startswith("No message from you has reached Josie yet.")
    await hannah.type("Hello Josie")
    await hannah.tap("I have said hello") if "I have said hello" in hannah.labels else None
    await hannah.tap("Show the steps again")
    await hannah.tap("I have said hello")
    shown = [t for t in hannah.texts if t.startswith("Your first message reached Josie on 26 Nov")]
    assert len(shown) == 1


async def test_guide_is_at_home_until_the_first_words_arrived(paired, hannah):
    del paired
    await hannah.type("/menu")
    assert "First talk, step by step" in hannah.labels
    await hannah.type("Hello Josie")
    await hannah.type("/menu")
    assert "First talk, step by step" not in hannah.labels


async def test_guide_is_the_peer_workers_own(paired, josie, sam):
    for other in (josie, sam):
        await other.press(f"gs:{paired}:1")
        assert other.notice == "This is not yours to do. Nothing has changed."
        await other.press(f"gh:{paired}:")
        assert other.notice == "This is not yours to do. Nothing has changed."


async def test_step_that_is_not_there_shows_the_nearest(paired, hannah):
    await hannah.press(f"gs:{paired}:99")
    assert hannah.text.endswith(STEPS[-1])
    await hannah.press(f"gs:{paired}:x")
    assert hannah.text.endswith(STEPS[0])
