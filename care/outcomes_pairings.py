"""What one pairing, one wait and one peer worker add to the figures of a programme.

Figures that end in a question are shares of "yes"; the others are whole numbers, in the unit that
their name carries. Stand-ins are not counted: they end by themselves.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.outcomes_tally import Entry

STAY_WEEKS = (4, 8, 12)  # of a pairing
PEER_STAY_WEEKS = (12, 26)  # of a peer worker
SHORTEST_DAYS = 7  # a shorter pairing had no week to count contacts in
FITS = ((750, "high"), (500, "middle"), (0, "low"))  # of 1000 points of fit; our bands
LENGTHS = ((17, "long"), (9, "middle"), (0, "short"))  # weeks from the first day to the last
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pairing:
    """One pairing that began. `contacts` is None where it is not known any more."""

    active_at: datetime
    first_contact_at: datetime | None
    ended_at: datetime | None
    ended_as_planned: bool
    break_seconds: int
    contacts: int | None


def pairing_figures(
    one: Pairing, now: datetime, *, first_contact_hours: int, contact_every_days: int
) -> Iterator[Entry]:
    """First contact, dose, and how long it went on; what cannot be known yet is left out."""
    yield from _first_contact(one, now, timedelta(hours=first_contact_hours))
    until = one.ended_at or now
    running = until - one.active_at - timedelta(seconds=one.break_seconds)
    planned = running / DAY / contact_every_days
    if one.contacts is not None and running / DAY >= SHORTEST_DAYS:
        yield "dose_percent", min(999, round(100 * one.contacts / planned))
        yield "contacts", one.contacts
    for weeks in STAY_WEEKS:
        if one.active_at + timedelta(weeks=weeks) <= now:
            yield f"stayed_{weeks}?", _yes(_lasted(one, weeks))
    if one.ended_at is not None:
        yield "ended_as_planned?", _yes(one.ended_as_planned)


def offer_figure(state: str, end_reason: str | None, *, became_active: bool) -> Iterator[Entry]:
    """Whether an offer was accepted by both; nothing for what was no offer, or is open still."""
    was_declined = state == "declined" and end_reason in ("peer_worker", "full", "service_user")
    if became_active:
        yield "accepted?", "yes"
    elif was_declined or state == "expired":
        yield "accepted?", "no"


def wait_figures(outcome: str | None, waited_days: int | None) -> Iterator[Entry]:
    """How a wait that is over ended, and how many days it lasted where it led to a peer."""
    yield "matched?", _yes(outcome == "matched")
    if waited_days is not None:
        yield "wait_days", waited_days


def peer_figures(
    first_at: datetime, left_at: datetime | None, people: int, now: datetime
) -> Iterator[Entry]:
    """How many people a peer worker has supported, and whether they stayed."""
    yield "peer_people", people
    for weeks in PEER_STAY_WEEKS:
        until = first_at + timedelta(weeks=weeks)
        if until <= now:
            yield f"peer_stayed_{weeks}?", _yes(left_at is None or left_at >= until)


def groups_of(
    fit: int, reasons: Collection[str] | None, kind: str | None, weeks: int | None
) -> tuple[str, ...]:
    """The groups of a pairing: the kind of support, and what was known of the match.

    `kind` and `weeks`, which the two agreed on last, are None before they began. `reasons` are the
    codes of why they were suggested; None where they are not known any more.
    """
    found = [f"kind:{kind}"] if kind else []
    if weeks is not None:
        found.append(f"length:{_band(weeks, LENGTHS)}")
    found.append(f"fit:{_band(fit, FITS)}")
    if reasons is not None:
        missing = any(code in reasons for code in ("missing.wish", "missing.peer_wish"))
        asked = missing or any(code in reasons for code in ("fit.wish", "fit.peer_wish"))
        found.append(f"experience:{_shared('fit.experiences' in reasons)}")
        found.append(f"stage:{_shared('fit.stage' in reasons)}")
        found.append(f"wishes:{'some' if missing else 'all' if asked else 'none'}")
    return tuple(found)


def _band(n: int, bands: Sequence[tuple[int, str]]) -> str:
    return next((name for least, name in bands if n >= least), bands[-1][1])


def _first_contact(one: Pairing, now: datetime, limit: timedelta) -> Iterator[Entry]:
    if one.first_contact_at is not None:
        took = one.first_contact_at - one.active_at
        yield "first_contact?", _yes(took <= limit)
        yield "first_contact_hours", max(0, int(took / timedelta(hours=1)))
    elif one.active_at + limit <= now:
        yield "first_contact?", "no"


def _lasted(one: Pairing, weeks: int) -> bool:
    """Whether it still ran after so many weeks; a planned end before counts as lasting."""
    until = one.active_at + timedelta(weeks=weeks)
    return one.ended_at is None or one.ended_at >= until or one.ended_as_planned


def _yes(is_so: bool) -> str:  # noqa: FBT001  a word for a truth
    return "yes" if is_so else "no"


def _shared(is_so: bool) -> str:  # noqa: FBT001  a word for a truth
    return "shared" if is_so else "not_shared"
