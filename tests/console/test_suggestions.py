"""Suggested pairs: reasons in words, and one decision about each, whoever presses first."""

import asyncio

import pytest
from sqlmodel import select

from db.answers import FormSession, save_answer
from db.engine import vault_of
from db.pairings import Pairing
from tests.console.browser import text_of
from tests.flows.people import change, pair, row, rows


@pytest.fixture
async def desk(desk):
    await desk.sam.do(f"{desk.root}/waiting/round")
    return desk


async def page_of(desk, who="Josie"):
    return f"{desk.root}/suggestions/{(await desk.suggestion(who)).id}"


async def test_pairs_to_review_with_their_reasons(desk):
    shown = await desk.sam.open(f"{desk.root}/suggestions")
    assert "2 pairs, the longest suggested first" in shown
    assert "Both know a hard or scary birth." in shown
    assert [act for act, _ in await desk.acts("read.suggestions")] == ["read.suggestions"]


async def test_one_pair_with_what_fits_and_what_is_missing(desk):
    pairing = await desk.suggestion()
    shown = await desk.sam.open(f"{desk.root}/suggestions/{pairing.id}")
    assert "Josie with" in shown
    assert "Experiences in common" in shown
    assert "Same stage: baby is under 1." in shown
    assert await desk.acts("read.suggestion") == [("read.suggestion", pairing.id)]


async def test_approving_a_pair_and_seeing_who_did(desk):
    path = await page_of(desk)
    told = await desk.sam.do(f"{path}/approve", reason="")
    assert "48 hours to answer" in told
    assert "Sam approved this pair on" in await desk.noor.open(path)


async def test_turned_down_pair_is_not_suggested_again(desk):
    path = await page_of(desk)
    pairing = await desk.suggestion()
    told = await desk.sam.do(f"{path}/turn-down")
    assert "Noted. We do not suggest these two again." in told
    couple = (pairing.service_user_id, pairing.peer_worker_id)
    standing = await rows(desk.stage, Pairing, state="suggested")
    assert couple not in {(p.service_user_id, p.peer_worker_id) for p in standing}
    assert "Sam decided against this pair on" in await desk.noor.open(path)


@pytest.mark.parametrize("second", ["approve", "turn-down"])
async def test_two_coordinators_decide_at_once(desk, second):
    path = await page_of(desk)
    answers = await asyncio.gather(
        desk.sam.send(f"{path}/approve"), desk.noor.send(f"{path}/{second}")
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    winner = "Noor" if answers[0] is lost else "Sam"
    said = "approved" if winner == "Sam" or second == "approve" else "decided against"
    assert f"{winner} {said} this pair on" in text_of(lost.text)


async def test_limit_that_came_near_since_needs_a_reason(desk):
    path = await page_of(desk)
    pairing = await desk.suggestion()
    stored = '[{"code": "note.recovery", "params": {"days": 365, "over": 3}}]'
    async with desk.stage.database.transaction() as session:
        found = await session.get(Pairing, pairing.id)
        found.reasons_sealed = await vault_of(session).seal(
            session, found.service_user_id, stored, f"pairing.reasons|{found.id}"
        )
        session.add(found)
    answer = await desk.sam.send(f"{path}/approve", reason="")
    assert answer.status_code == 422
    assert await desk.couples("offered") == set()
    assert "A limit is near. To approve" in await desk.sam.open(path)
    await desk.sam.do(f"{path}/approve", reason="She is steady, and wants it.")
    assert "She is steady, and wants it." in await desk.noor.open(path)


async def test_pair_that_breaks_a_limit_by_now_is_not_approved(desk):
    path = await page_of(desk)
    pairing = await desk.suggestion()
    async with desk.stage.database.transaction() as session:
        josie = desk.people["Josie"]
        query = select(FormSession).where(FormSession.membership_id == josie.membership_id)
        form = (await session.exec(query)).one()
        now = desk.stage.clock.now()
        await save_answer(session, form, "languages", '["urdu"]', settled=True, now=now)
    answer = await desk.sam.send(f"{path}/approve")
    assert answer.status_code == 409
    assert (await row(desk.stage, Pairing, id=pairing.id)).state == "suggested"
    assert "A limit is not kept" in await desk.sam.open(path)


async def test_pair_that_is_gone_or_of_nowhere_is_not_there(desk):
    path = await page_of(desk)
    await change(desk.stage, Pairing, (await desk.suggestion()).id, state="withdrawn")
    assert "not up for review any more" in await desk.sam.open(path)
    assert (await desk.sam.send(f"{path}/approve")).status_code == 409
    assert (await desk.sam.get(f"{desk.root}/suggestions/nothing")).status_code == 404
    assert (await desk.sam.send(f"{desk.root}/suggestions/nothing/turn-down")).status_code == 404


async def test_no_pairs_are_good_to_see(desk):
    for who in ("Josie", "Anna"):
        await desk.sam.do(f"{await page_of(desk, who)}/approve")
    assert "No pair waits for a review." in await desk.sam.open(f"{desk.root}/suggestions")


async def test_coordinator_does_not_decide_about_their_own_pair(desk):
    own = await pair(desk.stage, desk.people["Mei"], desk.people["Hannah"], state="suggested")
    await change(desk.stage, Pairing, own, peer_worker_id=desk.id("Sam"))
    shown = await desk.sam.get(f"{desk.root}/suggestions/{own}")
    assert shown.status_code == 409
    assert "This is your own pairing. Another coordinator looks after it." in text_of(shown.text)
    assert (await desk.sam.send(f"{desk.root}/suggestions/{own}/approve")).status_code == 409
