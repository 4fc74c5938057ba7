"""The audit as coordinators read it: the rows of their programme, the newest first.

Nobody reads there that an alert about themselves was raised, nor that somebody reported them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlmodel import and_, col, func, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit import AuditRow
from db.ids import PersonId, ProgrammeId
from db.memberships import MEMBERSHIPS_IN, Membership
from db.pairings import PAIRINGS_BY_ID, Pairing
from db.people import Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: empty values leave nothing out. `acts` that end with a dot are beginnings.

    `person` is somebody who did it or whom it is about, in a pairing too; `until` is not in it.
    """

    person: PersonId | None = None
    actor: str = ""
    acts: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


async def audit_rows(
    session: AsyncSession,
    where: ProgrammeId,
    reader: PersonId,
    wanted: Wanted,
    *,
    most: int,
    after: int = 0,
    before_id: int | None = None,
) -> list[AuditRow]:
    """Up to `most` rows, without the first `after`; or those older than the row `before_id`."""
    ids: list[int] = []
    for scope, who in product(
        _scopes(where, wanted.person), _whose(wanted.person)
    ):  # each by an index, in order
        query = select(col(AuditRow.id)).where(*scope, *who, *_not_about(reader), *_wanted(wanted))
        if before_id is not None:
            query = query.where(col(AuditRow.id) < before_id)
        ordered = query.order_by(col(AuditRow.id).desc()).limit(after + most)
        ids += [one or 0 for one in await session.exec(ordered)]
    shown = sorted(set(ids), reverse=True)[after : after + most]
    rows = select(AuditRow).where(col(AuditRow.id).in_(shown)).order_by(col(AuditRow.id).desc())
    return list(await session.exec(rows))


def _scopes(
    where: ProgrammeId, person_id: PersonId | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What was done in the programme; and in none, such as a sign-in, by one of its staff.

    Rows of one person are found by the person: `nullif` keeps SQLite from going through all of
    the programme.
    """
    programme = col(AuditRow.programme_id)
    at = programme if person_id is None else func.nullif(programme, "")
    staff = select(col(Membership.person_id)).where(
        col(Membership.programme_id) == where, col(Membership.role) == "coordinator"
    )
    return (
        (at == where,),
        (at.is_(None), col(AuditRow.actor).in_(staff)),
    )


async def pairings_named(session: AsyncSession, ids: Collection[str]) -> dict[str, Pairing]:
    """Those of these ids that are pairings."""
    found = await session.exec(PAIRINGS_BY_ID, params={"ids": list(ids)})
    return {str(one.id): one for one in found}


async def people_named(session: AsyncSession, ids: Collection[str]) -> set[PersonId]:
    """Those of these ids that are people, deleted ones too."""
    return set(await session.exec(select(col(Person.id)).where(col(Person.id).in_(list(ids)))))


async def has_had_a_role(session: AsyncSession, where: ProgrammeId, person_id: PersonId) -> bool:
    """Whether somebody has or had a role in the programme."""
    params = {"where": where, "people": [person_id]}
    return (await session.exec(MEMBERSHIPS_IN, params=params)).first() is not None


def _not_about(reader: PersonId) -> tuple[Any, ...]:
    about, act = func.coalesce(col(AuditRow.about), ""), col(AuditRow.act)
    alert = and_(about == reader, act.startswith("alert.", autoescape=True))
    report = and_(
        act.startswith("report.", autoescape=True),
        about.in_(_pairings_of(reader)),
        col(AuditRow.actor) != reader,
    )
    return not_(alert), not_(report)


def _wanted(wanted: Wanted) -> Sequence[Any]:
    found: list[Any] = []
    if wanted.actor:
        found.append(col(AuditRow.actor) == wanted.actor)
    if wanted.acts:
        act = col(AuditRow.act)
        found.append(
            or_(
                act.in_([one for one in wanted.acts if not one.endswith(".")]),
                *(act.startswith(one, autoescape=True) for one in wanted.acts if one[-1] == "."),
            )
        )
    if wanted.since is not None:
        found.append(col(AuditRow.at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(AuditRow.at) < wanted.until)
    return found


def _whose(person_id: PersonId | None) -> tuple[tuple[Any, ...], ...]:
    """The ways in which a row is somebody's."""
    if person_id is None:
        return ((),)
    about, actor = col(AuditRow.about), col(AuditRow.actor)
    return (about == person_id,), (actor == person_id,), (about.in_(_pairings_of(person_id)),)


def _pairings_of(person_id: PersonId) -> Any:
    return select(col(Pairing.id)).where(
        or_(col(Pairing.service_user_id) == person_id, col(Pairing.peer_worker_id) == person_id)
    )
