"""A peer worker is away, takes a break, changes how many, and names who covers."""

from datetime import timedelta

import pytest

from db.audit import AuditRow
from db.covers import Cover
from db.memberships import Membership
from db.pairings import Pairing
from db.peer_standings import PeerStanding
from tests.flows.people import (
    answers_of,
    join,
    pair,
    pairing_state,
    row,
    rows,
)


@pytest.fixture
async def beth(stage):
    return await join(stage, 2_009, "peer_worker", "Beth")


async def be_away(someone, until="5 December 2026"):
    await someone.type("/away")
    await someone.type(until)


async def choose(someone, label):
    await someone.type("/menu")
    await someone.tap("What I can change")
    await someone.tap(label)


async def suggested(stage):
    return await rows(stage, Pairing, state="suggested")


async def test_away_tells_people_and_coordinators_and_stops_offers(
    stage, sam, hannah, josie, paired
):
    await be_away(hannah)
    assert hannah.text == (
        "Noted. You are away until 5 December 2026, and your people are told. "
        "Tap the button if you are back sooner."
    )
    assert josie.text == (
        "Hannah is away until 5 December 2026. "
        "What you write reaches them, and they answer when they are back."
    )
    assert sam.text == "Hannah is away until 5 December 2026. Nobody covers."
    anna = await join(stage, 1_004, "service_user", "Anna")
    await sam.press(f"rv:{(await row(stage, Membership, id=anna.membership_id)).programme_id}:")
    assert await suggested(stage) == []
    assert await pairing_state(stage, paired) == "active"
    await josie.type("See you then")
    assert [text for text in hannah.texts if text.endswith("See you then")] == []
    assert josie.text == (
        "Hannah gets this from Mon 7 Dec, 08:00 on. Hannah is away until 5 December 2026."
    )


async def test_away_ends_by_itself_by_day_and_offers_come_again(stage, sam, hannah, josie):
    del sam
    await be_away(hannah, "today")
    await stage.advance(timedelta(hours=21))  # 7am
    assert hannah.text.startswith("Noted.")
    assert await suggested(stage) == []
    await stage.advance(timedelta(hours=1))
    assert hannah.text == "Your time away is over. We offer you people again when there is room."
    assert (await row(stage, PeerStanding)).away_until is None
    assert [p.service_user_id for p in await suggested(stage)] == [josie.person_id]


async def test_back_sooner_tells_those_who_were_told(stage, sam, hannah, josie, paired):
    del paired
    await be_away(hannah)
    await hannah.tap("I am back")
    assert hannah.text == "Welcome back. We offer you people again when there is room."
    assert (josie.text, sam.text) == ("Hannah is back.", "Hannah is back.")
    await hannah.press(f"yb:{hannah.membership_id}:")
    assert hannah.text == "You are not away. Nothing has changed."
    assert (await row(stage, PeerStanding)).away_until is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 June 2027", "There is no such day. Please check the date."),
        ("yesterday", "That date does not fit."),
        ("26 November 2028", "That date does not fit."),
        ("soon", "We could not read that as a date."),
    ],
)
async def test_away_until_a_day_that_cannot_be(stage, hannah, typed, said):
    await be_away(hannah, typed)
    assert hannah.text.startswith(said)
    assert await rows(stage, PeerStanding) == []
    await hannah.tap("Leave it")
    assert hannah.text == "That is fine. Nothing has changed."


async def test_away_takes_an_open_offer_back_without_fault(stage, sam, hannah, josie):
    del sam
    offered = await pair(stage, josie, hannah, state="offered")
    await be_away(hannah)
    found = await row(stage, Pairing, id=offered)
    assert (found.state, found.end_reason) == ("withdrawn", "away")
    assert josie.texts == []
    await hannah.tap("I am back")
    assert [p.peer_worker_id for p in await suggested(stage)] == [hannah.person_id]


async def test_pair_that_begins_while_away_is_told(stage, sam, hannah, josie):
    del sam
    accepted = await pair(stage, josie, hannah, state="accepted")
    await be_away(hannah)
    await josie.press(f"my:{accepted}:")
    assert any(t.startswith("Hannah is away until 5 December 2026.") for t in josie.texts)


async def test_break_from_new_people_keeps_the_pair_and_costs_nothing(
    stage, sam, hannah, josie, paired
):
    anna = await join(stage, 1_004, "service_user", "Anna")
    await choose(hannah, "No new people for now")
    assert hannah.text.startswith("That is fine. We offer you nobody new")
    assert sam.text == "Hannah takes no new people for now. Their pairings go on."
    assert await suggested(stage) == []
    assert await pairing_state(stage, paired) == "active"
    await josie.type("Hello")
    assert hannah.text.endswith("Hello")
    await hannah.tap("I have room again")
    assert [p.service_user_id for p in await suggested(stage)] == [anna.person_id]


async def test_capacity_below_the_people_that_are_there(stage, sam, hannah, josie, paired):
    del sam, josie
    await pair(stage, await join(stage, 1_004, "service_user", "Anna"), hannah)
    await choose(hannah, "How many people")
    await hannah.tap("1")
    assert hannah.text == (
        "Noted. You have 2 people now, and nobody is taken from you. "
        "New people come when there is room."
    )
    assert (await answers_of(stage, hannah))["capacity"] == "1"
    assert await pairing_state(stage, paired) == "active"
    await join(stage, 1_005, "service_user", "Kim")
    await choose(hannah, "How many people")
    await hannah.type("3")
    assert hannah.text == "Noted. You chat with up to 3 people, and have 2 now."
    assert len(await suggested(stage)) == 1


@pytest.mark.parametrize("typed", ["0", "7", "a few", "2.5"])
async def test_capacity_that_cannot_be(stage, hannah, typed):
    await choose(hannah, "How many people")
    await hannah.type(typed)
    assert hannah.labels[-1] == "Leave it"
    assert (await answers_of(stage, hannah))["capacity"] == "2"


async def test_cover_is_asked_agrees_and_is_told_to_people(stage, sam, hannah, beth, josie, paired):
    del paired
    await choose(hannah, "Who covers for me")
    await hannah.type(" beth ")
    assert hannah.text == "We have asked Beth. You hear from us when they answer."
    assert beth.text.startswith("Hannah asks if you would stand in while they are away.")
    await beth.tap("Yes, I can")
    assert hannah.text == "Beth stands in for you while you are away."
    assert sam.text == "Beth agreed to cover for Hannah while they are away."
    await be_away(hannah)
    assert josie.text.endswith(
        "Beth stands in while Hannah is away. "
        "If you would like to talk with Beth, tell your coordinator."
    )
    assert sam.texts[-2] == "Hannah is away until 5 December 2026. Beth covers."
    await sam.type("/menu")
    await sam.tap("Peer workers (2)")
    await sam.tap("Hannah")
    assert "Away until 5 December 2026.\n\nBeth covers while they are away." in sam.text
    assert {"cover.asked", "cover.agreed", "peer_worker.away"} <= {
        r.act for r in await rows(stage, AuditRow)
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Hannah", "You cannot stand in for yourself. Please name someone else."),
        ("Nobody", "We know no peer worker of that name here."),
        ("Sam", "We know no peer worker of that name here."),
    ],
)
async def test_cover_that_cannot_be(stage, sam, hannah, beth, typed, said):
    del sam, beth
    await choose(hannah, "Who covers for me")
    await hannah.type(typed)
    assert hannah.text.startswith(said)
    assert await rows(stage, Cover) == []
    await hannah.tap("Try another name")
    assert hannah.text.startswith("Who could cover for you?")


async def test_cover_by_a_name_that_two_have(stage, hannah, beth):
    twin = await join(stage, 2_010, "peer_worker", "BETH")
    await choose(hannah, "Who covers for me")
    await hannah.type("Beth")
    assert hannah.text.startswith("There is more than one peer worker of that name.")
    assert (beth.texts, twin.texts) == ([], [])


async def test_cover_says_no_and_another_may_be_asked(stage, hannah, beth):
    await choose(hannah, "Who covers for me")
    await hannah.type("Beth")
    await beth.tap("Not this time")
    assert hannah.text == "Beth cannot stand in this time."
    await beth.press(f"yk:{(await row(stage, Cover)).id}:yes")
    assert beth.notice == "This is not open any more. Nothing has changed."
    await choose(hannah, "Who covers for me")
    assert hannah.text.startswith("Who could cover for you?")


async def agreed_cover(hannah, beth):
    await choose(hannah, "Who covers for me")
    await hannah.type("Beth")
    await beth.tap("Yes, I can")


async def test_cover_who_leaves_is_no_cover_any_more(stage, sam, hannah, beth, josie, paired):
    del sam, paired
    await agreed_cover(hannah, beth)
    await beth.type("/stop")
    await beth.tap("Yes, leave")
    assert hannah.text == "Beth no longer stands in for Hannah."
    assert (await row(stage, Cover)).state == "ended"
    await be_away(hannah)
    assert "Beth" not in josie.text


async def test_cover_who_is_away_is_not_named(stage, hannah, beth, josie, paired):
    del paired
    await agreed_cover(hannah, beth)
    await be_away(beth)
    assert hannah.text == "Beth, who stands in for you, is away until 5 December 2026."
    await be_away(hannah)
    assert "Beth" not in josie.text
    assert (await row(stage, Cover)).state == "agreed"


async def test_cover_is_ended_by_either_and_by_nobody_else(stage, hannah, beth, josie):
    await agreed_cover(hannah, beth)
    cover = await row(stage, Cover)
    await josie.press(f"ye:{cover.id}:")
    assert josie.notice == "This is not open any more. Nothing has changed."
    await choose(hannah, "Who covers for me")
    assert hannah.text == "Beth stands in for you while you are away."
    await hannah.tap("End this")
    assert beth.text == "Beth no longer stands in for Hannah."
    await hannah.press(f"ye:{cover.id}:")
    assert hannah.notice == "This is not open any more. Nothing has changed."


@pytest.mark.parametrize("verb", ["ya", "yb", "yp", "ym", "yo", "yu"])
async def test_another_persons_button_does_nothing(stage, hannah, josie, verb):
    detail = "capacity" if verb == "yu" else ""
    await josie.press(f"{verb}:{hannah.membership_id}:{detail}")
    assert josie.notice == "You are not a confirmed peer worker right now. Nothing has changed."
    assert (await row(stage, Membership, id=hannah.membership_id)).stage == "active"
    assert await rows(stage, PeerStanding) == []


async def test_away_typed_by_somebody_who_is_no_peer_worker(josie):
    await josie.type("/away")
    assert josie.text == "You are not a confirmed peer worker right now. Nothing has changed."


async def test_words_to_the_peer_are_no_answer_once_a_question_for_any_words_grows_old(
    stage, hannah, josie, paired
):
    del paired
    await choose(hannah, "Who covers for me")
    stage.clock.advance(minutes=4)
    await hannah.type("Good morning Josie")
    assert "Hannah\nGood morning Josie" in josie.texts
