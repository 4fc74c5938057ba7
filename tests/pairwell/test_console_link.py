"""A new way into the console from the command line, for whoever lost all of theirs."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from db.audit import SYSTEM, AuditRow
from db.engine import Database
from db.memberships import set_stage
from db.outbox import Letter
from flows.console_links import look_at_link, use_link
from flows.story import Story
from pairwell.console_link import make_link_again, show
from pairwell.errors import BadRequest, SettingMissing, UnknownProgramme
from pairwell.records import open_records
from pairwell.settings import read_settings
from tests.factories import make_member, make_person, make_programme

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
URL = "https://console.example.org"


@pytest.fixture
async def records(configured: object, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Sam and Noor coordinate a programme; Hannah is a peer worker there."""
    del configured
    monkeypatch.setenv("PAIRWELL_CONSOLE_URL", URL)
    async with open_records(read_settings()) as database:
        async with database.transaction() as session:
            where = await make_programme(session, "Perinatal")
            for number, (name, role) in enumerate(
                (("Sam", "coordinator"), ("Noor", "coordinator"), ("Hannah", "peer_worker"))
            ):
                someone = await make_person(session, 7_000 + number, name)
                await make_member(session, someone, where, role, "active")
        yield database


async def again(name: str = "Sam", programme: str = "perinatal") -> str:
    return (await make_link_again(read_settings(), programme, name, NOW)).link


async def test_link_lets_its_owner_in_once(records: Database) -> None:
    token = (await again(" sám")).removeprefix(f"{URL}/console/enter?t=")
    async with records.transaction() as session:
        story = Story(session, NOW + timedelta(minutes=14), "test")
        assert (await look_at_link(story, token)).name == "Sam"
        who = await use_link(story, token, "", None)
    async with records.reading() as session:
        acts = {(row.act, row.actor, row.about) for row in await session.exec(select(AuditRow))}
        told = {letter.person_id for letter in await session.exec(select(Letter))}
    assert {("console.link_again", SYSTEM, who), ("console.link_used", who, who)} <= acts
    assert len(told) == 2
    assert who in told


async def test_nobody_else_gets_a_link(records: Database) -> None:
    for name in ("Hannah", "Nobody", ""):
        with pytest.raises(BadRequest, match="Nobody who coordinates"):
            await again(name)
    with pytest.raises(UnknownProgramme):
        await again(programme="Elsewhere")
    async with records.transaction() as session:
        where = await make_programme(session, "Other")
        for number in range(2):
            someone = await make_person(session, 8_000 + number, "Kim")
            member = await make_member(session, someone, where, "coordinator", "active")
    with pytest.raises(BadRequest, match="More than one"):
        await again("Kim", "Other")
    async with records.transaction() as session:
        set_stage(session, member, "left", NOW)
        session.add(member)
    assert await again("Kim", "Other")


async def test_without_a_console_there_is_no_link(
    records: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    del records
    monkeypatch.delenv("PAIRWELL_CONSOLE_URL")
    with pytest.raises(SettingMissing):
        await again()


async def test_link_is_shown_as_text_and_as_json(records: Database) -> None:
    del records
    made = await make_link_again(read_settings(), "Perinatal", "Noor", NOW)
    assert made.link in show(made, as_json=False)
    assert json.loads(show(made, as_json=True)) == {
        "console_link": made.link,
        "expires_at": "2026-11-26T12:15:00+00:00",
    }
