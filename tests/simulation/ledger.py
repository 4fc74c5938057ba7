"""What the made-up people did, held against what the records say became of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import col, select

from care.packs import load_pack
from care.questions import encode
from db.alerts import Alert, AlertStep
from db.answers import FormSession, answers_in
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin

# Their next day is a day to look whether there were contacts, not one on which they are due.
WAIT_FOR_CONTACTS = [plan.key for plan in load_pack("perinatal").checkins if plan.after_contacts]
RAISED = ("raised", "repeated")
CALLED = ("first", "again", "next", "everyone", "nobody_on_duty")


@dataclass(frozen=True)
class Given:
    """A safety answer that somebody pressed, into a form that was open."""

    person_id: str
    session_id: str
    question: str
    option: str
    at: datetime


@dataclass
class Ledger:
    """Counts, and what is still to be seen in the records."""

    wanted: int
    pending: list[Given] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # steps of alerts that an answer caused
    given: int = 0
    asks: Counter = field(default_factory=Counter)  # check-in -> how often its question arrived
    did: Counter = field(default_factory=Counter)
    expected: set = field(default_factory=set)  # (plan, date) that were next at some time
    breaches: Counter = field(default_factory=Counter)

    def wants(self, share, chance):
        """Whether the next safety answer is a worrying one; `share` of the time has passed."""
        if self.given >= self.wanted:
            return False
        is_behind = self.given < self.wanted * share
        return chance.random() < (0.7 if is_behind else 0.03) or share > 0.97

    def gives(self, given):
        """Somebody pressed it."""
        self.given += 1
        self.pending.append(given)

    async def check(self, session):
        """Look for what was pressed: the answer, and a step of an alert that it alone caused."""
        self.pending = [one for one in self.pending if not await self._is_there(session, one)]

    async def _is_there(self, session, one):
        form_session = await session.get(FormSession, one.session_id)
        answers = await answers_in(session, form_session) if form_session else {}
        text, _ = answers.get(one.question, (None, True))
        if text is None or text != encode(one.option):
            return False
        query = (
            select(AlertStep.id)
            .join(Alert, col(Alert.id) == col(AlertStep.alert_id))
            .where(
                Alert.person_id == one.person_id,
                Alert.kind == "answer",
                col(AlertStep.step).in_(RAISED),
                AlertStep.at >= one.at,
            )
        )
        free = [step for step in await session.exec(query) if step not in self.seen]
        self.seen.update(free[:1])
        return bool(free)

    async def watch_plans(self, session):
        """Remember which days are next, so that each of them must have a row once it is over."""
        query = select(CheckinPlan.id, CheckinPlan.next_local_date).where(
            CheckinPlan.state == "on",
            col(CheckinPlan.counted_from).is_not(None),
            col(CheckinPlan.name).not_in(WAIT_FOR_CONTACTS),
        )
        self.expected.update((await session.exec(query)).all())


@dataclass(frozen=True)
class Sums:
    """What is left of it all in the end."""

    safety_answers: int
    lost: int
    without_alert: int
    never_called: int
    alerts: int
    alerts_open: int
    checkins: dict[str, int]
    doubled: int
    unexplained: int


async def sum_up(session, ledger):
    """Count what the records hold against what was done."""
    steps = {row.id: row for row in await session.exec(select(AlertStep))}
    alerts = {row.id: row for row in await session.exec(select(Alert))}
    standing = [one for one in ledger.seen if one in steps and steps[one].alert_id in alerts]
    called = {step.alert_id for step in steps.values() if step.step in CALLED}
    days = list(await session.exec(select(Checkin)))
    plans = {row.id: row for row in await session.exec(select(CheckinPlan))}
    return Sums(
        safety_answers=ledger.given,
        lost=len(ledger.pending),
        without_alert=ledger.given - len(ledger.pending) - len(standing),
        never_called=len(alerts.keys() - called),
        alerts=len(alerts),
        alerts_open=sum(alert.state != "closed" for alert in alerts.values()),
        checkins=dict(sorted(Counter(_outcome(day) for day in days).items())),
        doubled=_doubled(ledger, days),
        unexplained=_unexplained(ledger, plans, days),
    )


def _outcome(day):
    return day.state if day.reason is None else f"{day.state}.{day.reason}"


def _doubled(ledger, days):
    """Questions that arrived twice, and people who were asked twice on one of their days."""
    twice = sum(count - 1 for count in ledger.asks.values() if count > 1)
    per_day = Counter((d.plan_id, d.local_date) for d in days if d.sent_at is not None)
    per_person = Counter((d.person_id, d.asked_on) for d in days if d.asked_on is not None)
    return twice + sum(n - 1 for c in (per_day, per_person) for n in c.values() if n > 1)


def _unexplained(ledger, plans, days):
    """Days of plans that have no row: seen as the next one and gone by, or left out of a rhythm."""
    known = {(d.plan_id, d.local_date) for d in days}
    next_days = {(p.id, p.next_local_date) for p in plans.values()}
    gone = {one for one in ledger.expected if one[0] in plans} - known - next_days
    return len(gone) + sum(_holes(plan, days) for plan in plans.values() if plan.every_days > 0)


def _holes(plan, days):
    """How many times two rows of a rhythm lie further apart than it says."""
    dates = sorted({d.local_date for d in days if d.plan_id == plan.id} | _still_to_come(plan))
    return sum(
        later - earlier > timedelta(days=plan.every_days) for earlier, later in pairwise(dates)
    )


def _still_to_come(plan):
    return {plan.next_local_date} if plan.state == "on" else set()
