"""Outcome counts: what was counted of a programme, and how far a count under way has come.

A count names nobody: it holds how often each figure came, sealed with the service's own key, since
single people could be told from small numbers. What is shown of it is decided by care.outcomes_*.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, delete, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to, sealed, word
from db.engine import vault_of
from db.ids import ProgrammeId, new_id
from db.programmes import Programme


class OutcomeCount(SQLModel, table=True):
    """One count of one programme; `step` and `after` say from where it goes on."""

    __tablename__ = "outcome_count"
    id: str = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    step: str = word()
    after: str = Field(default="", max_length=40)  # the last row of the step that is counted
    begun_at: datetime = instant()
    ready_at: datetime | None = instant_or_none(index=True)
    tally_sealed: bytes | None = sealed()


def begin_count(
    session: AsyncSession, programme_id: ProgrammeId, step: str, now: datetime
) -> OutcomeCount:
    """Keep that a programme is to be counted."""
    added = OutcomeCount(id=new_id(), programme_id=programme_id, step=step, begun_at=now)
    session.add(added)
    return added


async def count_under_way(
    session: AsyncSession, programme_id: ProgrammeId | None = None
) -> OutcomeCount | None:
    """The oldest count that is not ready, of this programme or of any."""
    query = select(OutcomeCount).where(col(OutcomeCount.ready_at).is_(None))
    if programme_id is not None:
        query = query.where(col(OutcomeCount.programme_id) == programme_id)
    return (await session.exec(query.order_by(col(OutcomeCount.begun_at)).limit(1))).first()


async def latest_count(session: AsyncSession, programme_id: ProgrammeId) -> OutcomeCount | None:
    """The last count of the programme that is ready."""
    query = select(OutcomeCount).where(
        col(OutcomeCount.programme_id) == programme_id, col(OutcomeCount.ready_at).is_not(None)
    )
    return (await session.exec(query.order_by(col(OutcomeCount.ready_at).desc()))).first()


async def programme_to_count(session: AsyncSession, before: datetime) -> Programme | None:
    """A programme of which no count was begun since then."""
    counted = exists().where(
        col(OutcomeCount.programme_id) == col(Programme.id), col(OutcomeCount.begun_at) > before
    )
    query = select(Programme).where(~counted).order_by(col(Programme.id)).limit(1)
    return (await session.exec(query)).first()


def keep_tally(session: AsyncSession, count: OutcomeCount, tally: str) -> None:
    """Keep what was counted so far."""
    count.tally_sealed = vault_of(session).seal_for_service(tally, _place(count.id))
    session.add(count)


def tally_in(session: AsyncSession, count: OutcomeCount) -> str:
    """What was counted so far; "" for nothing yet."""
    if count.tally_sealed is None:
        return ""
    return vault_of(session).unseal_for_service(count.tally_sealed, _place(count.id))


async def forget_older_counts(session: AsyncSession, count: OutcomeCount) -> None:
    """Delete the programme's other counts."""
    await session.exec(
        delete(OutcomeCount).where(
            col(OutcomeCount.programme_id) == count.programme_id, col(OutcomeCount.id) != count.id
        )
    )


def _place(count_id: str) -> str:
    return f"outcome_count.tally|{count_id}"
