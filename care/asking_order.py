"""The order in which a person's check-ins of one day are asked, where there is room for one alone.

What asks about safety comes first, and what comes rarely: a listed week or a first talk is lost
once it is past, while a rhythm of days comes round again. Then whoever was moved longest. So that
nothing waits for good, a check-in that was moved for a week goes before all that was not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from care.room import Reason

# Most rhythms of a pack come once a week: within it each of the others had its turn once.
PATIENCE = timedelta(days=7)

CROWDED: tuple[Reason, ...] = ("one_a_day", "week_full")  # another one took the place

Outcome = tuple[date, str | None]
"""A day on which a plan was due, and why it was moved; None where something else became of it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A check-in that one person is to be asked, beside the others of the same person.

    `moved_since` is the first day on which another one took its place; None where none did.
    `place` is where the pack lists it.
    """

    plan: str
    asks_about_safety: bool = False
    is_rare: bool = False
    moved_since: date | None = None
    place: int = 0


def in_order(claims: Iterable[Claim], today: date) -> list[Claim]:
    """The claims, whichever is asked first before the others; the same whatever order they had.

    None of k plans stays moved for longer than a week, and the days that k more check-ins take.
    """
    return sorted(claims, key=lambda claim: _key(claim, today))


def moved_since(outcomes: Iterable[Outcome]) -> date | None:
    """The first day on which another took its place since something else became of one."""
    first = None
    for day, reason in _latest_first(outcomes):
        if reason is None:
            break
        if reason in CROWDED:
            first = day
    return first


def was_crowded_out(outcomes: Iterable[Outcome]) -> bool:
    """Whether another took its place on the last day on which it was due."""
    latest = next(iter(_latest_first(outcomes)), None)
    return latest is not None and latest[1] in CROWDED


def _latest_first(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda one: one[0], reverse=True)


def _key(claim: Claim, today: date) -> tuple[int, int, int, str]:
    moved = 0 if claim.moved_since is None else max(0, (today - claim.moved_since).days)
    if moved >= PATIENCE.days:
        return 0, -moved, claim.place, claim.plan
    comes_first = claim.asks_about_safety or claim.is_rare
    return 1 if comes_first else 2, -moved, claim.place, claim.plan
