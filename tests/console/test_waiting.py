"""The waiting list, one person's shortlist, pins and bans, asking again, and what if."""

import asyncio
import re
from datetime import date, timedelta

import pytest

from db.answers import FormSession
from db.memberships import Membership
from db.pair_choices import PairChoice, reason_of
from db.pairings import Pairing
from tests.console.browser import text_of
from tests.flows.people import change, join, pair, row, rows

WHY = "They met at the clinic, and both asked for it."


async def make_round(desk):
    return await desk.sam.do(f"{desk.root}/waiting/round")


async def test_list_says_who_waits_since_when_and_what_the_round_found(desk):
    shown = await desk.sam.open(f"{desk.root}/waiting")
    assert "No round was made yet." in shown
    desk.stage.clock.advance(timedelta(days=3))
    await desk.sam.sign_in(desk.id("Sam"))
    told = await make_round(desk)
    assert "2 of 3 people have a place in this round. New pairs to review: 2." in told
    assert [act for act, _ in await desk.acts("round.made")] == ["round.made"]
    shown = await desk.sam.open(f"{desk.root}/waiting")
    assert "People 3, free places 3, placed 2." in shown
    assert "Review 2 suggested pairs" in shown
    assert "3 days, since" in shown
    assert "Mei 3 days" in shown
    assert "No peer worker keeps all the limits 2 share no language" in shown


async def test_round_over_a_long_list_is_made_by_another_process(desk, monkeypatch):
    monkeypatch.setattr("console.apart.MOST_IN_A_THREAD", 0)
    told = await make_round(desk)
    assert "2 of 3 people have a place in this round. New pairs to review: 2." in told


async def test_list_shows_who_is_hard_to_match_and_who_is_on_a_break(desk):
    await change(desk.stage, Membership, desk.people["Anna"].membership_id, stage="paused")
    await make_round(desk)
    hard = await desk.sam.open(f"{desk.root}/waiting?show=hard")
    assert "Mei" in hard
    resting = await desk.sam.open(f"{desk.root}/waiting?show=break")
    assert "Anna" in resting
    assert "Mei" not in resting
    assert "On a break, after 0 days" in await desk.sam.open(desk.at("Anna"))
    assert await desk.sam.open(f"{desk.root}/waiting?show=%01&page=-9")


async def test_number_of_the_hard_to_match_is_that_of_the_list(desk):
    await make_round(desk)
    hard = f"{desk.root}/waiting?show=hard"
    assert "Hard to match (3)" in await desk.sam.open(hard)
    await change(desk.stage, Membership, desk.people["Josie"].membership_id, stage="matched")
    await change(desk.stage, Membership, desk.people["Mei"].membership_id, stage="left")
    shown = await desk.sam.open(hard)
    assert "Hard to match (1)" in shown
    assert "Anna" in shown
    assert "Mei" not in shown


async def test_list_of_nobody_is_good_to_see(desk):
    for name in ("Josie", "Anna", "Mei"):
        await change(desk.stage, Membership, desk.people[name].membership_id, stage="left")
    assert "0 of 0 people have a place in this round." in await make_round(desk)
    assert "Nobody is waiting." in await desk.sam.open(f"{desk.root}/waiting")


async def test_one_person_beside_the_nearest_peer_workers(desk):
    await make_round(desk)
    shown = await desk.sam.open(desk.at("Josie"))
    assert shown.index("Both know") < shown.index("Not shared")
    assert "Both know a hard or scary birth." in shown
    assert "Not shared: a hard or scary birth." in shown
    assert "Experiences in common 40 of 40" in shown
    assert "Places taken: 0 of 1." in shown
    assert await desk.acts("read.shortlist") == [("read.shortlist", desk.id("Josie"))]


async def test_everybody_who_was_considered_and_why_not(desk):
    await make_round(desk)
    shown = await desk.sam.open(f"{desk.at('Mei')}/everybody")
    assert "0 peer workers keep all the limits" in shown
    assert "They share no language (Urdu wanted)." in shown
    assert "2 share no language" in shown
    shown = await desk.sam.open(desk.at("Mei"))
    assert "The last round found no peer worker who keeps all the limits." in shown


async def test_approving_from_the_shortlist_asks_the_peer_worker(desk):
    await make_round(desk)
    told = await desk.sam.do(f"{desk.at('Josie')}/approve", peer=desk.id("Ida"))
    assert "Ida has an offer to support Josie now, and 48 hours to answer." in told
    assert await desk.couples("offered") == {("Josie", "Ida")}
    assert ("Josie", "Hannah") not in await desk.couples()
    await desk.stage.deliver()
    assert "Josie" in desk.people["Ida"].text
    assert "Ida is asked now" in await desk.sam.open(f"{desk.root}/waiting")


async def test_limit_that_is_near_needs_a_reason_which_is_sealed_and_audited(desk):
    soon = date(2026, 12, 10)
    peer = await join(desk.stage, 2_009, "peer_worker", "Una", training_valid_until=soon)
    await make_round(desk)
    path, field = f"{desk.at('Josie')}/approve", f"reason-{peer.person_id}"
    answer = await desk.sam.send(path, peer=peer.person_id, **{field: " "})
    assert answer.status_code == 422
    assert "A limit is near in this pair." in text_of(answer.text)
    assert "The training for" in text_of(answer.text)
    assert await desk.couples("offered") == set()
    await desk.sam.do(path, peer=peer.person_id, **{field: WHY})
    assert len(await rows(desk.stage, Pairing, state="offered")) == 1
    choice = await row(desk.stage, PairChoice, kind="warned")
    async with desk.stage.database.reading() as session:
        assert await reason_of(session, choice) == WHY
    assert choice.by_id == desk.id("Sam")
    assert [act for act, _ in await desk.acts("pairing.approved", "pairing.reasoned")] == [
        "pairing.approved",
        "pairing.reasoned",
    ]


async def test_forbidding_needs_a_reason_and_loses_nothing_typed(desk):
    await make_round(desk)
    path, field = f"{desk.at('Josie')}/forbid", f"reason-{desk.id('Hannah')}"
    empty = await desk.sam.send(path, peer=desk.id("Hannah"))
    assert empty.status_code == 422
    long = await desk.sam.send(path, peer=desk.id("Hannah"), **{field: "x" * 1_001})
    assert long.status_code == 422
    assert "x" * 1_001 in long.text
    assert await rows(desk.stage, PairChoice) == []


async def test_forbidden_pair_stays_apart_until_it_is_taken_back(desk):
    await make_round(desk)
    field = f"reason-{desk.id('Hannah')}"
    told = await desk.sam.do(f"{desk.at('Josie')}/forbid", peer=desk.id("Hannah"), **{field: WHY})
    assert "No round brings Josie and Hannah together from now on." in told
    assert "Not with Hannah, said Sam on" in told
    assert WHY in told
    assert await desk.couples() == {("Josie", "Ida"), ("Anna", "Hannah")}
    await make_round(desk)
    assert ("Josie", "Hannah") not in await desk.couples()
    refused = await desk.sam.send(f"{desk.at('Josie')}/approve", peer=desk.id("Hannah"))
    assert refused.status_code == 409
    choice = await row(desk.stage, PairChoice, kind="ban")
    told = await desk.noor.do(f"{desk.at('Josie')}/take-back", choice=choice.id)
    assert "Rounds may bring Josie and Hannah together again." in told
    again = await desk.sam.send(f"{desk.at('Josie')}/take-back", choice=choice.id)
    assert again.status_code == 409
    assert [act for act, _ in await desk.acts("pair.ban_made", "pair.ban_ended")] == [
        "pair.ban_made",
        "pair.ban_ended",
    ]


async def test_pinned_pair_is_in_every_round(desk):
    await desk.sam.do(f"{desk.at('Anna')}/pin", peer=desk.id("Hannah"))
    assert ("Anna", "Hannah") in await desk.couples()
    await desk.sam.do(f"{desk.at('Josie')}/pin", peer=desk.id("Ida"))
    await make_round(desk)
    assert await desk.couples() == {("Anna", "Hannah"), ("Josie", "Ida")}
    assert "Pinned by a coordinator" in await desk.sam.open(f"{desk.root}/suggestions")
    pinned = await desk.sam.send(f"{desk.at('Josie')}/pin", peer=desk.id("Ida"))
    assert pinned.status_code == 409
    assert "Sam pinned these two already." in text_of(pinned.text)


async def test_pin_against_a_limit_is_refused(desk):
    answer = await desk.sam.send(f"{desk.at('Mei')}/pin", peer=desk.id("Hannah"))
    assert answer.status_code == 409
    assert "These two do not keep all limits now." in text_of(answer.text)
    assert await rows(desk.stage, PairChoice) == []


@pytest.mark.parametrize("act", ["approve", "pin", "forbid"])
@pytest.mark.parametrize("peer", ["", "nobody", "x" * 400, "Josie", "next door"])
async def test_peer_worker_of_nowhere_changes_nothing(desk, act, peer):
    if peer == "Josie":
        peer = desk.id("Josie")
    elif peer == "next door":
        await desk.stage.programme("Next door")
        peer = (await join(desk.stage, 9_001, "peer_worker", "Eve", within="Next door")).person_id
    answer = await desk.sam.send(f"{desk.at('Josie')}/{act}", peer=peer, **{f"reason-{peer}": WHY})
    assert answer.status_code in (409, 422)
    assert await rows(desk.stage, PairChoice) == []
    assert await desk.couples("offered") == set()


async def test_two_coordinators_approve_the_same_person_at_once(desk):
    await make_round(desk)
    answers = await asyncio.gather(
        desk.sam.send(f"{desk.at('Josie')}/approve", peer=desk.id("Ida")),
        desk.noor.send(f"{desk.at('Josie')}/approve", peer=desk.id("Hannah")),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    offered = await desk.suggestion(state="offered")
    winner = next(name for name in ("Sam", "Noor") if desk.id(name) == offered.approved_by)
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert f"{winner} approved this pair on" in text_of(lost.text)
    assert len(await rows(desk.stage, Pairing, service_user_id=desk.id("Josie"))) == 1


async def test_same_form_twice_is_done_once(desk):
    await make_round(desk)
    fields = {"peer": desk.id("Ida"), "once": "twice"}
    first, second = [await desk.sam.send(f"{desk.at('Josie')}/approve", **fields) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 409)
    assert "That is done already" in text_of(second.text)


async def test_page_of_somebody_who_left_meanwhile_is_not_there(desk):
    await change(desk.stage, Membership, desk.people["Josie"].membership_id, stage="left")
    assert (await desk.sam.get(desk.at("Josie"))).status_code == 404
    for act in ("approve", "pin", "forbid", "ask-again", "what-if", "take-back"):
        fields = {"peer": desk.id("Ida"), f"reason-{desk.id('Ida')}": WHY, "question": "stage"}
        answer = await desk.sam.send(f"{desk.at('Josie')}/{act}", why=WHY, **fields)
        assert answer.status_code == 404, act


async def test_coordinator_who_waits_too_does_not_see_themselves(desk):
    someone = await join(desk.stage, 3_003, "service_user", "Sam")
    path = f"{desk.root}/waiting/{someone.membership_id}"
    assert (await desk.sam.get(path)).status_code == 404
    assert (await desk.noor.get(path)).status_code == 200


async def test_question_is_asked_again_and_the_place_in_line_stays(desk):
    josie = desk.people["Josie"]
    before = await row(desk.stage, Membership, id=josie.membership_id)
    empty = await desk.sam.send(f"{desk.at('Josie')}/ask-again", why=WHY)
    assert empty.status_code == 422
    assert WHY in empty.text
    told = await desk.sam.do(f"{desk.at('Josie')}/ask-again", question="languages", why=WHY)
    assert "Josie is asked about one answer again: Languages." in told
    await desk.stage.deliver()
    assert "Sam has a question about one of your answers: Languages." in josie.text
    assert WHY in josie.text
    form = await row(desk.stage, FormSession, membership_id=josie.membership_id)
    assert (form.state, form.at) == ("open", "languages")
    await josie.tap("Look")
    assert "language" in josie.text
    assert await row(desk.stage, Membership, id=josie.membership_id) == before
    again = await desk.noor.send(f"{desk.at('Josie')}/ask-again", question="stage", why=WHY)
    assert again.status_code == 409


async def kept(desk):
    return [await rows(desk.stage, table) for table in (Pairing, PairChoice, Membership)]


async def test_what_if_somebody_asked_for_less_changes_nothing(desk):
    ada = await join(
        desk.stage, 1_012, "service_user", "Ada", wishes=("gender",), wish_gender="must_same",
        gender="woman",
    )  # fmt: skip
    await make_round(desk)
    before = await kept(desk)
    path = f"{desk.root}/waiting/{ada.membership_id}"
    assert "No must about this: the same in" in await desk.sam.open(path)
    shown = await desk.sam.do(f"{path}/what-if", relax="wish.gender")
    assert "Placed 2 3" in shown
    assert any(f"Ada Waits {peer}" in shown for peer in ("Ida", "Hannah"))  # both fit her as well
    assert await kept(desk) == before
    assert (await desk.sam.send(f"{path}/what-if", relax="wish.money")).status_code == 303


async def test_what_would_give_somebody_a_place(desk):
    cleo = await join(
        desk.stage, 1_013, "service_user", "Cleo", wishes=("gender",), wish_gender="must_same",
        gender="woman",
    )  # fmt: skip
    await make_round(desk)
    before = await kept(desk)
    path = f"{desk.root}/waiting/{cleo.membership_id}"
    shown = await desk.sam.do(f"{path}/what-helps")
    assert "Another answer to one wish would help" in shown
    assert "It would open: " in shown
    shown = await desk.sam.do(f"{desk.at('Josie')}/what-helps")
    assert "Who suits them, and who has the places" in shown
    assert await kept(desk) == before
    alone = await join(desk.stage, 1_014, "service_user", "Eve", until="languages")
    refused = await desk.sam.send(f"{desk.root}/waiting/{alone.membership_id}/what-helps")
    assert refused.status_code == 409


async def test_what_if_there_were_one_more_peer_worker(desk):
    await make_round(desk)
    before = await kept(desk)
    shown = await desk.sam.do(
        f"{desk.root}/waiting/what-if/peer", languages=["urdu"], places="1", stages=["first_year"]
    )
    assert "Mei Waits The new peer worker" in shown
    assert "Placed 2 3" in shown
    assert await kept(desk) == before


async def test_what_if_the_weights_were_different(desk):
    await make_round(desk)
    weights = {f"weight-{t}": "0" for t in ("experiences", "stage", "wishes", "peer_wishes")}
    weights |= {f"weight-{t}": "0" for t in ("hours", "language")} | {"weight-balance": "100"}
    shown = await desk.sam.do(f"{desk.root}/waiting/what-if/weights", **weights)
    assert "Placed 2 2" in shown
    assert re.search(r"Mean fit \d+ of 100 \d+ of 100", shown)
    for name in ("Ida", "Hannah"):
        await change(desk.stage, Membership, desk.people[name].membership_id, stage="left")
    shown = await desk.sam.do(f"{desk.root}/waiting/what-if/weights", **weights)
    assert "Mean fit nobody placed nobody placed" in shown


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("peer", {}),
        ("peer", {"languages": "klingon", "places": "2"}),
        ("peer", {"languages": "urdu", "places": "0"}),
        ("peer", {"languages": "urdu", "places": "2", "trait-gender": "<b>"}),
        ("weights", {}),
        ("weights", {"weight-stage": "101"}),
        ("weights", {"weight-stage": "-1"}),
    ],
)
async def test_what_if_of_nonsense_shows_the_form_again(desk, path, fields):
    answer = await desk.sam.send(f"{desk.root}/waiting/what-if/{path}", **fields)
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer.text)


async def test_round_of_a_long_list_is_made_at_a_press_alone(desk, monkeypatch):
    monkeypatch.setattr("flows.suggestions.MOST_AT_A_PRESS", 2)
    monkeypatch.setattr("flows.waiting_list.MOST_AT_A_PRESS", 2)
    told = await desk.sam.do(f"{desk.at('Anna')}/pin", peer=desk.id("Hannah"))
    assert "It counts from the next round on." in told
    assert await desk.couples() == set()
    assert "a round is made when you press the button" in await desk.sam.open(
        f"{desk.root}/waiting"
    )
    await make_round(desk)
    assert ("Anna", "Hannah") in await desk.couples()


async def test_somebody_with_an_offer_is_not_approved_once_more(desk):
    await pair(desk.stage, desk.people["Josie"], desk.people["Hannah"], state="offered")
    answer = await desk.sam.send(f"{desk.at('Josie')}/approve", peer=desk.id("Ida"))
    assert answer.status_code == 409
    assert len(await rows(desk.stage, Pairing, service_user_id=desk.id("Josie"))) == 1
