"""Lists of alerts as coordinators read them: a page of each kind, and how many there are.

Kinds: `open` (nobody has it), `taken`, `later` (closed, with a day to look again) and `closed`.
Nobody's list holds an alert about themselves. Questions are built once: that costs more than
asking.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from sqlalchemy import Integer, bindparam, func, literal_column, union_all
from sqlalchemy import select as columns
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert
from db.glance import Question
from db.ids import AlertId, PersonId, ProgrammeId

AlertKind = Literal["open", "taken", "later", "closed"]
KINDS: tuple[AlertKind, ...] = ("open", "taken", "later", "closed")


class AlertRow(NamedTuple):
    """One alert, as far as a list shows it."""

    id: AlertId
    person_id: PersonId
    state: str
    urgent: bool
    times: int
    raised_at: datetime
    next_step_at: datetime | None
    owner_call_at: datetime | None
    acknowledged_by: PersonId | None
    follow_up_on: date | None
    closed_at: datetime | None
    outcome: str | None


_ALERT: Any = SQLModel.metadata.tables[str(Alert.__tablename__)].c
_SHOWN = [_ALERT[name] for name in AlertRow._fields]
_WHICH: Mapping[AlertKind, tuple[Any, ...]] = MappingProxyType(
    {
        "open": (_ALERT.state == "open",),
        "taken": (_ALERT.state == "acknowledged",),
        "later": (_ALERT.state == "closed", _ALERT.follow_up_on.is_not(None)),
        # As it stands: a partial index is found by no parameter.
        "closed": (_ALERT.state == literal_column("'closed'"), _ALERT.follow_up_on.is_(None)),
    }
)


def _order(kind: AlertKind, alert: Any) -> tuple[Any, ...]:
    if kind == "later":
        return alert.follow_up_on, alert.id
    if kind == "closed":
        return alert.closed_at.desc(), alert.id.desc()
    return alert.urgent.desc(), alert.raised_at, alert.id


async def count_alerts(
    session: AsyncSession, where: ProgrammeId, reader: PersonId, kind: AlertKind
) -> int:
    """How many alerts of this kind the reader may see."""
    ((n,),) = await COUNTS[kind].ask(session, _of(where, reader))
    return int(n)


async def alerts_to_list(
    session: AsyncSession,
    where: ProgrammeId,
    reader: PersonId,
    kind: AlertKind,
    *,
    most: int,
    after: int = 0,
) -> list[AlertRow]:
    """Alerts of this kind, the most urgent first, closed ones the newest first."""
    params = {**_of(where, reader), f"most_{kind}": most, "after": after}
    return [AlertRow(*row) for row in await LISTS[kind].ask(session, params)]


async def first_alerts(
    session: AsyncSession, where: ProgrammeId, reader: PersonId, most: Mapping[AlertKind, int]
) -> Mapping[AlertKind, list[AlertRow]]:
    """The first alerts of each kind, by one question; `most` says how many of each."""
    found: dict[AlertKind, list[AlertRow]] = {kind: [] for kind in KINDS}
    params = _of(where, reader) | {f"most_{kind}": n for kind, n in most.items()}
    for kind, _, *row in await FIRST.ask(session, params):
        found[kind].append(AlertRow(*row))
    return found


def _of(where: ProgrammeId, reader: PersonId) -> dict[str, Any]:
    return {"where": where, "reader": reader}


def _seen(question: Any, kind: AlertKind) -> Any:
    return question.where(
        _ALERT.programme_id == bindparam("where"),
        _ALERT.person_id != bindparam("reader"),
        *_WHICH[kind],
    )


def _first(kind: AlertKind) -> Any:
    """The first of a kind, as many as `most_<kind>` says."""
    ordered = _seen(columns(*_SHOWN), kind).order_by(*_order(kind, _ALERT))
    return ordered.limit(bindparam(f"most_{kind}", type_=Integer))


def _numbered(kind: AlertKind) -> Any:
    """The same with the kind and the place, so that the order outlives a union."""
    first = _first(kind).subquery()
    place = func.row_number().over(order_by=_order(kind, first.c)).label("place")
    return columns(literal_column(f"'{kind}'").label("kind"), place, first)


COUNTS: Mapping[AlertKind, Question] = {
    kind: Question(_seen(columns(func.count()).select_from(_ALERT.id.table), kind))
    for kind in KINDS
}
LISTS: Mapping[AlertKind, Question] = {
    kind: Question(_first(kind).offset(bindparam("after", type_=Integer))) for kind in KINDS
}
FIRST = Question(union_all(*map(_numbered, KINDS)).order_by("kind", "place"))
