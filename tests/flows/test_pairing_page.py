"""A coordinator's page of a pairing: what happened when, never words; and what can be done."""

from datetime import timedelta

import pytest

from db.audit import AuditRow
from db.breaks import Break
from db.memberships import Membership
from db.pairings import Pairing
from tests.flows.people import SAM, join, pairing_state, row, rows

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")


async def open_page(sam):
    await sam.type("/menu")
    await sam.tap("Pairings")
    await sam.tap("Josie and Hannah")


@pytest.mark.both_databases
async def test_page_tells_when_and_never_words(stage, sam, hannah, josie, paired):
    await josie.type("a canary of words")
    await hannah.type("/more")
    await hannah.tap("Take a break")
    await hannah.tap("I do not know yet")
    await hannah.press(f"bg:{paired}:")
    await open_page(sam)
    assert sam.text.startswith(
        "Josie and Hannah, paired since 26 November 2026. "
        "You see when things happened, and never what they write.\n\n"
        "They write to each other.\n\n"
    )
    assert sam.text.endswith(
        "What happened:\n\n- Thu 26 Nov, 10:00: a break began\n- Thu 26 Nov, 10:00: it went on"
    )
    assert sam.labels[0] == "Pause it"
    assert sam.labels[-4:] == [
        "End this pairing",
        "Write to Josie",
        "Write to Hannah",
        "Where I am",
    ]
    assert not [text for text in sam.texts if "canary" in text]
    looks = await rows(stage, AuditRow, act="read.pairing")
    assert [look.actor for look in looks] == [sam.person_id]


@pytest.mark.parametrize("verb", ["jp", "ja", "jr", "je", "jy", "jw", "js"])
async def test_page_is_for_coordinators_of_the_programme_alone(
    stage, sam, hannah, josie, anna, paired, verb
):
    del sam
    await stage.programme("Second")
    lee = await join(stage, 3_009, "coordinator", "Lee", within="Second")
    for someone in (hannah, josie, anna, lee):
        await someone.press(f"{verb}:{paired}:")
        assert someone.notice == "This is not yours to do. Nothing has changed."
    assert await pairing_state(stage, paired) == "active"


async def test_coordinator_pauses_and_both_hear_kindly(stage, sam, hannah, josie, paired):
    await open_page(sam)
    await sam.tap("Pause it")
    assert "It rests: messages are not sent." in sam.text
    for someone, name in ((josie, "Hannah"), (hannah, "Josie")):
        assert someone.text == (
            f"Your coordinator has paused your conversation with {name} for now. "
            "Nobody is blamed. Messages are not sent until it goes on, and we tell you then."
        )
    await josie.press(f"bg:{paired}:")
    assert josie.notice == "This break is not yours to end. Your coordinator can help."
    await sam.tap("Let it go on")
    assert await pairing_state(stage, paired) == "active"
    told = "Your conversation with Hannah goes on. You can write to each other again."
    assert josie.text == told


async def test_coordinator_lets_a_break_of_either_side_end(stage, sam, hannah, josie, paired):
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await hannah.press(f"by:{paired}:7")
    await open_page_resting(sam)
    await sam.tap("Let it go on")
    assert await pairing_state(stage, paired) == "active"
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "matched"
    assert [found.ended_at is None for found in await rows(stage, Break)] == [False, False]


async def open_page_resting(sam):
    await sam.type("/menu")
    await sam.tap("Pairings")
    await sam.tap("Josie and Hannah (rests)")


async def test_end_with_a_word_for_both(stage, sam, hannah, josie, paired):
    await open_page(sam)
    await sam.tap("End this pairing")
    assert sam.text.startswith("End the pairing of Josie and Hannah? Both are told")
    await sam.tap("End it with a word for both")
    await sam.type("Thank you both for the walks.")
    assert await pairing_state(stage, paired) == "ended"
    for someone in (josie, hannah):
        assert "Your coordinator writes:\n\nThank you both for the walks." in someone.text
    assert "You are on the waiting list again, near the front." in josie.text
    assert sam.text == "The pairing of Josie and Hannah has ended. Both read your words now."
    await sam.tap("Open the pairing")
    assert "It ended on 26 November 2026." in sam.text
    assert "End this pairing" not in sam.labels


@pytest.mark.both_databases
async def test_end_pressed_twice_has_one_effect(sam, josie, paired):
    await sam.press(f"jy:{paired}:")
    said = josie.texts
    await sam.press(f"jy:{paired}:")
    assert sam.notice == "This is done already."
    assert josie.texts == said


async def test_coordinators_are_asked_once_about_somebody_out_of_reach(
    stage, sam, hannah, josie, paired
):
    del hannah
    await stage.blocks(josie.id)
    await stage.advance(timedelta(days=13))
    asked = "Nothing has reached Josie for two weeks."
    assert not [text for text in sam.texts if text.startswith(asked)]
    for _ in range(3):
        await stage.advance(timedelta(days=2))
    assert len([text for text in sam.texts if text.startswith(asked)]) == 1
    await sam.tap("End this pairing")
    await sam.tap("End it")
    assert (await row(stage, Pairing, id=paired)).end_reason == "coordinator_ended"


async def test_coordinator_who_is_in_a_pairing_has_no_page_of_it(stage, hannah, josie, paired):
    del josie
    await join(stage, hannah.id, "coordinator", "Hannah")
    for verb in ("jp", "ja", "je", "jy"):
        await hannah.press(f"{verb}:{paired}:")
        assert hannah.notice == "This is your own pairing. Another coordinator looks after it."
    assert hannah.id != SAM
