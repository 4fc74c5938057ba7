"""Today: each thing that waits, with whom and since when, and the page where it is done."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from db.alerts import add_alert_step
from db.contact_days import count_delivered
from db.expiries import add_expiry
from db.glance import Glance
from db.mail_addresses import keep_address, refuse_address
from db.pairings import Pairing, add_pairing, set_pairing_state
from db.peer_standings import standing_of
from db.people import erase_person
from db.programmes import programme
from db.reports import add_report
from db.rhythms import add_rhythm
from tests.console.browser import text_of
from tests.factories import make_alert, make_member, make_person
from tests.fakes.clock import START

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def busy(database, house):
    """The house on a day on which everything waits at once."""
    people, ids = house.people, house.ids
    async with database.transaction() as session:
        where = house.programme.id
        active = await session.get(Pairing, ids["pairing_id"])
        active.handover_asked_at = START
        offered = await _pairing(session, house, "Mei", "offered", START + 5 * HOUR)
        silent = await _pairing(session, house, "Mei", "active")
        silent.first_contact_at = silent.since = START - 30 * DAY
        rhythm = add_rhythm(session, silent.id, date(2027, 3, 1), START + DAY)
        await session.flush()
        rhythm.lapse, rhythm.lapse_on = 1, date(2026, 11, 20)
        await count_delivered(session, silent.id, "peer_worker", date(2026, 11, 10))
        later = await make_alert(session, people["Mei"].id, where, "[]", kind="worry")
        later.state, later.follow_up_on = "closed", START.date()
        taken = await make_alert(session, people["Hannah"].id, where, "[]", kind="report")
        taken.state, taken.acknowledged_by = "acknowledged", people["Noor"].id
        taken.owner_call_at = START + DAY
        add_alert_step(session, taken, "acknowledged", people["Noor"].id, START - HOUR)
        add_report(
            session,
            pairing_id=active.id,
            person_id=people["Josie"].id,
            about_id=people["Hannah"].id,
            alert_id=taken.id,
            reason="unkind",
            now=START,
        )
        for what, until in (("training", date(2026, 12, 1)), ("dbs", date(2026, 11, 1))):
            add_expiry(
                session,
                house.members["Hannah"],
                what=what,
                until=until,
                known_since=START.date(),
                next_at=None,
            )
        standing = await standing_of(session, house.members["Hannah"])
        standing.look_since = START - DAY
        address = await keep_address(
            session, people["Sam"].id, "s@example.org", code="1", code_until=START, now=START
        )
        refuse_address(session, address, START)
        session.add_all([active, silent, rhythm, later, taken, standing])
    return house, offered.id, silent.id, later.id, taken.id


async def _pairing(session, house, user, state, answer_by=None):
    made = await add_pairing(
        session,
        house.programme.id,
        house.people[user].id,
        house.people["Hannah"].id,
        fit=1,
        reasons="[]",
        now=START,
    )
    set_pairing_state(session, made, state, START, answer_by=answer_by)
    return made


async def lines(browser, house):
    """Topic -> its lines as (what, when, path below the programme)."""
    answer = await browser.get(f"{house.root}/today")
    found = {}
    for topic, part in re.findall(r'id="needs-(\w+)" class(.*?)</section>', answer.text, re.DOTALL):
        found[topic] = [
            (text_of(what), text_of(when), path.removeprefix(f"{house.root}/"))
            for path, what, when in re.findall(
                r'href="([^"]+)">([^<]*)</a>\s*<span class="needs__when">(.*?)</span>',
                part,
                re.DOTALL,
            )
        ]
    return found


async def test_today_tells_all_that_waits_the_most_urgent_first(sam, busy):
    house, offered, silent, later, taken = busy
    ids = house.ids
    now = "since 23 Nov 2026, 09:30, 0 seconds"
    found = await lines(sam, house)
    assert list(found) == [
        "alerts",
        "look_again",
        "taken",
        "review",
        "offers",
        "waiting",
        "first_words",
        "lapses",
        "running_out",
        "reports",
        "confirm",
        "changed",
        "handovers",
        "coordinators",
        "response",
        "mail",
    ]
    assert set(found.pop("waiting")) == {
        ("Ada", now, f"waiting/{ids['waiting_id']}"),
        ("Mei", now, f"waiting/{house.members['Mei'].id}"),
    }
    assert found == {
        "alerts": [
            (
                "Josie",
                f"next call 23 Nov 2026, 09:45, in 15 minutes; {now}",
                f"alerts/{ids['alert_id']}",
            )
        ],
        "look_again": [("Mei", "on 23 November 2026", f"alerts/{later}")],
        "taken": [
            (
                "Hannah: Noor has it",
                f"called again 24 Nov 2026, 09:30, in 1 day; {now}",
                f"alerts/{taken}",
            )
        ],
        "review": [("Ada with Hannah", now, f"suggestions/{ids['suggestion_id']}")],
        "offers": [
            (
                "Hannah is asked about Mei",
                "runs out 23 Nov 2026, 14:30, in 5 hours",
                f"suggestions/{offered}",
            )
        ],
        "first_words": [
            (
                "Hannah to Josie",
                f"due by 26 Nov 2026, 09:30, in 3 days; {now}",
                f"pairings/{ids['pairing_id']}",
            )
        ],
        "lapses": [("Mei and Hannah", "spoken of on 20 November 2026", f"pairings/{silent}")],
        "running_out": [
            ("Hannah: a check", "ran out on 1 November 2026", f"peers/{ids['peer_id']}"),
            ("Hannah: training", "until 1 December 2026", f"peers/{ids['peer_id']}"),
        ],
        "reports": [("Josie about Hannah", now, f"alerts/{taken}")],
        "confirm": [("Ruth", now, f"peers/{ids['new_peer_id']}")],
        "changed": [
            ("Hannah", "since 22 Nov 2026, 09:30, 1 day", f"peers/{ids['peer_id']}"),
        ],
        "handovers": [("Hannah, about Josie", now, f"pairings/{ids['pairing_id']}")],
        "coordinators": [("Newcomer", now, "settings/members")],
        "response": [("Record who answers, and how soon", "", "settings/response")],
        "mail": [("Give another address, or take it away", now, "/console/me")],
    }


async def test_today_counts_what_it_does_not_show(sam, house, database):
    async with database.transaction() as session:
        for number in range(7):
            someone = await make_person(session, 9_000 + number, f"N{number}")
            await make_member(session, someone, house.programme)
    said = await sam.open(f"{house.root}/today")
    assert "9 people wait" in said
    assert "Show all 9 people who wait" in said
    assert len((await lines(sam, house))["waiting"]) == 5


async def test_one_topic_alone_shows_more_of_it(sam, house, database):
    async with database.transaction() as session:
        for number in range(110):
            someone = await make_person(session, 9_000 + number, f"N{number}")
            await make_member(session, someone, house.programme, "peer_worker", "to_confirm")
    said = await sam.open(f"{house.root}/today")
    assert "Show all 111 peer workers to confirm" in said
    answer = await sam.get(f"{house.root}/today?show=confirm")
    assert answer.text.count('class="needs__line"') == 100
    assert "These are the first 100 of 111." in text_of(answer.text)
    assert "Nothing of this waits any more." in await sam.open(f"{house.root}/today?show=mail")
    assert "alert that nobody has" in await sam.open(f"{house.root}/today?show=<b>")


async def test_today_shows_nobody_what_is_about_themselves(sam, house, database):
    async with database.transaction() as session:
        sam_id, where = house.people["Sam"].id, house.programme.id
        mine = await make_alert(session, sam_id, where, "[]")
        reported = await make_alert(session, sam_id, where, "[]", kind="report")
        add_report(
            session,
            pairing_id=house.ids["pairing_id"],
            person_id=house.people["Josie"].id,
            about_id=sam_id,
            alert_id=reported.id,
            reason="unkind",
            now=START,
        )
        mine.state, mine.follow_up_on = "closed", START.date()
        session.add(mine)
    found = await lines(sam, house)
    assert [what for what, _, _ in found["alerts"]] == ["Josie"]
    assert "look_again" not in found
    assert "reports" not in found


async def test_report_is_read_once_a_coordinator_did_something_after_it(sam, busy):
    house, _, _, _, taken = busy
    await sam.do(f"{house.root}/alerts/{taken}/note", note="Rang her.")
    assert "reports" not in await lines(sam, house)


async def test_today_without_anything_is_good_to_see(sam, house, database):
    async with database.transaction() as session:
        where = await programme(session, house.programme.id)
        where.response_recorded_at = START
        session.add(where)
        for table in ("alert_step", "alert", "pairing"):
            await (await session.connection()).exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  # our own names
        gone = [one for who, one in house.members.items() if who != "Sam"]
        for one in gone:
            await session.delete(await session.get(type(one), one.id))
    said = await sam.open(f"{house.root}/today")
    assert "Nothing needs you here right now." in said
    assert await lines(sam, house) == {}


async def test_today_names_nobody_who_was_deleted(sam, house, database, clock):
    async with database.transaction() as session:
        josie = await session.get(type(house.people["Josie"]), house.people["Josie"].id)
        await erase_person(session, josie, clock.now())
    found = await lines(sam, house)
    assert found["alerts"][0][0] == "Somebody who was deleted"


async def test_part_of_today_is_the_same_as_the_page(sam, busy):
    house = busy[0]
    whole = await sam.get(f"{house.root}/today")
    part = await sam.get(f"{house.root}/today/live")
    assert part.text.strip() in whole.text


async def test_today_leads_to_pages_that_are_there(sam, busy):
    """Every line and every "show all" opens for the reader."""
    house = busy[0]
    answer = await sam.get(f"{house.root}/today")
    main = answer.text.partition("<main")[2]
    paths = set(re.findall(r'href="(/console/p/[^"?]+)', main))
    for path in sorted(paths):
        assert (await sam.get(path)).status_code == 200, path


async def test_today_asks_no_more_with_more_people(sam, house, database, monkeypatch):
    """The number of questions is the same for two people who wait as for sixty."""
    asked, rows = [], Glance.rows

    def counted(glance, sql, values):
        asked.append(sql)
        return rows(glance, sql, values)

    monkeypatch.setattr(Glance, "rows", counted)
    engine = database._glancer.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    await sam.get(f"{house.root}/today")
    few, asked[:] = len(asked), []
    assert few > 5
    async with database.transaction() as session:
        for number in range(60):
            someone = await make_person(session, 9_000 + number, f"N{number}")
            await make_member(session, someone, house.programme)
            await make_alert(session, someone.id, house.programme.id, "[]")
    await sam.get(f"{house.root}/today")
    counts = 2  # of people and of alerts, since there are more than are shown
    assert len(asked) <= few + counts + 1  # and the keys of those who are shown
