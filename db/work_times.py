"""The time log of peer workers, for pay: on which day how many minutes, spent on what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, local_day, own_id, refers_to, word
from db.contact_days import ContactDay
from db.ids import MembershipId, PersonId, ProgrammeId, new_id
from db.memberships import Membership
from db.pairings import Pairing


class WorkTime(SQLModel, table=True):
    """One entry; `spent_on` is "support", "supervision", "training" or "other"."""

    __tablename__ = "work_time"
    id: str = own_id()
    membership_id: MembershipId = refers_to("membership")
    person_id: PersonId = refers_to("person")
    entered_by: PersonId = refers_to("person", index=False)
    day: date = local_day()
    minutes: int
    spent_on: str = word()
    at: datetime = instant()


@dataclass(frozen=True, slots=True)
class DayWritten:
    """A day on which messages of this peer worker arrived, and how many did."""

    day: date
    messages: int


def add_work_time(
    session: AsyncSession,
    membership: Membership,
    entered_by: PersonId,
    *,
    day: date,
    minutes: int,
    spent_on: str,
    now: datetime,
) -> WorkTime:
    """Keep an entry."""
    added = WorkTime(
        id=new_id(),
        membership_id=membership.id,
        person_id=membership.person_id,
        entered_by=entered_by,
        day=day,
        minutes=minutes,
        spent_on=spent_on,
        at=now,
    )
    session.add(added)
    return added


async def work_time_or_none(session: AsyncSession, entry_id: str) -> WorkTime | None:
    """The entry with this id, locked for this transaction."""
    return await session.get(WorkTime, entry_id, with_for_update=True)


async def work_times(
    session: AsyncSession, membership_id: MembershipId, first: date, last: date
) -> list[WorkTime]:
    """The entries of this peer worker from the first day to the last, both included."""
    query = select(WorkTime).where(
        col(WorkTime.membership_id) == membership_id,
        col(WorkTime.day) >= first,
        col(WorkTime.day) <= last,
    )
    return list(await session.exec(query.order_by(col(WorkTime.day), col(WorkTime.at))))


async def work_times_held(session: AsyncSession, membership_id: MembershipId) -> list[WorkTime]:
    """All entries of this peer worker, the earliest first."""
    return await work_times(session, membership_id, date.min, date.max)


async def days_written(
    session: AsyncSession,
    person_id: PersonId,
    programme_id: ProgrammeId,
    first: date,
    last: date,
) -> list[DayWritten]:
    """The days on which the peer worker wrote in this programme: what their time can be checked by.

    Days of erased people are gone with them.
    """
    query = (
        select(col(ContactDay.day), func.sum(col(ContactDay.from_peer_worker)))
        .join(Pairing, col(Pairing.id) == col(ContactDay.pairing_id))
        .where(
            col(Pairing.peer_worker_id) == person_id,
            col(Pairing.programme_id) == programme_id,
            col(ContactDay.day) >= first,
            col(ContactDay.day) <= last,
            col(ContactDay.from_peer_worker) > 0,
        )
        .group_by(col(ContactDay.day))
        .order_by(col(ContactDay.day))
    )
    return [DayWritten(day, int(messages)) for day, messages in await session.exec(query)]
