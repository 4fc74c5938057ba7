"""Peer workers in the console: load and dates, confirming, supervision, wellbeing, hours."""

import csv
from datetime import date
from io import StringIO

import pytest
from sqlmodel import col, select

from db.audit import AuditRow
from db.memberships import Membership
from db.outbox import Letter
from db.peer_standings import standing_of
from db.supervision_talks import SupervisionTalk
from db.work_times import WorkTime
from tests.console.lives import live, share
from tests.fakes.clock import START

WORDS = "Talked about <em>endings</em>."


@pytest.fixture
async def hannah(database, house):
    await live(database, house)
    return f"{house.root}/peers/{house.ids['peer_id']}"


@pytest.fixture
async def ruth(hannah, house):
    del hannah
    return f"{house.root}/peers/{house.ids['new_peer_id']}"


async def stage_of(database, house, key):
    async with database.reading() as session:
        return (await session.get(Membership, house.ids[key])).stage


async def letters(database):
    async with database.reading() as session:
        found = (await session.exec(select(Letter).order_by(col(Letter.id)))).all()
    return [one.person_id for one in found]


async def acts(database, about):
    query = select(AuditRow).where(col(AuditRow.about) == about).order_by(col(AuditRow.id))
    async with database.reading() as session:
        return [row.act for row in await session.exec(query)]


async def shown_code(sam, page):
    return (await sam.get(page)).text.split('name="shown" value="')[1].split('"')[0]


async def test_peer_workers_are_listed_with_load_and_what_runs_out(sam, house, database):
    await live(database, house, supervision_next=date(2026, 12, 1))
    shown = await sam.open(f"{house.root}/peers")
    assert "Here (1) To look at (1) Left (0)" in shown
    assert "Hannah Takes offers 1 of 2 Supervision: until 1 December 2026" in shown
    assert "Training" not in shown


async def test_what_ran_out_is_said_and_away_too(sam, house, database):
    await live(database, house, supervision_next=date(2026, 11, 20))
    async with database.transaction() as session:
        standing = await standing_of(session, house.members["Hannah"])
        standing.away_until = date(2026, 12, 3)
        session.add(standing)
    shown = await sam.open(f"{house.root}/peers")
    assert "Hannah Away until 3 December 2026 1 of 2" in shown
    assert "Supervision: ran out on 20 November 2026" in shown
    page = await sam.open(f"{house.root}/peers/{house.ids['peer_id']}")
    assert "Supervision is out of date: no new offers." in page
    assert "Away until 3 December 2026" in page


async def test_changed_answers_wait_for_a_look_beside_new_ones(sam, house, hannah, database):
    del hannah
    async with database.transaction() as session:
        standing = await standing_of(session, house.members["Hannah"])
        standing.look_since = START
        session.add(standing)
    shown = await sam.open(f"{house.root}/peers?show=to_confirm")
    assert "Ruth New: look at the answers" in shown
    assert "Hannah Changed answers: look again" in shown


async def test_new_answers_are_confirmed(sam, house, ruth, database):
    shown = await sam.open(ruth)
    assert "Your introduction I like walks." in shown or "I like walks." in shown
    done = await sam.do(f"{ruth}/confirm", shown=await shown_code(sam, ruth))
    assert await stage_of(database, house, "new_peer_id") == "active"
    assert "Confirm these answers" not in done
    assert house.people["Ruth"].id in await letters(database)


async def test_answers_that_changed_meanwhile_are_shown_again(sam, house, ruth, database):
    answer = await sam.send(f"{ruth}/confirm", shown="000000000000")
    assert answer.status_code == 422
    assert "The answers were changed since you opened this page." in answer.text
    assert await stage_of(database, house, "new_peer_id") == "to_confirm"


async def test_answers_are_sent_back_with_a_reason(sam, house, ruth, database):
    answer = await sam.send(f"{ruth}/send-back", why="a")
    assert answer.status_code == 422
    await sam.do(f"{ruth}/send-back", why="Please look at the dates.")
    assert await stage_of(database, house, "new_peer_id") == "onboarding"
    assert "peer_worker.sent_back" in await acts(database, house.people["Ruth"].id)


async def test_what_was_looked_at_already_is_refused(sam, hannah):
    assert (await sam.send(f"{hannah}/confirm", shown="x")).status_code == 409
    assert (await sam.send(f"{hannah}/send-back", why="Please look.")).status_code == 409


async def test_a_talk_is_recorded_and_supervision_counts_until_the_next(
    sam, house, hannah, database
):
    fields = {"talk_day": "2026-11-20", "next_on": "2027-05-01", "talk": WORDS}
    shown = await sam.do(f"{hannah}/supervision", **fields)
    assert "The talk is recorded." in shown
    assert f"20 November 2026 . Next talk: 1 May 2027 {WORDS}" in shown
    assert "Supervision Until 1 May 2027" in shown
    assert "Next supervision 1 May 2027" in shown
    async with database.reading() as session:
        (kept,) = await session.exec(select(SupervisionTalk))
    assert WORDS.encode() not in kept.words_sealed
    assert await letters(database) == [house.people["Hannah"].id]


@pytest.mark.parametrize(
    ("day", "next_on"),
    [("", ""), ("2026-11-24", ""), ("2026-11-20", "2026-11-20"), ("2026-11-20", "2030-01-01")],
)
async def test_a_talk_on_a_day_that_cannot_be_is_asked_again(sam, hannah, day, next_on, database):
    fields = {"talk_day": day, "next_on": next_on, "talk": WORDS}
    answer = await sam.send(f"{hannah}/supervision", **fields)
    assert answer.status_code == 422
    assert "Talked about &lt;em&gt;endings" in answer.text
    async with database.reading() as session:
        assert (await session.exec(select(SupervisionTalk))).all() == []


async def test_own_wellbeing_is_shown_as_far_as_it_is_shared(sam, house, hannah, database):
    assert "Hannah shares none of their own answers" in await sam.open(hannah)
    assert "it went up" not in await sam.open(hannah)
    await share(database, house)
    shown = await sam.open(hannah)
    assert "Hannah shares these answers with you." in shown
    assert "26 October 2026 76" in shown


async def test_hours_are_entered_told_counted_and_taken_away(sam, house, hannah, database):
    fields = {"day": "2026-11-22", "minutes": "75", "spent_on": "support"}
    shown = await sam.do(f"{hannah}/hours", **fields)
    assert "All together 1 h 15 min" in shown
    assert "22 November 2026 75 Support Sam" in shown
    assert await letters(database) == [house.people["Hannah"].id]
    async with database.reading() as session:
        (entry,) = await session.exec(select(WorkTime))
    shown = await sam.do(f"{hannah}/hours/take-away", entry=entry.id)
    assert "No hours are entered for this month." in shown
    assert "work_time.taken_away" in await acts(database, house.people["Hannah"].id)
    assert (await sam.send(f"{hannah}/hours/take-away", entry=entry.id)).status_code == 409


async def test_days_on_which_they_wrote_are_shown_beside_the_hours(sam, hannah):
    shown = await sam.open(f"{hannah}/hours")
    assert (
        "Hannah wrote to somebody on one day of this month. Days with nothing entered: 1." in shown
    )
    assert "23 November 2026: 2 messages" in shown
    fields = {"day": "2026-11-23", "minutes": "30", "spent_on": "support"}
    assert "Days with nothing entered: 0." in await sam.do(f"{hannah}/hours", **fields)


async def test_hours_are_a_file_for_whoever_pays(sam, hannah):
    for day, minutes in (("2026-11-02", "45"), ("2026-10-31", "20")):
        await sam.do(f"{hannah}/hours", day=day, minutes=minutes, spent_on="training")
    answer = await sam.get(f"{hannah}/hours/month.csv?month=2026-11")
    assert 'filename="hours-2026-11.csv"' in answer.headers["content-disposition"]
    rows = list(csv.reader(StringIO(answer.text[1:])))
    assert rows[1:] == [["Hannah", "2026-11-02", "45", "Training", "Sam"]]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"day": "2026-11-24", "minutes": "10", "spent_on": "support"},
        {"day": "2025-01-01", "minutes": "10", "spent_on": "support"},
        {"day": "2026-11-20", "minutes": "0", "spent_on": "support"},
        {"day": "2026-11-20", "minutes": "721", "spent_on": "support"},
        {"day": "2026-11-20", "minutes": "1e3", "spent_on": "support"},
        {"day": "2026-11-20", "minutes": "10", "spent_on": "bribes"},
    ],
)
async def test_hours_that_cannot_be_are_asked_again(sam, hannah, fields, database):
    assert (await sam.send(f"{hannah}/hours", **fields)).status_code == 422
    async with database.reading() as session:
        assert (await session.exec(select(WorkTime))).all() == []


@pytest.mark.parametrize("month", ["", "2026-13", "1899-01", "2027-01", "x", "2026-11-01"])
async def test_a_month_that_cannot_be_is_this_one(sam, hannah, month):
    assert "1 November 2026 to 30 November 2026" in await sam.open(f"{hannah}/hours?month={month}")


async def test_an_entry_of_somebody_else_is_not_taken_away(sam, house, hannah, database):
    await sam.do(f"{hannah}/hours", day="2026-11-22", minutes="75", spent_on="support")
    async with database.transaction() as session:
        (entry,) = await session.exec(select(WorkTime))
        ruth = await session.get(Membership, house.ids["new_peer_id"])
        ruth.stage = "active"
        session.add(ruth)
    other = f"{house.root}/peers/{house.ids['new_peer_id']}/hours/take-away"
    assert (await sam.send(other, entry=entry.id)).status_code == 409


async def test_each_look_is_audited(sam, house, hannah, database):
    await sam.open(hannah)
    await sam.open(f"{hannah}/hours")
    assert await acts(database, house.people["Hannah"].id) == [
        "peer_worker.read",
        "checkins.read",
        "work_time.read",
    ]
