"""What keeps a peer worker from new offers: training, checks or supervision that are out of date.

Pairings that run are never touched by it. Each date is the last day on which it still counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from care.facts import PeerWorkerFacts
from care.onboarding import (
    CHECK,
    EXPERIENCES,
    INTRODUCTION,
    RECOVERED_SINCE,
    STAGES,
    TRAINED_FOR,
    TRAINED_ON,
    TRAINING_NAME,
    TRAINING_PROVIDER,
    TRAINING_VALID_UNTIL,
)

Kind = Literal["training", "check", "supervision"]

# Days before the last day on which the peer worker and the coordinators are reminded.
REMIND_DAYS = (30, 7, 0)

TRAINING, SUPERVISION = "training", "supervision"
_KINDS: Mapping[str, Kind] = {TRAINING: "training", SUPERVISION: "supervision"}

# What a coordinator vouches for. Changed later, it waits for a new look before the next offer; all
# else (hours, limits, wishes, capacity, supervision) is the peer worker's own to change.
_LOOKED_AT = frozenset(
    {
        STAGES,
        EXPERIENCES,
        INTRODUCTION,
        RECOVERED_SINCE,
        TRAINED_FOR,
        TRAINING_NAME,
        TRAINING_PROVIDER,
        TRAINED_ON,
        TRAINING_VALID_UNTIL,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Expiry:
    """Something that counts until a day: "training", "supervision", or a check by its code."""

    what: str
    until: date

    @property
    def kind(self) -> Kind:
        """Training, supervision, or a check."""
        return _KINDS.get(self.what, "check")


def is_looked_at(question: str) -> bool:
    """Tell whether a coordinator has to look at a new answer to the question with this code."""
    return question in _LOOKED_AT or question.startswith(CHECK)


def expiries(facts: PeerWorkerFacts) -> tuple[Expiry, ...]:
    """Return all that can run out; supervision counts until the agreed next talk."""
    found = [Expiry(TRAINING, facts.training.valid_until)]
    found += [Expiry(check.code, check.valid_until) for check in facts.checks]
    if facts.supervision is not None:
        found.append(Expiry(SUPERVISION, facts.supervision.next_on))
    return tuple(found)


def out_of_date(known: Iterable[Expiry], today: date) -> tuple[Expiry, ...]:
    """Return what has run out before `today`; any one of them stops new offers."""
    return tuple(expiry for expiry in known if expiry.until < today)


def is_near(until: date, today: date) -> bool:
    """Tell whether the first reminder of this last day is due, and the day is not over."""
    return today <= until <= today + timedelta(days=max(REMIND_DAYS))


def reminder_due(until: date, known_since: date, reminded: int | None, today: date) -> int | None:
    """Return which reminder of REMIND_DAYS is due now, or None.

    `reminded` is the last one that went out. One whose day was over when the date became known
    (`known_since`) is left out, and after a break the latest alone is sent.
    """
    left = (until - today).days
    reached = [days for days in REMIND_DAYS if left <= days]
    if not reached:
        return None
    days = min(reached)
    if reminded is not None and reminded <= days:
        return None
    was_over = until - timedelta(days=days) < known_since
    return None if days and was_over else days


def next_reminder_on(until: date, reminded: int | None, today: date) -> date | None:
    """Return the next day after `today` on which a reminder can be due; None after the last."""
    open_ones = [d for d in REMIND_DAYS if reminded is None or d < reminded]
    days = (until - timedelta(days=d) for d in open_ones)
    return min((day for day in days if day > today), default=None)
