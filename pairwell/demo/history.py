"""The made-up past: a year of pairings that are over, so that outcomes have something to tell.

Rows, not stories: nobody of them is there any more, no letter leaves, and nobody waits. The numbers
come from the place of each pair in the year, so that every trial shows the same ones.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan, add_plan
from db.checkins import Checkin, set_score
from db.consents import give_consent
from db.contact_days import ContactDay
from db.engine import Database
from db.ids import CheckinId, PersonId, ProgrammeId, new_id
from db.memberships import Membership, add_membership
from db.pairings import Pairing, add_pairing
from db.people import Person, add_person_without_chat, set_name
from db.programmes import Programme, programme_by_name
from db.rhythms import Rhythm
from db.waits import Wait
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.outcome_counting import count_outcomes
from flows.story import Story
from pairwell.demo.cast import PROGRAMME

PAIRS, PEERS = 40, 12
DAY = timedelta(days=1)
NAMES = ("Ella", "Noor", "Grace", "Tess", "Amina", "Ruth", "Ivy", "Lena", "Mina", "Olga")
ASKED = (2, 16, 30, 44, 58, 72)  # days after the beginning on which the WHO-5 is asked
PEERS_ASKED = (28, 56, 84, 112, 140)  # days after their first one began
SHARED = ("fit.experiences", "fit.stage", "fit.wish")
MISSING = ("missing.experiences", "missing.stage", "missing.wish")


@dataclass(frozen=True, slots=True)
class Past:
    """One pair of the past, by its place in the year; later ones are nearer to now."""

    place: int
    now: datetime

    @property
    def began_at(self) -> datetime:
        """About nine days apart, the last one three weeks ago."""
        return self.now - DAY * (21 + 9 * (PAIRS - 1 - self.place)) - timedelta(hours=5)

    @property
    def days(self) -> int:
        """How long it went on: 12 weeks for two of three, else from three weeks on."""
        return 84 if self.place % 3 else 20 + self._mixed(40)

    @property
    def ended_at(self) -> datetime | None:
        """None for what would have ended after now."""
        ended = self.began_at + self.days * DAY
        return ended if ended < self.now else None

    @property
    def is_planned(self) -> bool:
        """Whether it ended on its last day."""
        return self.days == 84

    @property
    def planned_until(self) -> date:
        """The last day that both knew: 12 weeks, or 20 for some of those who stopped before."""
        weeks = 12 if self.is_planned or self.place % 2 else 20
        return (self.began_at + timedelta(weeks=weeks)).date()

    @property
    def waited_days(self) -> int:
        """From 4 days to almost five weeks."""
        return 4 + self._mixed(29)

    @property
    def first_contact_at(self) -> datetime:
        """Mostly within three days."""
        return self.began_at + timedelta(hours=5 + self._mixed(90))

    @property
    def last_day(self) -> date:
        """The day on which it ended, or today."""
        return (self.ended_at or self.now).date()

    def totals(self) -> Iterator[tuple[date, int]]:
        """WHO-5 totals, multiples of four; some are left out, and not everybody's rises."""
        for number, day in enumerate(ASKED):
            on = (self.began_at + day * DAY).date()
            if on <= self.last_day and (self.place + number) % 9:
                rise = (self._mixed(11) - 2) * number // 2
                yield on, min(100, 4 * (6 + self._mixed(8) + rise // 2))

    def contact_days(self) -> Iterator[date]:
        """Nearly every week, one day on which both wrote."""
        for week in range(self.days // 7):
            day = (self.began_at + (7 * week + 2) * DAY).date()
            if (self.place * 5 + week * 3) % 7 and day <= self.last_day:
                yield day

    def _mixed(self, most: int) -> int:
        return (self.place * 37 + 11) * 29 % 101 % most


async def add_past(database: Database, now: datetime) -> None:
    """Keep the past of the made-up programme, and count it; LookupError where there is none."""
    async with database.transaction(durable=False) as session:
        where = await programme_by_name(session, PROGRAMME)
        if where is None:
            raise LookupError("The made-up programme is not there.")
        await add_past_of(session, where, now)
    for bite in count():
        async with database.transaction(durable=False) as session:
            if not await count_outcomes(Story(session, now, f"made_up:count:{bite}")):
                return


async def add_past_of(session: AsyncSession, where: Programme, now: datetime) -> None:
    """Keep the same past in any programme."""
    peers = [await _peer(session, where, number, now) for number in range(PEERS)]
    for place in range(PAIRS):
        await _pair(session, where, Past(place, now), peers[place % PEERS])
    for number, peer in enumerate(peers):
        first = Past(number, now).began_at
        days = [(first + day * DAY).date() for day in PEERS_ASKED]
        totals = [1 + (number + step) % 3 for step in range(len(days))]
        plan = _plan(session, where.id, peer.person_id, PEER_WORKER, "burnout", now)
        await _answers(session, plan, list(zip(days, totals, strict=True)))


async def _peer(session: AsyncSession, where: Programme, number: int, now: datetime) -> Membership:
    begun = now - 390 * DAY
    someone = await _someone(session, NAMES[-1 - number % len(NAMES)], begun)
    weeks = 16 if number % 3 == 0 else 38
    since = min(Past(number, now).began_at + timedelta(weeks=weeks), now)
    return _role(session, someone, where, PEER_WORKER, "left", since)


async def _pair(session: AsyncSession, where: Programme, past: Past, peer: Membership) -> None:
    user = await _someone(session, NAMES[past.place % len(NAMES)], past.began_at - 35 * DAY)
    role = _role(session, user, where, SERVICE_USER, "left", past.ended_at or past.now)
    await session.flush()
    session.add(_wait(role, past))
    made = await add_pairing(
        session,
        where.id,
        user.id,
        peer.person_id,
        fit=420 + 11 * past.place % 540,
        reasons=_reasons(past.place),
        now=past.began_at - 2 * DAY,
    )
    _live(made, past)
    session.add(Rhythm(pairing_id=made.id, ends_on=past.planned_until))
    await _consent(session, user, where, past)
    await session.flush()
    session.add_all(
        ContactDay(pairing_id=made.id, day=day, from_service_user=2, from_peer_worker=3)
        for day in past.contact_days()
    )
    plan = _plan(session, where.id, user.id, SERVICE_USER, "who5", past.began_at)
    await _answers(session, plan, list(past.totals()))


def _live(made: Pairing, past: Past) -> None:
    ended_at = past.ended_at or past.now
    made.state, made.since, made.ended_at = "ended", ended_at, ended_at
    made.active_at, made.first_contact_at = past.began_at, past.first_contact_at
    made.end_reason = "planned" if past.is_planned else "service_user"


def _wait(role: Membership, past: Past) -> Wait:
    return Wait(
        membership_id=role.id,
        programme_id=role.programme_id,
        began_at=past.began_at - past.waited_days * DAY,
        ended_at=past.began_at,
        outcome="matched",
        waited_days=past.waited_days,
    )


async def _consent(session: AsyncSession, user: Person, where: Programme, past: Past) -> None:
    kinds = ("matching", "checkins", "research") if past.place % 4 else ("matching", "checkins")
    for kind in kinds:
        give_consent(session, user.id, where.id, kind=kind, version=1, now=past.began_at)


async def _someone(session: AsyncSession, name: str, at: datetime) -> Person:
    someone = await add_person_without_chat(
        session, language="en", time_zone="Europe/London", now=at
    )
    await set_name(session, someone, name)
    return someone


def _role(
    session: AsyncSession, who: Person, where: Programme, role: str, stage: str, since: datetime
) -> Membership:
    return add_membership(
        session, who.id, where.id, role=role, stage=stage, invitation_id=None, now=since
    )


def _plan(
    session: AsyncSession,
    programme_id: ProgrammeId,
    person_id: PersonId,
    role: str,
    measure: str,
    at: datetime,
) -> CheckinPlan:
    plan = add_plan(
        session,
        person_id,
        programme_id,
        pairing_id=None,
        role=role,
        measure=measure,
        every_days=14,
        at_minute=600,
        next_due_at=at,
        next_local_date=at.date(),
    )
    plan.state = "ended"
    return plan


async def _answers(
    session: AsyncSession, plan: CheckinPlan, totals: Sequence[tuple[date, int]]
) -> None:
    await session.flush()
    for day, total in totals:
        at = datetime(day.year, day.month, day.day, 10, tzinfo=plan.next_due_at.tzinfo)
        answered = Checkin(
            id=CheckinId(new_id()),
            plan_id=plan.id,
            person_id=plan.person_id,
            measure=plan.measure,
            local_date=day,
            state="answered",
            due_at=at,
            sent_at=at,
            asked_on=day,
            answered_at=at,
        )
        await set_score(session, answered, total)


def _reasons(place: int) -> str:
    codes = [
        (fit, missing)[(place >> bit) % 2]
        for bit, (fit, missing) in enumerate(zip(SHARED, MISSING, strict=True))
    ]
    return json.dumps([{"code": code, "params": {}} for code in codes])
