"""The made-up people of the check-in benchmark: one family kept by the records, then copied.

A family is a peer worker and three service users, each in an active pairing with them, and each
of the four with one weekly plan. Copies differ in their ids, keys, names and due times alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from care.measures import measure
from care.packs import load_pack
from db.answers import add_form_session
from db.checkin_plans import add_plan, plans_of
from db.checkins import add_checkin
from db.consents import give_consent
from db.engine import Database, vault_of
from db.ids import PersonId, new_id
from db.memberships import add_membership
from db.pairings import add_pairing, set_pairing_state
from db.people import Person, add_person, person_by_telegram, set_name
from db.programmes import Programme, add_programme
from db.rotas import add_rota, add_shift
from db.tables import METADATA

FAMILY = 4
FIRST_ID = 10_000_000  # Telegram ids: this family's peer worker, then its three service users
COORDINATOR_IDS = (9_000_001, 9_000_002)
TABLES = ("person", "membership", "consent", "pairing", "checkin_plan")
AT_ONCE = 500  # families in one transaction
SAFETY_MEASURE = "phq9"
PACK = load_pack("perinatal")
STAGES = {"service_user": "matched", "peer_worker": "active"}
MEASURES = {"service_user": "weekly", "peer_worker": "peer_week"}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How many people have a plan, and how many of them are due at once."""

    enrolled: int
    due: int


async def enrol(database: Database, size: Size, now: datetime) -> None:
    """Enrol people in a new programme; those with the lowest Telegram ids are due at `now`."""
    async with database.transaction() as session:
        where = await _programme(session, now)
        await _family(session, where, now)
        rows = {name: await _rows(session, name) for name in TABLES}
    families = size.enrolled // FAMILY
    for first in range(1, families, AT_ONCE):
        async with database.transaction() as session:
            copied: dict[str, list[Row]] = {name: [] for name in TABLES}
            for number in range(first, min(first + AT_ONCE, families)):
                due_at = (
                    now if number < size.due // FAMILY else now + timedelta(days=1 + number % 6)
                )
                await _copy(session, rows, number, due_at, copied)
            await session.flush()
            connection = await session.connection()
            for name in TABLES:
                await connection.execute(insert(METADATA.tables[name]), copied[name])


async def begin_answers(database: Database, telegram_ids: list[int], now: datetime) -> None:
    """Let these service users have come to the last question of a measure, the one on safety."""
    asked = measure(SAFETY_MEASURE)
    async with database.transaction() as session:
        for telegram_id in telegram_ids:
            someone = await person_by_telegram(session, telegram_id)
            if someone is None:
                raise LookupError("Enrol people first.")
            form = await add_form_session(
                session, someone.id, form=f"measure.{asked.code}", version=asked.version,
                at=asked.items[-1].code, membership_id=None, now=now,
            )  # fmt: skip
            plan = (await plans_of(session, someone.id))[0]
            checkin = add_checkin(
                session, plan, form_session_id=form.id, state="sent", reason=None, sent_at=now
            )
            checkin.measure = asked.code


def service_users_at_the_end(size: Size, count: int) -> list[int]:
    """Telegram ids of service users who are not due, each of another family."""
    families = size.enrolled // FAMILY
    return [FIRST_ID + (families - n) * FAMILY + 1 for n in range(1, count + 1)]


async def _programme(session: AsyncSession, now: datetime) -> Programme:
    """A programme with two coordinators, of whom one is on duty all week."""
    where = add_programme(
        session, "Bench", pack="perinatal", region="england", time_zone="Europe/London", now=now
    )
    where.response_recorded_at = now
    await session.flush()
    add_rota(session, where.id, now)
    for telegram_id in COORDINATOR_IDS:
        someone = await _person(session, telegram_id, now)
        member = add_membership(
            session, someone.id, where.id, role="coordinator", stage="active",
            invitation_id=None, now=now,
        )  # fmt: skip
        await session.flush()
        for weekday in range(7):
            add_shift(
                session, where.id, member.id, weekday=weekday, from_minute=0, until_minute=1440,
                is_deputy=telegram_id != COORDINATOR_IDS[0],
            )  # fmt: skip
    await session.flush()
    return where


async def _family(session: AsyncSession, where: Programme, now: datetime) -> None:
    peer = await _member(session, where, FIRST_ID, "peer_worker", now)
    _plan(session, where, peer, None, now)
    for number in range(1, FAMILY):
        user = await _member(session, where, FIRST_ID + number, "service_user", now)
        pairing = await add_pairing(
            session, where.id, user.id, peer.id, fit=700, reasons="[]", now=now
        )
        set_pairing_state(session, pairing, "active", now)
        await session.flush()
        _plan(session, where, user, pairing.id, now)
    await session.flush()


async def _member(
    session: AsyncSession, where: Programme, telegram_id: int, role: str, now: datetime
) -> Person:
    someone = await _person(session, telegram_id, now)
    add_membership(
        session, someone.id, where.id, role=role, stage=STAGES[role], invitation_id=None, now=now
    )
    for consent in (text for text in PACK.consents if text.role == role):
        words = {"kind": consent.kind, "version": consent.version}
        give_consent(session, someone.id, where.id, now=now, **words)
    await session.flush()
    return someone


async def _person(session: AsyncSession, telegram_id: int, now: datetime) -> Person:
    someone = await add_person(
        session, telegram_id, language="en", time_zone="Europe/London", now=now
    )
    await set_name(session, someone, _name(telegram_id))
    return someone


def _plan(
    session: AsyncSession, where: Programme, someone: Person, pairing_id: Any, now: datetime
) -> None:
    role = "peer_worker" if pairing_id is None else "service_user"
    add_plan(
        session,
        someone.id,
        where.id,
        pairing_id=pairing_id,
        role=role,
        measure=MEASURES[role],
        every_days=7,
        at_minute=now.hour * 60 + now.minute,
        next_due_at=now,
        next_local_date=now.date(),
        counted_from=now.date(),
    )


async def _rows(session: AsyncSession, name: str) -> list[Row]:
    table = METADATA.tables[name]
    query = select(table)
    if name == "person":
        query = query.where(or_(*(table.c.telegram_hash == h for h in _hashes(session))))
    if name == "membership":
        query = query.where(table.c.role != "coordinator")
    found = await (await session.connection()).execute(query)
    return [dict(row) for row in found.mappings()]


def _hashes(session: AsyncSession) -> list[bytes]:
    return [vault_of(session).telegram_hash(FIRST_ID + n) for n in range(FAMILY)]


async def _copy(
    session: AsyncSession,
    rows: dict[str, list[Row]],
    number: int,
    due_at: datetime,
    copied: dict[str, list[Row]],
) -> None:
    """Add the rows of another family, under new ids."""
    kept = ("person", "membership", "pairing", "checkin_plan")
    names = {row["id"]: new_id() for name in kept for row in rows[name]}
    for name in TABLES:
        for row in rows[name]:
            new = {column: names.get(value, value) for column, value in row.items()}
            if name == "consent":
                del new["id"]
            copied[name].append(new)
    hashes = _hashes(session)
    for old, new in zip(rows["person"], copied["person"][-FAMILY:], strict=True):
        telegram_id = FIRST_ID + number * FAMILY + hashes.index(old["telegram_hash"])
        await _give_identity(session, new, telegram_id)
    for plan in copied["checkin_plan"][-FAMILY:]:
        local = plan["next_local_date"] + (due_at.date() - plan["next_local_date"])
        plan |= {"next_due_at": due_at, "next_local_date": local}


async def _give_identity(session: AsyncSession, row: Row, telegram_id: int) -> None:
    vault, person_id = vault_of(session), PersonId(row["id"])
    vault.make_person_key(session, person_id)
    for column, text in (("telegram", str(telegram_id)), ("name", _name(telegram_id))):
        sealed = await vault.seal(session, person_id, text, f"person.{column}|{person_id}")
        row[f"{column}_sealed"] = sealed
    row["telegram_hash"] = vault.telegram_hash(telegram_id)
    row["account_hash"] = vault.account_hash(telegram_id)


def _name(telegram_id: int) -> str:
    return f"Person {telegram_id}"
