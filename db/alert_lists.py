"""Lists of alerts as coordinators read them: a page of each kind, and how many there are.

Kinds: `open` (nobody has it), `taken`, `later` (closed, with a day to look again) and `closed`.
Nobody's list holds an alert about themselves.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert
from db.ids import PersonId, ProgrammeId

AlertKind = Literal["open", "taken", "later", "closed"]

_STATE, _DAY = col(Alert.state), col(Alert.follow_up_on)
_WHICH: Mapping[AlertKind, tuple[Any, ...]] = MappingProxyType(
    {
        "open": (_STATE == "open",),
        "taken": (_STATE == "acknowledged",),
        "later": (_STATE == "closed", _DAY.is_not(None)),
        "closed": (_STATE == "closed", _DAY.is_(None)),
    }
)
_ORDER: Mapping[AlertKind, tuple[Any, ...]] = MappingProxyType(
    {
        "open": (col(Alert.urgent).desc(), col(Alert.raised_at), col(Alert.id)),
        "taken": (col(Alert.urgent).desc(), col(Alert.raised_at), col(Alert.id)),
        "later": (_DAY, col(Alert.id)),
        "closed": (col(Alert.closed_at).desc(), col(Alert.id)),
    }
)


async def count_alerts(
    session: AsyncSession, where: ProgrammeId, reader: PersonId, kind: AlertKind
) -> int:
    """How many alerts of this kind the reader may see."""
    query = select(func.count()).select_from(Alert).where(*_of(where, reader, kind))
    return (await session.exec(query)).one()


async def alerts_to_list(
    session: AsyncSession,
    where: ProgrammeId,
    reader: PersonId,
    kind: AlertKind,
    *,
    most: int,
    after: int = 0,
) -> list[Alert]:
    """Alerts of this kind, the most urgent first, closed ones the newest first."""
    query = select(Alert).where(*_of(where, reader, kind)).order_by(*_ORDER[kind])
    return list(await session.exec(query.limit(most).offset(after)))


def _of(where: ProgrammeId, reader: PersonId, kind: AlertKind) -> tuple[Any, ...]:
    return (col(Alert.programme_id) == where, col(Alert.person_id) != reader, *_WHICH[kind])
