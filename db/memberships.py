"""Memberships: the role that a person has in a programme, and the stage they are at in it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, bindparam
from sqlmodel import Field, SQLModel, and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, word
from db.engine import loaded, stay_loaded
from db.ids import InvitationId, MembershipId, PersonId, ProgrammeId, new_id


class Membership(SQLModel, table=True):
    """One role of one person in one programme."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "programme_id", "role"),
        Index(
            "ix_membership_line", "programme_id", "role", "stage", "stage_since", "id", "person_id"
        ),
        Index("ix_membership_role_stage", "role", "stage"),
        Index("ix_membership_programme_id_role_id", "programme_id", "role", "id"),
    )
    id: MembershipId = own_id()
    person_id: PersonId = refers_to("person")
    programme_id: ProgrammeId = refers_to("programme", index=False)
    invitation_id: InvitationId | None = refers_to("invitation", optional=True, index=False)
    role: str = word()
    stage: str = word()
    stage_since: datetime = instant()
    version: int = Field(default=1)


# Built once: it is asked for every update, and building costs more than asking.
MEMBERSHIPS_OF = (
    select(Membership)
    .where(col(Membership.person_id) == bindparam("who"))
    .order_by(col(Membership.stage_since))
)


MEMBERSHIPS_IN = select(Membership).where(
    col(Membership.programme_id) == bindparam("where"),
    col(Membership.person_id).in_(bindparam("people", expanding=True)),
)


async def memberships_of(session: AsyncSession, person_id: PersonId) -> list[Membership]:
    """Every role that the person has or had, the oldest first."""
    return list(await session.exec(MEMBERSHIPS_OF, params={"who": person_id}))


async def membership_or_none(
    session: AsyncSession, membership_id: MembershipId, *, for_change: bool = False
) -> Membership | None:
    """The membership with this id; `for_change` keeps others from changing it meanwhile."""
    query = select(Membership).where(col(Membership.id) == membership_id)
    if for_change:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def membership_in(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, role: str
) -> Membership | None:
    """This role of the person in this programme."""
    known = loaded(session, _place(person_id, programme_id, role))
    if isinstance(known, Membership):
        return known
    query = select(Membership).where(
        col(Membership.person_id) == person_id,
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
    )
    return (await session.exec(query)).first()


async def read_memberships(
    session: AsyncSession, programme_id: ProgrammeId, people: Collection[PersonId]
) -> None:
    """Read every role of these people in this programme at once."""
    params = {"where": programme_id, "people": list(people)}
    for row in await session.exec(MEMBERSHIPS_IN, params=params):
        stay_loaded(session, _place(row.person_id, programme_id, row.role), row)


async def members(
    session: AsyncSession, programme_id: ProgrammeId, role: str, stages: Sequence[str]
) -> list[Membership]:
    """Who has this role at one of these stages, the longest at it first."""
    query = select(Membership).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage).in_(stages),
    )
    ordered = query.order_by(col(Membership.stage_since), col(Membership.id))
    return list(await session.exec(ordered))


async def how_many_members(
    session: AsyncSession, programme_id: ProgrammeId, role: str, stages: Sequence[str]
) -> int:
    """How many have this role at one of these stages."""
    query = select(func.count()).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage).in_(stages),
    )
    return (await session.exec(query)).one()


async def page_of_members(
    session: AsyncSession,
    programme_id: ProgrammeId,
    role: str,
    stages: Sequence[str],
    *,
    after: Membership | None,
    most: int,
) -> list[Membership]:
    """A part of `members`: who comes `after` this one, or the first."""
    query = select(Membership).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage).in_(stages),
    )
    since, own = col(Membership.stage_since), col(Membership.id)
    if after is not None:
        at = after.stage_since
        query = query.where(or_(since > at, and_(since == at, own > after.id)))
    return list(await session.exec(query.order_by(since, own).limit(most)))


async def versions_of_members(
    session: AsyncSession, programme_id: ProgrammeId, role: str, stage: str
) -> dict[str, int]:
    """Person id -> version of everybody who has this role at this stage."""
    query = select(Membership.person_id, Membership.version).where(
        col(Membership.programme_id) == programme_id,
        col(Membership.role) == role,
        col(Membership.stage) == stage,
    )
    return dict((await session.exec(query)).all())


async def has_others(session: AsyncSession, programme_id: ProgrammeId, role: str) -> bool:
    """Whether anybody has, or had, another role than this one in the programme."""
    query = select(Membership.id).where(
        col(Membership.programme_id) == programme_id, col(Membership.role) != role
    )
    return (await session.exec(query.limit(1))).first() is not None


def add_membership(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    *,
    role: str,
    stage: str,
    invitation_id: InvitationId | None,
    now: datetime,
) -> Membership:
    """Keep a new role of a person."""
    added = Membership(
        id=MembershipId(new_id()),
        person_id=person_id,
        programme_id=programme_id,
        invitation_id=invitation_id,
        role=role,
        stage=stage,
        stage_since=now,
    )
    session.add(added)
    return added


def set_stage(session: AsyncSession, membership: Membership, stage: str, now: datetime) -> None:
    """Record that the person is at another stage since now."""
    membership.stage = stage
    membership.stage_since = now
    membership.version += 1
    session.add(membership)


def _place(person_id: PersonId, programme_id: ProgrammeId, role: str) -> str:
    return f"membership|{person_id}|{programme_id}|{role}"
