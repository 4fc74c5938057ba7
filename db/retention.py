"""Retention: whose last role in a programme ended long ago."""

from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PersonId, ProgrammeId
from db.memberships import Membership
from db.people import Person


async def people_who_left(
    session: AsyncSession,
    programme_id: ProgrammeId,
    before: datetime,
    most: int,
    *,
    told_before: datetime,
) -> list[PersonId]:
    """People who left this programme before then and have no role anywhere, the longest gone first.

    Without those who are to be forgotten already, and without those who were told of it since
    `told_before`. A long look: it goes through all who ever left.
    """
    other = aliased(Membership)
    stays = exists().where(col(other.person_id) == col(Person.id), col(other.stage) != "left")
    query = (
        select(col(Person.id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.programme_id) == programme_id,
            col(Membership.stage) == "left",
            col(Membership.stage_since) <= before,
            col(Person.erase_at).is_(None),
            col(Person.erased_at).is_(None),
            or_(
                col(Person.erasure_told_at).is_(None),
                col(Person.erasure_told_at) <= told_before,
            ),
            ~stays,
        )
        .order_by(col(Membership.stage_since))
    )
    found = await session.exec(query.limit(most))
    return list(dict.fromkeys(found))
