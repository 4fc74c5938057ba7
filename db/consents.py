"""Consents: what each person agreed to, in which version of its text, and since when."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant_or_none, refers_to, serial, word
from db.engine import loaded, stay_loaded
from db.ids import PersonId, ProgrammeId


class Consent(SQLModel, table=True):
    """One answer about one kind of use: withdrawing a yes sets a time and deletes nothing.

    A no is a row that was never given.
    """

    __tablename__ = "consent"
    id: int | None = serial()
    person_id: PersonId = refers_to("person")
    programme_id: ProgrammeId = refers_to("programme", index=False)
    kind: str = word()
    version: int = Field(default=1)
    given_at: datetime | None = instant_or_none()
    withdrawn_at: datetime | None = instant_or_none()


STANDING = (
    select(col(Consent.person_id), col(Consent.kind), col(Consent.version))
    .where(
        col(Consent.programme_id) == bindparam("where"),
        col(Consent.person_id).in_(bindparam("people", expanding=True)),
        col(Consent.withdrawn_at).is_(None),
    )
    .order_by(col(Consent.version))
)


async def consents_of(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId
) -> dict[str, int]:
    """Kind -> version of the text, for the consents that stand."""
    known = loaded(session, _standing(person_id, programme_id))
    if isinstance(known, dict):
        return dict(known)
    query = select(Consent).where(
        col(Consent.person_id) == person_id,
        col(Consent.programme_id) == programme_id,
        col(Consent.withdrawn_at).is_(None),
    )
    rows = await session.exec(query.order_by(col(Consent.version)))
    return {row.kind: row.version for row in rows}


async def read_consents(
    session: AsyncSession, programme_id: ProgrammeId, people: Collection[PersonId]
) -> None:
    """Read the standing consents of these people at once, for a story that changes none."""
    standing: dict[PersonId, dict[str, int]] = {person_id: {} for person_id in people}
    params = {"where": programme_id, "people": list(people)}
    for person_id, kind, version in await session.exec(STANDING, params=params):
        standing[person_id][kind] = version
    for person_id, kinds in standing.items():
        stay_loaded(session, _standing(person_id, programme_id), kinds)


def give_consent(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    *,
    kind: str,
    version: int,
    now: datetime,
) -> None:
    """Record a yes."""
    session.add(
        Consent(
            person_id=person_id,
            programme_id=programme_id,
            kind=kind,
            version=version,
            given_at=now,
        )
    )


async def withdraw_consent(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId, kind: str, now: datetime
) -> None:
    """Record that the person's yes to this kind no longer stands."""
    query = select(Consent).where(
        col(Consent.person_id) == person_id,
        col(Consent.programme_id) == programme_id,
        col(Consent.kind) == kind,
        col(Consent.withdrawn_at).is_(None),
    )
    for row in await session.exec(query):
        row.withdrawn_at = now
        session.add(row)


def decline_consent(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    *,
    kind: str,
    version: int,
    now: datetime,
) -> None:
    """Record a no to these words, so that they are not asked again."""
    session.add(
        Consent(
            person_id=person_id,
            programme_id=programme_id,
            kind=kind,
            version=version,
            given_at=None,
            withdrawn_at=now,
        )
    )


# Built once: it is asked for every message, and building costs more than asking.
ALL_CONSENTS = (
    select(Consent)
    .where(
        col(Consent.person_id) == bindparam("who"), col(Consent.programme_id) == bindparam("where")
    )
    .order_by(col(Consent.id))
)


async def all_consents(
    session: AsyncSession, person_id: PersonId, programme_id: ProgrammeId
) -> list[Consent]:
    """Every answer about every kind, the oldest first."""
    params = {"who": person_id, "where": programme_id}
    return list(await session.exec(ALL_CONSENTS, params=params))


def _standing(person_id: PersonId, programme_id: ProgrammeId) -> str:
    return f"consents|{person_id}|{programme_id}"
