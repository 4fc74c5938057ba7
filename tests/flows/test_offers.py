import asyncio
import re
from datetime import timedelta

import pytest

from db.checkin_plans import CheckinPlan
from db.memberships import Membership
from db.pairings import Pairing
from flows.actor import find_actor
from flows.errors import Refused
from flows.offers import approve
from flows.story import Story
from tests.flows.people import change, join, pair, pairing_state, row, rows

YES, NO, FULL = "Yes, I would like to", "Not this time", "I am full right now"
SOMEONE_ELSE = "Someone else, please"


@pytest.fixture
async def suggested(stage, sam, hannah, josie):
    """Josie waits, Hannah is there, and Sam sees the two as a suggestion."""
    del hannah, josie
    await sam.type("/menu")
    membership = await row(stage, Membership, role="coordinator")
    await sam.press(f"rv:{membership.programme_id}:")
    return (await row(stage, Pairing)).id


async def stage_of(stage, someone):
    return (await row(stage, Membership, id=someone.membership_id)).stage


async def approved(sam):
    await sam.tap("Josie with Hannah")
    await sam.tap("Approve")


async def test_offer_all_the_way_to_a_pair(stage, sam, hannah, josie, suggested):
    await approved(sam)
    assert sam.text == "Hannah has an offer to support Josie now, and 48 hours to answer."
    assert hannah.labels == [YES, NO, FULL, "Urgent help"]
    await hannah.tap(YES)
    assert "Your peer could be Hannah." in josie.text
    assert "I like walks." in josie.text
    await josie.tap(YES)
    assert await pairing_state(stage, suggested) == "active"
    assert await stage_of(stage, josie) == "matched"
    assert "Josie and Hannah are now paired." in sam.texts
    plans = {(p.person_id, p.measure) for p in await rows(stage, CheckinPlan)}
    assert (josie.person_id, "weekly") in plans
    assert (hannah.person_id, "peer_week") in plans


async def test_two_coordinators_approve_at_once(stage, sam, hannah, suggested):
    del hannah
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await sam.tap("Josie with Hannah")
    data = sam.data("Approve")
    await lee.press(data)
    await sam.press(data)
    assert sam.notice.startswith("Lee approved this pair on ")
    assert (await row(stage, Pairing)).approved_by == lee.person_id
    assert await pairing_state(stage, suggested) == "offered"


async def test_one_place_is_never_given_twice(stage, sam, josie, anna):
    peer = await join(stage, 2_004, "peer_worker", "Ida", capacity=1)
    ids = [await pair(stage, someone, peer, state="suggested") for someone in (josie, anna)]

    async def press(pairing_id):
        async with stage.database.transaction() as session:
            actor = await find_actor(session, sam.id)
            story = Story(session, stage.clock.now(), f"press:{pairing_id}")
            await approve(story, actor, pairing_id)

    results = await asyncio.gather(*map(press, ids), return_exceptions=True)
    refusals = [r for r in results if r is not None]
    assert [type(r) for r in refusals] == [Refused]
    assert refusals[0].key == "offer.peer_worker_full"
    assert sorted([await pairing_state(stage, i) for i in ids]) == ["offered", "suggested"]


async def test_person_with_an_offer_gets_no_second_one(stage, sam, hannah, josie):
    other = await join(stage, 2_004, "peer_worker", "Ida")
    first = await pair(stage, josie, hannah, state="suggested")
    second = await pair(stage, josie, other, state="suggested")
    await sam.press(f"ra:{first}:")
    await sam.press(f"ra:{second}:")
    assert sam.notice.startswith("This person does not wait for a peer any more.")
    assert await pairing_state(stage, second) == "suggested"


async def test_approve_for_a_peer_worker_who_is_away(stage, sam, hannah, suggested):
    await change(stage, Membership, hannah.membership_id, stage="paused")
    await sam.press(f"ra:{suggested}:")
    assert sam.notice.startswith("This peer worker takes no new people right now.")
    assert await pairing_state(stage, suggested) == "suggested"


async def test_turned_down_pair_is_not_suggested_again(stage, sam, suggested):
    await sam.tap("Josie with Hannah")
    await sam.tap("Not these two")
    assert await pairing_state(stage, suggested) == "declined"
    await sam.type("/menu")
    await sam.press(f"rv:{(await row(stage, Pairing)).programme_id}:")
    assert len(await rows(stage, Pairing)) == 1


async def test_peer_worker_says_no(stage, sam, hannah, josie, suggested):
    await approved(sam)
    await hannah.tap(NO)
    assert hannah.text == "That is fine. Thank you for telling us."
    assert "Hannah said no to Josie. We look for someone else." in sam.texts
    assert josie.texts == []
    assert await pairing_state(stage, suggested) == "declined"
    assert await stage_of(stage, josie) == "waiting"
    assert len(await rows(stage, Pairing)) == 1


async def test_peer_worker_is_full_and_has_room_again(stage, sam, hannah, suggested):
    await approved(sam)
    await hannah.tap(FULL)
    assert await stage_of(stage, hannah) == "paused"
    assert await pairing_state(stage, suggested) == "declined"
    await hannah.tap("I have room again")
    assert await stage_of(stage, hannah) == "active"
    states = sorted(p.state for p in await rows(stage, Pairing))
    assert states == ["declined", "suggested"]  # being full was no refusal of Josie


async def test_service_user_would_like_someone_else(stage, sam, hannah, josie, suggested):
    waiting_since = (await row(stage, Membership, id=josie.membership_id)).stage_since
    stage.clock.advance(hours=3)
    await approved(sam)
    await hannah.tap(YES)
    await josie.tap(SOMEONE_ELSE)
    assert josie.text.startswith("That is fine, and no reason is needed.")
    assert hannah.text.startswith("It did not work out with Josie this time.")
    membership = await row(stage, Membership, id=josie.membership_id)
    assert (membership.stage, membership.stage_since) == ("waiting", waiting_since)
    await sam.press(f"rv:{membership.programme_id}:")
    assert [p.state for p in await rows(stage, Pairing)] == ["declined"]
    assert suggested


async def test_offer_runs_out_with_the_peer_worker(stage, sam, hannah, suggested):
    await approved(sam)
    await stage.advance(timedelta(hours=47, minutes=59))
    assert await pairing_state(stage, suggested) == "offered"
    await stage.advance(timedelta(minutes=2))
    assert await pairing_state(stage, suggested) == "expired"
    assert hannah.text == "The offer has run out, so we ask someone else. You did nothing wrong."
    assert any(re.match("Hannah did not answer the offer about Josie", t) for t in sam.texts)
    await hannah.tap(YES)
    assert hannah.notice == "This is over. Nothing has changed."
    assert await pairing_state(stage, suggested) == "expired"


async def test_offer_runs_out_with_the_service_user(stage, sam, hannah, josie, suggested):
    await approved(sam)
    await hannah.tap(YES)
    await stage.advance(timedelta(hours=49))
    assert await pairing_state(stage, suggested) == "expired"
    assert josie.text.startswith("The time to answer has run out.")
    assert hannah.text.startswith("It did not work out with Josie this time.")
    await josie.tap(YES)
    assert josie.notice == "This is over. Nothing has changed."
    assert await stage_of(stage, josie) == "waiting"


async def test_offer_answered_by_those_it_is_not_for(stage, sam, hannah, josie, anna):
    suggested = await pair(stage, josie, hannah, state="suggested")
    await sam.press(f"ra:{suggested}:")
    for someone, verb in ((josie, "oy"), (anna, "oy"), (sam, "oy"), (hannah, "my"), (anna, "mn")):
        await someone.press(f"{verb}:{suggested}:")
        assert someone.notice == "This offer is not open any more."
    await anna.press(f"ra:{suggested}:")
    assert anna.notice == "This is not yours to do. Nothing has changed."
    assert await pairing_state(stage, suggested) == "offered"


async def test_offer_answered_in_the_wrong_order_or_twice(sam, hannah, josie, suggested):
    await approved(sam)
    await josie.press(f"my:{suggested}:")
    assert josie.notice == "This cannot be done right now. Nothing has changed."
    await hannah.press(f"oy:{suggested}:")
    await hannah.press(f"oy:{suggested}:")
    assert hannah.notice == "This is done already."
    assert len([t for t in josie.texts if "Your peer could be Hannah." in t]) == 1


async def test_coordinator_in_a_pair_leaves_it_to_others(stage, sam, josie):
    peer = await join(stage, sam.id, "peer_worker", "Sam")
    pairing_id = await pair(stage, josie, peer, state="suggested")
    lee = await join(stage, 3_004, "coordinator", "Lee")
    where = (await row(stage, Membership, role="coordinator", person_id=sam.person_id)).programme_id
    await sam.press(f"rv:{where}:")
    assert "Josie with Sam" not in sam.labels
    for verb in ("rp", "ra", "rn"):
        await sam.press(f"{verb}:{pairing_id}:")
        assert sam.notice == "This is your own pairing. Another coordinator looks after it."
    assert await pairing_state(stage, pairing_id) == "suggested"
    await lee.press(f"ra:{pairing_id}:")
    assert await pairing_state(stage, pairing_id) == "offered"
