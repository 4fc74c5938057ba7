"""Blocking: at once, for good, told to nobody but the coordinators, and lifted by the blocker."""

from datetime import timedelta

import pytest

from db.blocks import Block
from db.outbox import Letter
from db.pairings import Pairing
from tests.flows.people import change, pair, pairing_state, row, rows

TOLD = (
    "Your conversation with {} has ended. We ask nobody for a reason, and nobody is blamed. "
    "What was still on its way is not sent."
)


@pytest.fixture
async def both(josie, hannah):
    return {"Josie": josie, "Hannah": hannah}


async def block(someone, name):
    await someone.type("/more")
    await someone.tap(f"Block {name}")


@pytest.mark.parametrize(("who", "whom"), [("Josie", "Hannah"), ("Hannah", "Josie")])
async def test_block_is_one_press_for_either_side(stage, sam, both, paired, who, whom):
    await block(both[who], whom)
    assert both[who].text.startswith(
        f"You have blocked {whom}. Nothing passes between you now, and we never pair you again."
    )
    ways = ["Report something", "Talk to my coordinator", "Unblock", "Urgent help"]
    assert both[who].labels == ways
    assert both[whom].text.startswith(TOLD.format(who))
    assert both[whom].labels == ["Talk to my coordinator", "Urgent help"]
    assert sam.text.startswith(f"{who} blocked {whom}, so they never meet again here.")
    found = await row(stage, Pairing, id=paired)
    assert (found.state, found.end_reason) == ("ended", "blocked")


async def test_blocked_peer_worker_reads_what_a_change_says(stage, hannah, josie, anna, paired):
    """Word for word, so that nobody learns from it that they were blocked."""
    other = await pair(stage, anna, hannah)
    await block_now(josie, paired)
    blocked = (hannah.text.replace("Josie", "Anna"), hannah.labels)
    await anna.press(f"bx:{other}:")
    assert (hannah.text, hannah.labels) == blocked
    assert not [text for text in hannah.texts if "block" in text.lower()]


async def test_nothing_written_before_or_after_a_block_crosses(stage, hannah, josie, paired):
    stage.deliver, deliver = _nothing, stage.deliver
    await hannah.type("Written before")
    await block_now(josie, paired)
    await hannah.type("Written after")
    stage.deliver = deliver
    await stage.deliver()
    assert not [text for text in josie.texts if "Written" in text]
    states = {letter.state for letter in await rows(stage, Letter, pairing_id=paired)}
    assert states == {"withdrawn"}


@pytest.mark.parametrize("who", ["Josie", "Hannah"])
async def test_block_after_the_planned_end_stops_what_is_kept(stage, both, paired, who):
    """A goodbye that is kept for the hours still arrives, unless one of the two blocks."""
    stage.clock.advance(timedelta(hours=10))
    await both["Josie"].type("Goodbye")
    assert both["Josie"].text.startswith("Hannah gets this from")
    await change(stage, Pairing, paired, state="ended", end_reason="planned")
    await block_now(both[who], paired)
    assert both["Josie"].texts.count("This conversation has ended. Nothing was sent.") == 1
    await stage.advance(timedelta(days=1))
    assert not [text for text in both["Hannah"].texts if "Goodbye" in text]


@pytest.mark.parametrize("end", ["bb:{}:", "bx:{}:"])
async def test_what_was_on_its_way_says_nothing_about_who_ended_it(
    stage, hannah, josie, paired, end
):
    stage.deliver, deliver = _nothing, stage.deliver
    await hannah.type("Written before")
    said = len(hannah.texts)
    await josie.press(end.format(paired))
    stage.deliver = deliver
    await stage.deliver()
    assert hannah.texts[said:] == [TOLD.format("Josie")]


async def block_now(someone, pairing_id):
    await someone.press(f"bb:{pairing_id}:")


async def _nothing():
    pass


async def test_block_takes_suggestions_of_the_two_back(stage, sam, hannah, josie, paired):
    del sam
    await block_now(josie, paired)
    assert await rows(stage, Pairing, state="suggested") == []
    await pair(stage, josie, hannah, state="suggested")
    await josie.press(f"bb:{paired}:")
    assert josie.notice == "You have blocked them already."


async def test_blocked_are_never_matched_until_it_is_lifted(stage, sam, hannah, josie, paired):
    await block_now(hannah, paired)
    await sam.type("/menu")
    await sam.tap("Waiting list")
    assert await rows(stage, Pairing, state="suggested") == []
    await hannah.tap("Unblock")
    assert hannah.text == (
        "You have lifted the block. Your conversation with Josie stays ended, "
        "and Josie is not told."
    )
    assert sam.text == "Hannah lifted the block of Josie. Their pairing stays ended."
    assert await pairing_state(stage, paired) == "ended"
    said = len(josie.texts)
    await sam.press(f"rv:{(await row(stage, Pairing, id=paired)).programme_id}:")
    (again,) = await rows(stage, Pairing, state="suggested")
    assert (again.service_user_id, again.peer_worker_id) == (josie.person_id, hannah.person_id)
    assert josie.texts[said:] == []


async def test_list_of_blocked_people_is_in_my_data(josie, paired):
    await josie.type("/mydata")
    assert "People you blocked" not in josie.labels
    await block_now(josie, paired)
    await josie.type("/mydata")
    await josie.tap("People you blocked")
    assert josie.labels == ["Unblock Hannah", "Back", "Urgent help"]
    await josie.tap("Unblock Hannah")
    await josie.press("bl::")
    assert josie.text == "You have blocked nobody."


async def test_unblock_is_the_blockers_alone_and_once(stage, hannah, josie, paired):
    await block_now(josie, paired)
    made = await row(stage, Block)
    await hannah.press(f"bu:{made.id}:")
    assert (await row(stage, Block)).lifted_at is None
    await josie.press(f"bu:{made.id}:")
    await josie.press(f"bu:{made.id}:")
    assert josie.notice == "You have lifted this block already."


async def test_block_after_the_end_still_keeps_the_two_apart(stage, sam, hannah, josie, paired):
    del sam
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    await josie.type("/more")
    assert josie.labels == [
        "Talk to my coordinator",
        "Report something",
        "Block Hannah",
        "Back",
        "Urgent help",
    ]
    await josie.tap("Block Hannah")
    assert (await row(stage, Block)).blocked_id == hannah.person_id
    assert await pairing_state(stage, paired) == "ended"


async def test_block_ends_every_pairing_of_the_two(stage, hannah, josie, paired):
    second = await pair(stage, josie, hannah, state="offered")
    await block_now(josie, paired)
    assert await pairing_state(stage, second) == "withdrawn"
