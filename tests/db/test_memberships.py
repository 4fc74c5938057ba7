from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.ids import MembershipId
from db.memberships import (
    members,
    membership_in,
    membership_or_none,
    memberships_of,
    set_stage,
)
from tests.databases import failing_story
from tests.factories import HANNAH, JOSIE, make_member, make_person, make_programme
from tests.fakes.clock import START

LATER = START + timedelta(days=1)


async def test_roles_of_a_person_come_the_oldest_first(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session)
        perinatal, students = [await make_programme(session, name) for name in ("One", "Two")]
        new = await make_member(session, josie, students, "peer_worker", "invited", LATER)
        old = await make_member(session, josie, perinatal, "service_user", "paired", START)
    async with database.reading() as session:
        assert await memberships_of(session, josie.id) == [old, new]
        assert await membership_in(session, josie.id, perinatal.id, "service_user") == old
        assert await membership_in(session, josie.id, perinatal.id, "peer_worker") is None
        assert await membership_or_none(session, new.id) == new
        assert await membership_or_none(session, MembershipId("none")) is None


async def test_who_is_longest_at_a_stage_comes_first(database: Database) -> None:
    async with database.transaction() as session:
        programme = await make_programme(session)
        josie = await make_person(session, JOSIE, "Josie")
        ada = await make_person(session, HANNAH, "Ada")
        late = await make_member(session, josie, programme, now=LATER)
        early = await make_member(session, ada, programme, now=START)
        await make_member(session, ada, programme, "peer_worker", "waiting")
    async with database.reading() as session:
        assert await members(session, programme.id, "service_user", ["waiting"]) == [early, late]
        assert await members(session, programme.id, "service_user", ["paired"]) == []
        assert await members(session, programme.id, "service_user", []) == []


async def test_stage_moves_with_its_instant_and_version(database: Database) -> None:
    async with database.transaction() as session:
        member = await make_member(
            session, await make_person(session), await make_programme(session)
        )
    async with database.transaction() as session:
        found = await membership_or_none(session, member.id, for_change=True)
        assert found is not None
        set_stage(session, found, "paired", LATER)
    async with database.reading() as session:
        found = await membership_or_none(session, member.id)
        assert found is not None
        assert (found.stage, found.stage_since, found.version) == ("paired", LATER, 2)


async def test_one_role_in_one_programme_is_held_once(database: Database) -> None:
    async with failing_story(database) as session:
        josie, programme = await make_person(session), await make_programme(session)
        await make_member(session, josie, programme)
        with pytest.raises(IntegrityError):
            await make_member(session, josie, programme)
