"""Who is told about an open alert, and when, until a named person takes it.

The ladder: the first person on duty, the same again, the next on duty, then everybody, then
everybody over and over. It ends only when somebody acknowledges the alert.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from care.errors import Refusal

StepKind = Literal["first", "again", "next", "everyone", "nobody_on_duty"]
Outcome = Literal["contacted", "safe", "referred", "emergency", "false_alarm"]
OUTCOMES: tuple[Outcome, ...] = ("contacted", "safe", "referred", "emergency", "false_alarm")


class CloseRefused(Refusal):
    """An alert is closed only with an outcome, by somebody who acknowledged it."""


@dataclass(frozen=True, slots=True)
class Timers:
    """How long each step waits for an acknowledgement before the next one; set by a programme.

    Published standards for peer chat were not found; 15 minutes to the deputy is an example from
    practice. `repeat` is the rhythm of telling everybody again.
    """

    again: timedelta = timedelta(minutes=15)
    next_person: timedelta = timedelta(minutes=15)
    everyone: timedelta = timedelta(minutes=30)
    repeat: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        waits = (self.again, self.next_person, self.everyone, self.repeat)
        if min(waits) < timedelta(minutes=1) or max(waits) > timedelta(hours=24):
            raise ValueError("each wait of an alert is between 1 minute and 24 hours")


DEFAULT_TIMERS = Timers()


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What a programme decides about its alerts.

    `urgent` and `soon` are the timers of either kind: a score speaks of two weeks, not of this
    minute, so it may wait for the working day. An alert that somebody took and that is not closed
    after `close` is called out to them again. `hours` is the programme's own word on when alerts
    are read; "" tells the next hours of the rota. All of it is our choice: no standard was found.
    """

    urgent: Timers = DEFAULT_TIMERS
    soon: Timers = Timers(
        again=timedelta(hours=4),
        next_person=timedelta(hours=4),
        everyone=timedelta(hours=8),
        repeat=timedelta(hours=24),
    )
    close: timedelta = timedelta(hours=24)
    hours: str = ""


ALERT_RULES = AlertRules()


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: what, when and who was told."""

    kind: StepKind
    at: datetime
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """What the ladder has to know about one alert. `steps` in the order they were taken."""

    raised_at: datetime
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
    steps: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Ids of those on duty now, first the one who answers, then deputies; and of everyone."""

    on_duty: tuple[str, ...]
    everyone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Tell these people now, and record the step."""

    kind: StepKind
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NobodyOnDuty:
    """No one is on duty: tell the person so, with numbers, and everyone in `to`. Record it."""

    to: tuple[str, ...]
    kind: Literal["nobody_on_duty"] = "nobody_on_duty"


def next_step(
    alert: AlertFacts, duty: Duty, now: datetime, timers: Timers = DEFAULT_TIMERS
) -> Step | NobodyOnDuty | None:
    """The step to take now, or None while it waits, is acknowledged or is closed."""
    due = next_step_at(alert, timers)
    if due is None or now < due:
        return None
    if not alert.steps:
        return _first(duty)
    return _after(alert.steps, duty)


def next_step_at(alert: AlertFacts, timers: Timers = DEFAULT_TIMERS) -> datetime | None:
    """When the next step is due, or None once the alert is acknowledged or closed."""
    if alert.acknowledged_at is not None or alert.closed_at is not None:
        return None
    if not alert.steps:
        return alert.raised_at
    last = alert.steps[-1]
    return last.at + _wait_after(last.kind, timers)


def check_can_close(outcome: str | None, *, acknowledged: bool = True) -> Outcome:
    """The outcome with which an alert may be closed.

    Raises CloseRefused "alert.acknowledge_first", or "alert.outcome_needed" without a known one.
    """
    if not acknowledged:
        raise CloseRefused("alert.acknowledge_first")
    for known in OUTCOMES:
        if known == outcome:
            return known
    raise CloseRefused("alert.outcome_needed")


def _wait_after(kind: StepKind, timers: Timers) -> timedelta:
    waits = {
        "first": timers.again,
        "again": timers.next_person,
        "next": timers.everyone,
        "everyone": timers.repeat,
        "nobody_on_duty": timers.again,
    }
    return waits[kind]


def _first(duty: Duty) -> Step | NobodyOnDuty:
    if not duty.on_duty:
        return NobodyOnDuty(duty.everyone)
    return Step("first", duty.on_duty[:1])


def _after(steps: tuple[Taken, ...], duty: Duty) -> Step:
    last = steps[-1]
    if last.kind == "first" and last.to[:1] and last.to[0] in duty.on_duty:
        return Step("again", last.to)
    told = {person for step in steps if step.kind != "nobody_on_duty" for person in step.to}
    untold = [person for person in duty.on_duty if person not in told]
    if untold and last.kind != "everyone":
        return Step("next", (untold[0],))
    return Step("everyone", tuple(dict.fromkeys(duty.on_duty + duty.everyone)))
