"""Waits: how long each service user has been on the waiting list, and what they were told of it.

A wait names no person, only the role that waits. Once it has ended it tells the next people how
long it may take.
"""

from datetime import datetime, timedelta

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, refers_to, serial, word_or_none
from db.ids import MembershipId, ProgrammeId
from db.memberships import Membership


class Wait(SQLModel, table=True):
    """One stretch on the waiting list; breaks that the person took are in it, and counted."""

    __tablename__ = "wait"
    id: int | None = serial()
    membership_id: MembershipId = refers_to("membership")
    programme_id: ProgrammeId = refers_to("programme")
    began_at: datetime = instant()
    paused_at: datetime | None = instant_or_none()
    paused_seconds: int = Field(default=0)
    told_half_days: int | None = Field(default=None)
    told_most_days: int | None = Field(default=None)
    promised_at: datetime | None = instant_or_none(index=True)  # until when we said we write
    look_at: datetime | None = instant_or_none(index=True)  # when to see if that still holds
    ended_at: datetime | None = instant_or_none(index=True)
    outcome: str | None = word_or_none()
    waited_days: int | None = Field(default=None)  # without the breaks; for a matched one only


async def wait_or_none(session: AsyncSession, membership_id: MembershipId) -> Wait | None:
    """The open wait of this role."""
    query = select(Wait).where(
        col(Wait.membership_id) == membership_id, col(Wait.ended_at).is_(None)
    )
    return (await session.exec(query)).first()


async def wait_of(session: AsyncSession, membership: Membership) -> Wait:
    """The open wait of this role; one since the role's present stage where none was kept yet."""
    found = await wait_or_none(session, membership.id)
    if found is not None:
        return found
    begun = Wait(
        membership_id=membership.id,
        programme_id=membership.programme_id,
        began_at=membership.stage_since,
    )
    session.add(begun)
    await session.flush()
    return begun


def begin_wait(
    session: AsyncSession,
    membership: Membership,
    placed_at: datetime,
    now: datetime,
    *,
    paused: bool = False,
) -> Wait:
    """Begin a wait that counts days from now, with a place in line as if since `placed_at`.

    `paused`: it counts from the end of the person's break on.
    """
    begun = Wait(
        membership_id=membership.id,
        programme_id=membership.programme_id,
        began_at=placed_at,
        paused_seconds=int((now - placed_at).total_seconds()),
        paused_at=now if paused else None,
    )
    session.add(begun)
    return begun


def began_in_a_break(wait: Wait) -> bool:
    """Whether no moment of this wait was counted yet, since the person is on a break all along."""
    counted_from = wait.began_at + timedelta(seconds=wait.paused_seconds)
    return wait.paused_at is not None and wait.paused_at - counted_from < timedelta(seconds=1)


def pause_wait(session: AsyncSession, wait: Wait, now: datetime) -> None:
    """Stop counting days; the place in line stays."""
    wait.paused_at = now
    session.add(wait)


def resume_wait(session: AsyncSession, wait: Wait, now: datetime) -> None:
    """Count days again."""
    if wait.paused_at is not None:
        wait.paused_seconds += int((now - wait.paused_at).total_seconds())
    wait.paused_at = None
    session.add(wait)


def end_wait(session: AsyncSession, wait: Wait, outcome: str, now: datetime) -> None:
    """Close the wait; a "matched" one keeps its length in whole days, without the breaks."""
    resume_wait(session, wait, now)
    wait.ended_at, wait.outcome, wait.look_at = now, outcome, None
    if outcome == "matched":
        wait.waited_days = days_waited(wait, now)


def days_waited(wait: Wait, now: datetime) -> int:
    """Whole days on the list, without the breaks."""
    return days_between(wait.began_at, wait.paused_at, wait.paused_seconds, now)


def days_between(
    began_at: datetime, paused_at: datetime | None, paused_seconds: int, now: datetime
) -> int:
    """The same of a wait of which no more is known."""
    until = paused_at or now
    return max(0, (until - began_at - timedelta(seconds=paused_seconds)).days)


async def lengths_of_waits(
    session: AsyncSession, programme_id: ProgrammeId, latest: int
) -> list[int]:
    """Days that the programme's last matched people waited, the latest first."""
    query = select(Wait.waited_days).where(
        col(Wait.programme_id) == programme_id, col(Wait.waited_days).is_not(None)
    )
    ordered = query.order_by(col(Wait.ended_at).desc(), col(Wait.id).desc()).limit(latest)
    return [days for days in await session.exec(ordered) if days is not None]


async def waits_to_look_at(session: AsyncSession, now: datetime, most: int) -> list[Wait]:
    """Open waits whose estimate is to be looked at again, the longest due first."""
    query = select(Wait).where(col(Wait.look_at) <= now, col(Wait.ended_at).is_(None))
    ordered = query.order_by(col(Wait.look_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


async def waits_promised(session: AsyncSession, now: datetime, most: int) -> list[Wait]:
    """Open waits whose person was told that we write by now, the longest due first."""
    query = select(Wait).where(col(Wait.promised_at) <= now, col(Wait.ended_at).is_(None))
    ordered = query.order_by(col(Wait.promised_at)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))
