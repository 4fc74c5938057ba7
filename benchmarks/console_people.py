"""The made-up programme of the console benchmark: most are paired, some wait, a few need us."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.checkins_people import COORDINATOR_IDS, Size, enrol
from db.alerts import add_alert
from db.console_sessions import open_console_session
from db.engine import Database
from db.ids import ProgrammeId
from db.memberships import Membership
from db.pairings import Pairing, add_pairing
from db.people import person_by_telegram
from db.programmes import programmes

WAITING = 10  # one service user in so many
SUGGESTED, ALERTS = 12, 8  # what is on a coordinator's desk, however many people there are


async def fill(database: Database, people: int, now: datetime) -> tuple[str, ProgrammeId]:
    """Everybody, and a session of a coordinator: its token, and the programme."""
    await enrol(database, Size(people, 0), now - timedelta(days=60))
    async with database.transaction() as session:
        where = (await programmes(session))[0]
        await _let_some_wait(session, now)
        await _put_on_the_desk(session, where.id, now)
        sam = await person_by_telegram(session, COORDINATOR_IDS[0])
        if sam is None:
            raise LookupError("Enrol people first.")
        _, token = await open_console_session(session, sam.id, "passkey", now)
        return token, where.id


async def _let_some_wait(session: AsyncSession, now: datetime) -> None:
    found = await session.exec(select(Pairing.id, Pairing.service_user_id))
    chosen = list(found)[::WAITING]
    pairings, people = [one[0] for one in chosen], [one[1] for one in chosen]
    for first in range(0, len(chosen), 500):
        ended = update(Pairing).where(col(Pairing.id).in_(pairings[first : first + 500]))
        await session.exec(ended.values(state="ended", ended_at=now - timedelta(days=9)))
        waits = update(Membership).where(col(Membership.person_id).in_(people[first : first + 500]))
        since = now - timedelta(days=first // 500 + 2)
        await session.exec(waits.values(stage="waiting", stage_since=since))


async def _put_on_the_desk(session: AsyncSession, where: ProgrammeId, now: datetime) -> None:
    waiting = select(Membership).where(col(Membership.stage) == "waiting").limit(SUGGESTED)
    peer = (await session.exec(select(Membership).where(Membership.role == "peer_worker"))).first()
    for one in await session.exec(waiting):
        if peer is not None:
            pair = (one.person_id, peer.person_id)
            await add_pairing(session, where, *pair, fit=640, reasons="[]", now=now)
    matched = select(Membership).where(col(Membership.stage) == "matched").limit(ALERTS)
    for one in await session.exec(matched):
        await add_alert(
            session, where, one.person_id, kind="safety_answer", urgent=True, reasons="[]",
            next_step_at=now + timedelta(minutes=15), now=now - timedelta(minutes=5),
        )  # fmt: skip
