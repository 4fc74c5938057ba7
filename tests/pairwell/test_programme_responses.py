from datetime import UTC, datetime

import pytest

from db.memberships import add_membership
from db.programmes import programme_by_name
from db.rotas import add_rota, add_shift
from pairwell.errors import BadRequest, UnknownProgramme
from pairwell.invitations import Asked, make_invitation
from pairwell.programme_responses import Answering, record, show
from pairwell.records import open_records
from pairwell.settings import read_settings
from tests.factories import make_person

pytestmark = pytest.mark.usefixtures("configured")

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SAM = Asked.of("coordinator", "Perinatal", 1, 7, "perinatal", "england", "Europe/London")
WANTED = Answering("perinatal", "The peer team", 60, "Write in the bot, then ring")


async def on_duty() -> None:
    """A coordinator who is on duty on Mondays."""
    async with open_records(read_settings()) as database, database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        assert where is not None
        sam = await make_person(session, name="Sam")
        member = add_membership(
            session,
            sam.id,
            where.id,
            role="coordinator",
            stage="active",
            invitation_id=None,
            now=NOW,
        )
        await session.flush()
        add_rota(session, where.id, NOW)
        await session.flush()
        hours = {"weekday": 0, "from_minute": 540, "until_minute": 1020}
        add_shift(session, where.id, member.id, **hours, is_deputy=False)


async def test_response_is_recorded_once_somebody_is_on_duty() -> None:
    await make_invitation(read_settings(), SAM, NOW)
    with pytest.raises(BadRequest, match="Nobody is ever on duty"):
        await record(read_settings(), WANTED, NOW)
    await on_duty()
    found = await record(read_settings(), WANTED, NOW)
    assert show(found, as_json=False) == (
        "Perinatal: The peer team, within 60 minutes: Write in the bot, then ring"
    )
    async with open_records(read_settings()) as database, database.reading() as session:
        where = await programme_by_name(session, "Perinatal")
        assert where is not None
        assert where.response_recorded_at == NOW


async def test_response_of_a_programme_that_is_not_there_or_too_long() -> None:
    await make_invitation(read_settings(), SAM, NOW)
    with pytest.raises(UnknownProgramme):
        await record(read_settings(), Answering("Students", "A", 60, "B"), NOW)
    with pytest.raises(BadRequest, match="up to 80 letters"):
        await record(read_settings(), Answering("Perinatal", "A" * 81, 60, "B"), NOW)
