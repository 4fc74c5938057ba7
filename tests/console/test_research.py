"""The export for research: who is in it, what is not, and that its files are what they say."""

import csv
import io
import json
import re
import zipfile

import pytest
from sqlmodel import select

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
from db.audit import AuditRow
from db.pairings import Pairing
from db.people import Person
from pairwell.demo.history import PAIRS, add_past_of
from tests.fakes.clock import START

PURPOSE = "Study of contact rhythm, approval 12"


@pytest.fixture
async def past(database, house):
    async with database.transaction() as session:
        await add_past_of(session, house.programme, START)
    return house


async def export(sam, house, once="press"):
    answer = await sam.send(f"{house.root}/outcomes/research", purpose=PURPOSE, once=once)
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
    first, second = [await export(sam, past, once) for once in ("one", "two")]
    ids = [{row["study_id"] for row in table(one, PEOPLE)} for one in (first, second)]
    assert not ids[0] & ids[1]


async def test_an_export_needs_a_purpose_and_is_audited_with_it(sam, past, database):
    answer = await sam.send(f"{past.root}/outcomes/research", purpose="  ")
    assert answer.status_code == 422
    assert "Fill this in." in answer.text
    await export(sam, past)
    assert (
        await sam.send(f"{past.root}/outcomes/research", purpose=PURPOSE, once="press")
    ).status_code == 409
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
