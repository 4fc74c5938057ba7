"""Pairings in the console: listed, looked at, paused, moved, ended, noted, written to."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import col, select

from db.audit import AuditRow
from db.contact_days import count_delivered
from db.ids import PairingId
from db.memberships import Membership
from db.outbox import Letter
from db.pairings import Pairing, add_pairing, set_pairing_state
from db.reports import add_report
from db.rhythms import Rhythm
from flows.breaks import begin_break
from flows.story import Story
from tests.console.browser import open_browser
from tests.console.lives import live
from tests.factories import make_member, make_person
from tests.fakes.clock import START


@pytest.fixture
async def pair(database, house):
    """The page of Josie and Hannah, who wrote to each other on one day."""
    await live(database, house)
    return f"{house.root}/pairings/{house.ids['pairing_id']}"


async def pairing_of(database, house):
    async with database.reading() as session:
        return await session.get(Pairing, house.ids["pairing_id"])


async def letters(database):
    async with database.reading() as session:
        found = (await session.exec(select(Letter).order_by(col(Letter.id)))).all()
    return [one.person_id for one in found]


async def acts(database, about):
    query = select(AuditRow).where(col(AuditRow.about) == about).order_by(col(AuditRow.id))
    async with database.reading() as session:
        return [row.act for row in await session.exec(query)]


async def another(session, house, number, *, asked=None, state="active"):
    """One more pairing of Hannah."""
    someone = await make_person(session, 9_100 + number, f"More {number}")
    await make_member(session, someone, house.programme, stage="matched")
    where, hannah = house.programme.id, house.people["Hannah"].id
    made = await add_pairing(session, where, someone.id, hannah, fit=1, reasons="[]", now=START)
    set_pairing_state(session, made, "active", START + timedelta(minutes=number))
    if state != "active":
        set_pairing_state(session, made, state, START + timedelta(minutes=number))
    made.handover_asked_at = asked
    return made


async def test_pairings_are_listed_with_their_dose_and_handovers_first(sam, house, pair, database):
    async with database.transaction() as session:
        await another(session, house, 1)
        await another(session, house, 2, asked=START)
        await another(session, house, 3, state="ended")
    del pair
    shown = await sam.open(f"{house.root}/pairings")
    assert "Running (3) Writing (3) On a break (0) Handover asked (1) Ended (1)" in shown
    order = [shown.index(f"{name} and Hannah") for name in ("More 2", "More 1", "Josie")]
    assert order == sorted(order)
    assert "Handover asked on 23 November 2026" in shown
    assert "Josie and Hannah Writing 1 of 1 15 February 2027" in shown
    ended = await sam.open(f"{house.root}/pairings?show=ended")
    assert "More 3 and Hannah Ended" in ended
    assert "Josie" not in ended


async def test_pages_of_running_pairings_hold_each_once(sam, house, database):
    async with database.transaction() as session:
        for n in range(60):
            await another(session, house, n, asked=START if n < 7 else None)
    seen = []
    for number in (1, 2, 3):
        page = (await sam.get(f"{house.root}/pairings?page={number}")).text
        seen += [line.split('"')[0] for line in page.split(f"{house.root}/pairings/")[1:]]
    assert len(seen) == len(set(seen)) == 61


async def test_handovers_of_another_state_move_no_page(sam, house, database):
    async with database.transaction() as session:
        for n in range(60):
            await another(session, house, n)
        for n in range(60, 64):
            await another(session, house, n, asked=START, state="paused")
    seen = []
    for number in (1, 2, 3):
        page = (await sam.get(f"{house.root}/pairings?show=active&page={number}")).text
        seen += [line.split('"')[0] for line in page.split(f"{house.root}/pairings/")[1:]]
    assert len(seen) == len(set(seen)) == 61


async def test_a_pairing_that_never_began_has_no_page(sam, house):
    suggested = house.ids["suggestion_id"]
    assert (await sam.get(f"{house.root}/pairings/{suggested}")).status_code == 404


async def test_a_page_shows_dose_timeline_and_what_matters(sam, house, pair, database):
    async with database.transaction() as session:
        found = await session.get(Pairing, house.ids["pairing_id"])
        story = Story(session, START, "break")
        await begin_break(story, found, "peer_worker", "peer_worker", by=found.peer_worker_id)
        add_report(
            session,
            pairing_id=found.id,
            person_id=found.service_user_id,
            about_id=found.peer_worker_id,
            alert_id=house.ids["alert_id"],
            reason="unsafe",
            now=START,
        )
    shown = await sam.open(pair)
    for words in (
        "It rests: messages are not sent.",
        "Planned end 15 February 2027",
        "Voice messages: Josie Was not asked",
        "1 of 1 planned contacts, in the first week.",
        "1 23 November 2026 1 1 1 2",
        "Break of the peer worker: since 23 November 2026",
        "Josie made a report, 23 Nov 2026, 09:30",
        "23 Nov 2026, 09:30 began a break Hannah",
    ):
        assert words in shown
    assert await acts(database, house.ids["pairing_id"]) == [
        "pairing.paused.peer_worker",
        "read.pairing",
    ]


async def test_dose_is_a_chart_from_zero_and_a_file(sam, pair, database, house):
    async with database.transaction() as session:
        day = (START + timedelta(days=1)).date()
        await count_delivered(session, PairingId(house.ids["pairing_id"]), "service_user", day)
    page = (await sam.get(pair)).text
    assert page.count('class="chart__bar"') == 1
    assert '<title id="dose-title">Contacts week by week</title>' in page
    rows = list(csv.reader(StringIO((await sam.get(f"{pair}/dose.csv")).text[1:])))
    assert rows[1:] == [["1", "2026-11-23", "1", "1", "2", "2"]]


async def test_a_pairing_is_paused_and_goes_on_and_both_are_told(sam, house, pair, database):
    shown = await sam.do(f"{pair}/pause")
    assert "It is paused. Both are told." in shown
    assert (await pairing_of(database, house)).state == "paused"
    both = {house.people["Josie"].id, house.people["Hannah"].id}
    assert set(await letters(database)) == both
    shown = await sam.do(f"{pair}/go-on")
    assert "It goes on. Both are told." in shown
    assert (await pairing_of(database, house)).state == "active"


async def test_what_cannot_be_done_is_refused_in_words(sam, pair):
    await sam.do(f"{pair}/pause")
    answer = await sam.send(f"{pair}/pause")
    assert answer.status_code == 409
    await sam.do(f"{pair}/end")
    for act in ("go-on", "pause", "end", "more-time", "stand-in"):
        assert (await sam.send(f"{pair}/{act}")).status_code == 409, act


async def test_two_coordinators_at_once_end_a_pairing_once(sam, house, pair, database, clock):
    noor = open_browser(database, clock)
    await noor.sign_in(house.people["Noor"].id)
    async with noor.client:
        first, second = await sam.send(f"{pair}/end"), await noor.send(f"{pair}/end")
    assert (first.status_code, second.status_code) == (303, 409)
    ended = [act for act in await acts(database, house.ids["pairing_id"]) if "ended" in act]
    assert ended == ["pairing.ended.coordinator_ended"]


async def test_the_last_day_is_moved(sam, house, pair, database):
    await sam.do(f"{pair}/more-time")
    async with database.reading() as session:
        row = await session.get(Rhythm, house.ids["pairing_id"])
        assert row.ends_on.isoformat() == "2027-03-15"
    shown = await sam.do(f"{pair}/last-day", day="2026-12-24")
    assert "Planned end 24 December 2026" in shown


@pytest.mark.parametrize("day", ["", "someday", "2026-11-22", "2030-01-01", "31 Smarch"])
async def test_a_day_that_cannot_be_is_asked_again(sam, house, pair, day, database):
    answer = await sam.send(f"{pair}/last-day", day=day)
    assert answer.status_code == 422
    assert '<details class="govuk-details" open>' in answer.text
    async with database.reading() as session:
        row = await session.get(Rhythm, house.ids["pairing_id"])
        assert row.ends_on.isoformat() == "2027-02-15"


async def test_an_ended_pairing_puts_the_person_into_line_and_says_why(sam, house, pair, database):
    shown = await sam.do(f"{pair}/end", words="Thank you both.")
    assert "It has ended. Both are told." in shown
    assert "A coordinator ended it." in shown
    async with database.reading() as session:
        assert (await session.get(Membership, house.ids["member_id"])).stage == "waiting"


async def test_a_note_on_a_pairing_stands_on_the_page_of_the_person_too(sam, house, pair, database):
    shown = await sam.do(f"{pair}/note", note="They meet on Tuesdays.")
    assert "Sam, 23 Nov 2026, 09:30 They meet on Tuesdays." in shown
    person = await sam.open(f"{house.root}/people/{house.ids['member_id']}")
    assert "They meet on Tuesdays." in person
    assert "read.notes" in await acts(database, house.ids["pairing_id"])


async def test_either_of_the_two_can_be_written_to(sam, house, pair, database):
    for who, key in (("Josie", "member_id"), ("Hannah", "peer_id")):
        before = len(await letters(database))
        await sam.do(f"{pair}/write", to=house.ids[key], letter="How is it going?")
        assert (await letters(database))[before:] == [house.people[who].id]


async def test_a_letter_to_nobody_of_the_two_goes_nowhere(sam, house, pair, database):
    answer = await sam.send(f"{pair}/write", to=house.ids["waiting_id"], letter="Hello")
    assert answer.status_code == 422
    assert await letters(database) == []


async def test_whoever_left_is_not_offered_a_letter(sam, house, pair, database):
    async with database.transaction() as session:
        hannah = await session.get(Membership, house.ids["peer_id"])
        hannah.stage = "left"
        session.add(hannah)
    assert f'value="{house.ids["peer_id"]}"' not in (await sam.get(pair)).text
    answer = await sam.send(f"{pair}/write", to=house.ids["peer_id"], letter="Hello")
    assert answer.status_code == 422


async def test_the_end_of_a_stand_in_gives_the_person_their_own_peer_back(
    sam, house, pair, database
):
    async with database.transaction() as session:
        kept = await session.get(Pairing, house.ids["pairing_id"])
        made = await another(session, house, 1)
        made.service_user_id, made.cover_of = kept.service_user_id, kept.id
        made.peer_worker_id = house.people["Ruth"].id
        session.add(made)
        await begin_break(Story(session, START, "away"), kept, "away", "clock", by=None)
        stand_in = f"{house.root}/pairings/{made.id}"
    assert "Ruth stands in now" in await sam.open(pair)
    shown = await sam.open(stand_in)
    assert "This pairing stands in for another one" in shown
    assert "Josie writes with their own peer again." in shown
    await sam.do(f"{stand_in}/end")
    assert (await pairing_of(database, house)).state == "active"


async def test_nobody_looks_at_a_pairing_that_they_are_in(sam, house, database):
    async with database.transaction() as session:
        found = await session.get(Pairing, house.ids["pairing_id"])
        found.peer_worker_id = house.people["Sam"].id
        session.add(found)
    page = f"{house.root}/pairings/{house.ids['pairing_id']}"
    assert (await sam.get(page)).status_code == 409
    assert (await sam.send(f"{page}/end")).status_code == 409
