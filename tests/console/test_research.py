"""The export for research: who is in it, what is not, and that its files are what they say."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from care.measures import measure as all_of
from care.questions import encode
from care.research_codebook import (
    BUNDLE,
    CODEBOOK,
    FLOW,
    MEASURES,
    PAIRINGS,
    PEOPLE,
    codebook,
    columns_of,
)
from db.answers import add_form_session, save_answer
from db.audit import AuditRow
from db.checkin_plans import add_plan
from db.checkins import add_checkin, set_score
from db.consents import give_consent, withdraw_consent
from db.pairings import Pairing
from db.people import Person, person
from pairwell.demo.history import PAIRS, add_past_of
from tests.fakes.clock import START

PURPOSE = "Study of contact rhythm, approval 12"


@pytest.fixture
async def past(database, house):
    async with database.transaction() as session:
        await add_past_of(session, house.programme, START)
    return house


async def export(sam, house):
    answer = await sam.send(f"{house.root}/outcomes/research", purpose=PURPOSE)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def table(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


async def test_an_export_holds_what_its_codebook_says(sam, past):
    archive = await export(sam, past)
    assert archive.testzip() is None
    assert archive.namelist() == [CODEBOOK, FLOW, PEOPLE, PAIRINGS, MEASURES, BUNDLE]
    assert [tuple(row.values()) for row in table(archive, CODEBOOK)] == codebook()
    for name in (FLOW, PEOPLE, PAIRINGS, MEASURES):
        assert tuple(table(archive, name)[0]) == columns_of(name)


async def test_those_who_did_not_say_yes_are_not_in_it(sam, past):
    archive = await export(sam, past)
    people = table(archive, PEOPLE)
    assert len(people) == PAIRS - PAIRS // 4
    assert {row["role"] for row in people} == {"service_user"}
    ids = {row["study_id"] for row in people}
    assert {row["study_id"] for row in table(archive, PAIRINGS)} == ids
    assert {row["study_id"] for row in table(archive, MEASURES)} <= ids
    assert {row["peer_study_id"] for row in table(archive, PAIRINGS)} == {""}


async def test_no_name_no_id_and_no_day_of_the_calendar_is_in_it(sam, past, database):
    archive = await export(sam, past)
    held = b"".join(archive.read(name) for name in archive.namelist()).decode()
    async with database.reading() as session:
        own = [*await session.exec(select(Person.id)), *await session.exec(select(Pairing.id))]
    assert [one for one in own if one in held] == []
    names = ("Ella", "Noor", "Grace", "Tess", "Amina", "Ruth", "Josie", "Hannah")
    assert [name for name in names if re.search(rf"\b{name}\b", held)] == []
    assert re.findall(r"\b202[56]-\d\d", held) == []


async def test_study_ids_are_new_in_each_export(sam, past):
    first, second = [await export(sam, past) for _ in range(2)]
    ids = [{row["study_id"] for row in table(one, PEOPLE)} for one in (first, second)]
    assert not ids[0] & ids[1]


async def test_an_export_needs_a_purpose_and_is_audited_with_it(sam, past, database):
    answer = await sam.send(f"{past.root}/outcomes/research", purpose="  ")
    assert answer.status_code == 422
    assert "Fill this in." in answer.text
    await export(sam, past)
    async with database.reading() as session:
        acts = [row.act for row in await session.exec(select(AuditRow))]
    assert acts.count("research.exported") == 1
    page = await sam.open(f"{past.root}/outcomes/research")
    assert f"Sam {PAIRS - PAIRS // 4} {PURPOSE}" in page


async def test_a_programme_in_which_nobody_said_yes_gives_empty_tables(sam, house):
    archive = await export(sam, house)
    assert table(archive, PEOPLE) == table(archive, PAIRINGS) == table(archive, MEASURES) == []
    assert json.loads(archive.read(BUNDLE)) == {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [],
    }
    assert {row["number"] for row in table(archive, FLOW)} == {""}


@pytest.fixture
async def answered(database, house):
    """Josie answered the WHO-5 but for one item and wrote a goal; she and Hannah said yes."""
    async with database.transaction() as session:
        where, josie = house.programme, house.people["Josie"]
        for who in ("Josie", "Hannah"):
            kind = {"kind": "research", "version": 1}
            give_consent(session, house.people[who].id, where.id, now=START, **kind)
        for measure, given in (
            ("who5", {"cheerful": 4, "calm": None}),
            ("goals", {"goal_1": "canary own words"}),
        ):
            await keep_answers(session, josie, where, measure, given)
    return house


async def keep_answers(session, someone, where, measure, given):
    plan = add_plan(
        session,
        someone.id,
        where.id,
        pairing_id=None,
        role="service_user",
        measure=measure,
        every_days=14,
        at_minute=600,
        next_due_at=START,
        next_local_date=START.date(),
    )
    await session.flush()
    form = await add_form_session(
        session,
        someone.id,
        form=f"measure.{measure}",
        version=1,
        at=None,
        membership_id=None,
        now=START,
    )
    codes = [item.code for item in all_of(measure).items]
    for code, value in zip(codes, given.values(), strict=False):
        text = None if value is None else encode(value)
        await save_answer(session, form, code, text, settled=True, now=START)
    day = START.date() + timedelta(days=9 if measure == "who5" else 10)
    checkin = add_checkin(
        session,
        plan,
        form_session_id=form.id,
        state="answered",
        reason=None,
        sent_at=START,
        local_date=day,
    )
    await session.flush()
    if measure == "who5":
        await set_score(session, checkin, 64)


async def test_answers_are_fhir_without_own_words(sam, answered):
    archive = await export(sam, answered)
    bundle = json.loads(archive.read(BUNDLE))
    (user,) = [row for row in table(archive, PEOPLE) if row["role"] == "service_user"]
    resources = [entry["resource"] for entry in bundle["entry"]]
    first, second = [item.code for item in all_of("who5").items][:2]
    assert resources[0]["item"] == [
        {"linkId": first, "answer": [{"valueInteger": 4}]},
        {"linkId": second},
    ]
    assert resources[0]["extension"][0]["valueInteger"] == 9
    assert {one["subject"]["identifier"]["value"] for one in resources} == {user["study_id"]}
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == len(resources) == 2
    held = b"".join(archive.read(name) for name in archive.namelist())
    assert b"canary" not in held


async def test_totals_and_pairings_point_to_people_in_it(sam, answered):
    archive = await export(sam, answered)
    ids = {row["role"]: row["study_id"] for row in table(archive, PEOPLE)}
    (pairing,) = table(archive, PAIRINGS)
    assert pairing["study_id"] == ids["service_user"]
    assert pairing["peer_study_id"] == ids["peer_worker"]
    assert [(row["measure"], row["day"], row["total"]) for row in table(archive, MEASURES)] == [
        ("who5", "9", "64"),
        ("goals", "10", ""),
    ]


async def test_who_takes_it_back_or_asks_to_be_deleted_is_in_no_later_export(
    sam, answered, database
):
    async with database.transaction() as session:
        people, where = answered.people, answered.programme
        await withdraw_consent(session, people["Josie"].id, where.id, "research", START)
        hannah = await person(session, people["Hannah"].id)
        hannah.erase_at = START + timedelta(minutes=10)
        session.add(hannah)
    archive = await export(sam, answered)
    assert table(archive, PEOPLE) == table(archive, MEASURES) == []
