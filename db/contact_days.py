"""Contact days: how many messages of a pairing arrived on a day from each side; never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Date, String, bindparam, func
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from care.wall_time import local_date
from db.columns import instant_or_none
from db.engine import is_sqlite
from db.ids import ID_LENGTH, PairingId, PersonId
from db.pairings import Pairing
from db.programmes import Programme
from db.zones import zone_named

Side = Literal["service_user", "peer_worker"]
Counter = Literal["from_service_user", "from_peer_worker", "contact_held", "contact_sent"]
SIDES: Mapping[Side, Counter] = {
    "service_user": "from_service_user",
    "peer_worker": "from_peer_worker",
}


class ContactDay(SQLModel, table=True):
    """One pairing on one day of the programme's calendar: numbers of messages.

    `contact_held` are messages held because they looked like contact details, `contact_sent`
    those that their writer then sent all the same. `last_at` is when the last one arrived.
    """

    __tablename__ = "contact_day"
    pairing_id: PairingId = Field(
        primary_key=True, foreign_key="pairing.id", sa_type=String(ID_LENGTH)
    )
    day: date = Field(primary_key=True, sa_type=Date)
    from_service_user: int = Field(default=0)
    from_peer_worker: int = Field(default=0)
    contact_held: int = Field(default=0)
    contact_sent: int = Field(default=0)
    last_at: datetime | None = instant_or_none()


@dataclass(frozen=True, slots=True)
class Counted:
    """What arrived on one day, from each side."""

    day: date
    from_service_user: int
    from_peer_worker: int


TABLE = SQLModel.metadata.tables["contact_day"]
COUNTERS: tuple[Counter, ...] = (*SIDES.values(), "contact_held", "contact_sent")


def _statement(insert: Any, counter: Counter) -> Any:
    first = {name: int(name == counter) for name in COUNTERS}
    row = insert(TABLE).values(
        pairing_id=bindparam("pairing"), day=bindparam("on"), last_at=bindparam("at"), **first
    )
    changed: dict[str, Any] = {counter: TABLE.c[counter] + 1}
    if counter in SIDES.values():
        changed["last_at"] = row.excluded.last_at
    return row.on_conflict_do_update(index_elements=["pairing_id", "day"], set_=changed)


# Built once: one of them runs for every message that arrives, and building costs more than running.
ON_SQLITE = {counter: _statement(sqlite.insert, counter) for counter in COUNTERS}
ON_POSTGRESQL = {counter: _statement(postgresql.insert, counter) for counter in COUNTERS}
_PAIRING = SQLModel.metadata.tables[str(Pairing.__tablename__)]
_PROGRAMME = SQLModel.metadata.tables[str(Programme.__tablename__)]
_SIDES = (
    columns(_PAIRING.c.service_user_id, _PAIRING.c.first_contact_at, _PROGRAMME.c.time_zone)
    .join(_PROGRAMME, _PROGRAMME.c.id == _PAIRING.c.programme_id)
    .where(_PAIRING.c.id == bindparam("pairing"))
)
_FIRST_CONTACT = (
    _PAIRING.update()
    .where(_PAIRING.c.id == bindparam("pairing"), _PAIRING.c.first_contact_at.is_(None))
    .values(first_contact_at=bindparam("at"))
)


async def count_arrival(
    session: AsyncSession, pairing_id: PairingId, writer: PersonId, now: datetime
) -> None:
    """Count a message that arrived just now; a peer worker's first is the first contact."""
    connection = await session.connection()
    row = (await connection.execute(_SIDES, {"pairing": pairing_id})).one_or_none()
    if row is None:
        return
    service_user_id, first_contact_at, zone = row
    side: Side = "service_user" if writer == service_user_id else "peer_worker"
    if side == "peer_worker" and first_contact_at is None:
        await connection.execute(_FIRST_CONTACT, {"pairing": pairing_id, "at": now})
    await count_delivered(session, pairing_id, side, local_date(now, zone_named(zone)), at=now)


async def count_delivered(
    session: AsyncSession,
    pairing_id: PairingId,
    from_side: Side,
    day: date,
    at: datetime | None = None,
) -> None:
    """Count one message that arrived; `day` is the programme's local day, `at` when it was."""
    await _count(session, pairing_id, SIDES[from_side], day, at)


async def count_contact_like(
    session: AsyncSession, pairing_id: PairingId, day: date, *, sent: bool
) -> None:
    """Count a message that looked like contact details: held, or then sent all the same."""
    await _count(session, pairing_id, "contact_sent" if sent else "contact_held", day)


async def days_of(session: AsyncSession, pairing_id: PairingId, since: date) -> list[Counted]:
    """The days from `since` on on which a message arrived, the earliest first."""
    table = TABLE.c
    query = columns(table.day, table.from_service_user, table.from_peer_worker).where(
        table.pairing_id == pairing_id,
        table.day >= since,
        table.from_service_user + table.from_peer_worker > 0,
    )
    rows = (await (await session.connection()).execute(query.order_by(table.day))).all()
    return [Counted(*row) for row in rows]


async def last_day_of(session: AsyncSession, pairing_id: PairingId) -> date | None:
    """The last day on which a message arrived from either side; None before the first."""
    table = TABLE.c
    query = columns(func.max(table.day)).where(
        table.pairing_id == pairing_id, table.from_service_user + table.from_peer_worker > 0
    )
    found: date | None = (await (await session.connection()).execute(query)).scalar_one()
    return found


async def last_word_at(session: AsyncSession, pairing_id: PairingId) -> datetime | None:
    """When the last message arrived from either side; None before the first."""
    query = columns(func.max(TABLE.c.last_at)).where(TABLE.c.pairing_id == pairing_id)
    found: datetime | None = (await (await session.connection()).execute(query)).scalar_one()
    return found


async def unanswered_since(session: AsyncSession, pairing_id: PairingId) -> date | None:
    """The first day on which the service user wrote and since which the peer worker did not."""
    table = TABLE.c
    answered = columns(func.max(table.day)).where(
        table.pairing_id == pairing_id, table.from_peer_worker > 0
    )
    query = columns(func.min(table.day)).where(
        table.pairing_id == pairing_id,
        table.from_service_user > 0,
        table.day > func.coalesce(answered.scalar_subquery(), date.min),
    )
    found: date | None = (await (await session.connection()).execute(query)).scalar_one()
    return found


async def contact_like_of(session: AsyncSession, pairing_id: PairingId) -> tuple[int, int]:
    """How many messages of a pairing were held as contact details, and how many sent after."""
    table = TABLE.c
    query = columns(table.contact_held, table.contact_sent).where(table.pairing_id == pairing_id)
    rows = (await (await session.connection()).execute(query)).all()
    return sum(held for held, _ in rows), sum(sent for _, sent in rows)


async def _count(
    session: AsyncSession,
    pairing_id: PairingId,
    counter: Counter,
    day: date,
    at: datetime | None = None,
) -> None:
    statement = (ON_SQLITE if is_sqlite(session) else ON_POSTGRESQL)[counter]
    connection = await session.connection()
    await connection.execute(statement, {"pairing": pairing_id, "on": day, "at": at})
