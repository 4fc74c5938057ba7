"""Training, checks and supervision run out: reminders, no new offers, and running pairs go on."""

from datetime import date, timedelta

import pytest

from db.expiries import Expiry
from db.outbox import Letter
from db.pairings import Pairing
from db.peer_standings import PeerStanding
from db.programmes import Programme
from tests.flows.people import HANNAH, JOSIE, join, pair, pairing_state, row, rows

TODAY = date(2026, 11, 26)
DATES = {
    "training": "training_valid_until",
    "check": "check_record",
    "supervision": "supervision_next",
}


async def hannah_until(stage, what, until, **more):
    """Hannah, to be confirmed, with a date that is soon."""
    return await join(
        stage, HANNAH, "peer_worker", "Hannah", at="to_confirm", **{DATES[what]: until}, **more
    )


async def confirm(sam, hannah):
    await sam.press(f"pw:{hannah.membership_id}:")
    await sam.tap("Confirm")


@pytest.mark.parametrize("what", DATES)
async def test_reminders_come_a_month_a_week_and_a_day_before_once_each(stage, sam, what):
    hannah = await hannah_until(stage, what, TODAY + timedelta(days=40))
    await confirm(sam, hannah)
    said = (len(hannah.texts), len(sam.texts))
    heard = []
    for day in range(1, 46):
        await stage.advance(timedelta(days=1))
        await stage.beat()
        new = hannah.texts[said[0] :]
        if len(new) > len(heard):
            heard.append(day)
    assert heard == [10, 33, 40]
    words = {"training": "Your training counts", "check": "A check of yours counts"}
    expected = words.get(what, "Your next supervision is")
    assert all(t.startswith(expected) for t in hannah.texts[said[0] :])
    told = [t for t in sam.texts[said[1] :] if "Hannah" in t]
    assert len(told) == 3


async def test_last_reminder_is_not_sent_again_when_other_answers_change(stage, sam):
    hannah = await hannah_until(stage, "training", TODAY + timedelta(days=8))
    await confirm(sam, hannah)
    await stage.advance(timedelta(days=8))
    assert hannah.text.startswith("Your training counts until 4 December 2026.")
    await hannah.tap("Give the new date")
    await hannah.tap("Look at my answers")
    await hannah.tap("Send my answers")
    said = len(hannah.texts)
    await stage.advance(timedelta(days=1))
    await stage.beat()
    assert hannah.texts[said:] == []


async def test_reminders_wait_for_the_morning_of_each_reader(stage, sam):
    hannah = await hannah_until(stage, "training", TODAY + timedelta(days=40))
    await confirm(sam, hannah)
    async with stage.database.transaction() as session:
        expiry = await session.get(Expiry, (await row(stage, Expiry, what="training")).id)
        expiry.next_at = stage.clock.now()
        session.add(expiry)
    await stage.advance(timedelta(days=10, hours=13))  # 11pm
    waits = [letter for letter in await rows(stage, Letter) if letter.not_before is not None]
    assert {letter.person_id for letter in waits} == {hannah.person_id, sam.person_id}
    assert {letter.not_before.hour for letter in waits} == {8}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("training", "The training of this peer worker has run out. The pair was not approved."),
        ("check", "A check of this peer worker has run out. The pair was not approved."),
        ("supervision", "The supervision of this peer worker is out of date."),
    ],
)
async def test_what_runs_out_stops_approval_but_not_the_running_pair(stage, sam, what, said):
    hannah = await hannah_until(stage, what, TODAY + timedelta(days=2))
    await confirm(sam, hannah)
    josie = await join(stage, JOSIE, "service_user", "Josie")
    running = await pair(stage, josie, hannah)
    anna = await join(stage, 1_004, "service_user", "Anna")
    await sam.type("/menu")
    waiting = await pair(stage, anna, hannah, state="suggested")
    await stage.advance(timedelta(days=2))
    await sam.press(f"rp:{waiting}:")
    approve = sam.data("Approve")
    await stage.advance(timedelta(days=1))
    await sam.press(approve)
    assert sam.notice.startswith(said)
    assert await pairing_state(stage, waiting) == "suggested"
    assert await pairing_state(stage, running) == "active"
    await sam.press(f"rv:{(await row(stage, Pairing, id=running)).programme_id}:")
    assert await rows(stage, Pairing, state="suggested") == []
    await hannah.type("/menu")
    assert "Your people: Josie." in hannah.text
    assert "offer you" in hannah.text


async def test_the_last_day_still_counts(stage, sam):
    hannah = await hannah_until(stage, "training", TODAY)
    await confirm(sam, hannah)
    await join(stage, JOSIE, "service_user", "Josie")
    await sam.press(f"rv:{(await row(stage, Programme)).id}:")
    assert len(await rows(stage, Pairing, state="suggested")) == 1


async def test_supervision_is_told_by_the_peer_worker_alone(stage, sam):
    hannah = await hannah_until(stage, "supervision", TODAY + timedelta(days=3))
    await confirm(sam, hannah)
    await join(stage, JOSIE, "service_user", "Josie")
    await stage.advance(timedelta(days=5))
    await hannah.type("/menu")
    assert "The day of your next supervision has passed." in hannah.text
    await hannah.tap("What I can change")
    await hannah.tap("Dates of supervision")
    assert hannah.text.startswith("Question 1 of 2")
    await hannah.type("29 November 2026")
    await hannah.type("1 December 2025")
    assert hannah.text.startswith("That date does not fit.")
    await hannah.type("20 December 2026")
    assert hannah.text == "Thank you. The dates are saved, and we remind you in time."
    assert len(await rows(stage, Pairing, state="suggested")) == 1
    assert (await row(stage, Expiry, what="supervision")).until == date(2026, 12, 20)
    await hannah.type("/menu")
    assert "supervision" not in hannah.text


async def test_new_date_of_training_is_looked_at_before_the_next_offer(stage, sam):
    hannah = await hannah_until(stage, "training", TODAY + timedelta(days=3))
    await confirm(sam, hannah)
    await join(stage, JOSIE, "service_user", "Josie")
    await stage.advance(timedelta(days=4))
    assert any("Your training counted until 29 November 2026." in t for t in hannah.texts)
    await hannah.tap("Give the new date")
    await hannah.tap("Look at my answers")
    await hannah.tap("Change an answer")
    await hannah.tap("Training valid until")
    await hannah.type("yesterday")
    assert hannah.text.startswith("That date does not fit.")
    await hannah.type("1 November 2027")
    await hannah.tap("Send my answers")
    assert await rows(stage, Pairing, state="suggested") == []
    await confirm(sam, hannah)
    assert len(await rows(stage, Pairing, state="suggested")) == 1


async def test_peer_worker_who_left_is_reminded_of_nothing(stage, sam):
    hannah = await hannah_until(stage, "training", TODAY + timedelta(days=8))
    await confirm(sam, hannah)
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    said = len(hannah.texts)
    await stage.advance(timedelta(days=2))
    assert hannah.texts[said:] == []
    assert await rows(stage, Expiry) == []
    assert await rows(stage, PeerStanding) == []


async def test_own_wishes_and_avoid_of_a_peer_worker_count_in_matching(stage, sam):
    del sam
    hannah = await join(
        stage,
        HANNAH,
        "peer_worker",
        "Hannah",
        wishes=("gender",),
        gender="woman",
        wish_gender="must_same",
    )
    await join(stage, JOSIE, "service_user", "Josie")
    anna = await join(
        stage,
        1_004,
        "service_user",
        "Anna",
        wishes=("gender",),
        gender="woman",
        wish_gender="any",
    )
    await hannah.press(f"yp:{hannah.membership_id}:")
    await hannah.tap("I have room again")
    assert [p.service_user_id for p in await rows(stage, Pairing)] == [anna.person_id]
