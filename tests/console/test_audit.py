"""The audit in the console: who did what in words, filtered, checked, taken out as a file."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import col, select

from console.paging import PAGE
from db.audit import AuditRow, record_act
from db.people import erase_person, set_name
from flows.audit_acts import ENTRIES, GROUPS, act_in_words, entry_of
from tests.console.acts import acts_in_code
from tests.factories import make_alert
from tests.fakes.clock import START
from tests.stage import wording

DAY = timedelta(days=1)


@pytest.fixture
async def done(database, house):
    """Some acts of three days, and one of the programme next door."""
    people, where = house.people, house.programme.id
    josie, pairing = people["Josie"].id, house.ids["pairing_id"]
    async with database.transaction() as session:
        for number, (who, act, about, at) in enumerate(
            (
                ("Sam", "person.read", josie, START),
                ("Noor", "alert.read", josie, START + DAY),
                ("Noor", "pairing.end_moved", pairing, START + 2 * DAY),
                (None, "alert.raised.worry", josie, START + 2 * DAY),
                ("Sam", "stage.waiting", people["Ada"].id, START + 2 * DAY),
            )
        ):
            actor = people[who].id if who else None
            now = at + timedelta(minutes=number)
            await record_act(session, actor, act, about=about, programme_id=where, now=now)
        other = {"about": josie, "programme_id": "elsewhere"}
        await record_act(session, people["Sam"].id, "person.read", now=START, **other)
        alone = {"about": None, "programme_id": None}
        for who in ("Noor", "Josie"):
            await record_act(
                session, people[who].id, "console.signed_in.passkey", now=START + 3 * DAY, **alone
            )
    return f"{house.root}/audit"


async def shown(browser, path):
    """Who, what and about whom, line by line."""
    answer = await browser.get(path)
    assert answer.status_code == 200
    rows = answer.text.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
    return [[_bare(cell) for cell in row.split("<td")[1:]] for row in rows]


def _bare(cell):
    text = cell.partition(">")[2]
    while "<" in text:
        before, _, rest = text.partition("<")
        text = before + rest.partition(">")[2]
    return text.strip()


async def test_audit_tells_who_did_what_the_newest_first(sam, done):
    assert await shown(sam, done) == [
        ["Noor", "signed in to the console", ""],
        ["Sam", "came onto the waiting list", "Ada"],
        ["The service itself", "raised an alert", "Josie"],
        ["Noor", "moved the last day of a pairing", "Josie, Hannah"],
        ["Noor", "opened an alert", "Josie"],
        ["Sam", "opened the page of a person", "Josie"],
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("actor={Noor}", [0, 3, 4]),
        ("actor=service", [2]),
        ("group=reading", [4, 5]),
        ("group=alerts", [2]),
        ("group=console", [0]),
        ("person={Josie}", [2, 3, 4, 5]),
        ("person={Hannah}", [3]),
        ("person={Ada}", [1]),
        ("since=2026-11-24&until=2026-11-24", [4]),
        ("until=2026-11-23", [5]),
        ("group=reading&actor={Sam}&person={Josie}", [5]),
        ("since=nonsense&until=0001-01-01&group=x&person=x&page=x", [0, 1, 2, 3, 4, 5]),
        ("actor=nobody", [0, 1, 2, 3, 4, 5]),
    ],
)
async def test_audit_is_filtered(sam, house, done, query, numbers):
    everything = await shown(sam, done)
    ids = {who: someone.id for who, someone in house.people.items()}
    found = await shown(sam, f"{done}?{query.format(**ids)}")
    assert found == [everything[number] for number in numbers]


async def test_filters_that_lead_to_nothing_are_said_and_left_out(sam, house, done):
    everything = await shown(sam, done)
    asked = "person=nobody&actor=nobody&group=nothing&since=today&until=2026-02-31"
    assert await shown(sam, f"{done}?{asked}") == everything
    told = await sam.open(f"{done}?{asked}")
    for sentence in (
        "We could not use a part of what was asked for. The rows below are without it:",
        "The person is not in this programme.",
        "Who did it is none of those to choose from.",
        "There is no such kind of act.",
        "The first day is not a date.",
        "The last day is not a date.",
    ):
        assert sentence in told
    usable = f"{done}?person={house.people['Josie'].id}&group=alerts&since=2026-11-23"
    assert "We could not use" not in await sam.open(usable)


async def test_nobody_reads_that_an_alert_about_them_was_raised(sam, house, database, done):
    async with database.transaction() as session:
        await make_alert(session, house.people["Sam"].id, house.programme.id, "[]")
        for act, about in (
            ("alert.raised.report", house.people["Sam"].id),
            ("person.read", house.people["Sam"].id),
        ):
            where = house.programme.id
            await record_act(session, None, act, about=about, programme_id=where, now=START)
    said = [what for _, what, about in await shown(sam, done) if about == "Sam"]
    assert said == ["opened the page of a person"]


async def test_audit_names_nobody_who_was_deleted(sam, house, database, done, clock):
    async with database.transaction() as session:
        josie = await session.get(type(house.people["Josie"]), house.people["Josie"].id)
        await erase_person(session, josie, clock.now())
    assert ["Noor", "opened an alert", "Somebody who was deleted"] in await shown(sam, done)


async def test_audit_comes_in_pages(sam, house, database):
    async with database.transaction() as session:
        for number in range(PAGE + 10):
            await record_act(
                session,
                house.people["Sam"].id,
                "person.read",
                about=house.people["Josie"].id,
                programme_id=house.programme.id,
                now=START + timedelta(minutes=number),
            )
    first = await sam.get(f"{house.root}/audit?group=reading")
    assert "group=reading&amp;page=2" in first.text
    assert len(await shown(sam, f"{house.root}/audit?group=reading")) == PAGE
    assert len(await shown(sam, f"{house.root}/audit?group=reading&page=2")) == 10
    assert await shown(sam, f"{house.root}/audit?group=reading&page=3") == []


async def test_check_says_that_the_audit_is_whole(sam, done):
    said = await sam.do(f"{done}/check")
    assert "The audit is whole: all 8 rows hold." in said
    assert (await shown(sam, done))[0][:2] == ["Sam", "checked that the audit is whole"]


async def test_check_says_where_the_audit_breaks(sam, database, done):
    async with database.transaction() as session:
        query = select(AuditRow).where(col(AuditRow.act) == "alert.read")
        row = (await session.exec(query)).one()
        row.actor = "nobody"
        session.add(row)
    said = await sam.do(f"{done}/check")
    assert f"The audit is broken at row {row.id}, of 24 Nov 2026, 09:31." in said


async def test_export_is_a_file_without_formulas_and_in_the_audit(sam, house, database, done):
    async with database.transaction() as session:
        josie = await session.get(type(house.people["Josie"]), house.people["Josie"].id)
        await set_name(session, josie, "=HYPERLINK(1)")
    answer = await sam.send(f"{done}/export", group="reading")
    assert answer.headers["content-disposition"] == 'attachment; filename="audit-2026-11-23.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[1:] for row in rows] == [
        ["When", "Who", "What", "About", "Code"],
        [
            "2026-11-24T09:31:00+00:00",
            "Noor",
            "opened an alert",
            "'=HYPERLINK(1)",
            "alert.read",
        ],
        [
            "2026-11-23T09:30:00+00:00",
            "Sam",
            "opened the page of a person",
            "'=HYPERLINK(1)",
            "person.read",
        ],
    ]
    assert (await shown(sam, done))[0][:2] == ["Sam", "took the audit out as a file"]


async def test_export_holds_every_row_of_many_batches(sam, done, monkeypatch):
    monkeypatch.setattr("flows.audit_lists.BATCH", 2)
    answer = await sam.send(f"{done}/export")
    assert len(answer.text.splitlines()) == 1 + 7  # and that it was taken out


def test_every_act_of_the_code_has_words():
    """A new act needs an entry in `flows/audit_acts.py` and words in `console.po`."""
    missing = [act for act in sorted(acts_in_code()) if not _is_known(act)]
    assert missing == []


def _is_known(pattern):
    if pattern == re.escape(plain := pattern.replace("\\", "")):
        return entry_of(plain) is not None
    begins = pattern.partition("[")[0].replace("\\", "")
    return any(
        begins.startswith(entry) if entry.endswith(".") else re.fullmatch(pattern, entry)
        for entry in ENTRIES
    )


def test_every_entry_has_words_and_a_group_with_a_name():
    said = [wording().say(act_in_words(entry).key) for entry in ENTRIES]
    assert len(set(said)) == len(ENTRIES) == len(set(ENTRIES))
    for group in GROUPS:
        assert wording().say(f"console.audit.group.{group}")


def test_an_act_that_this_version_does_not_know_is_told_as_it_is():
    told = act_in_words("moon.landed")
    assert "(moon.landed)" in wording().say(told.key, told.params)
