"""Dose: contacts planned and contacts that were, week by week; numbers of messages, never words.

A contact is a day on which both people of a pairing wrote and it arrived. The definition is ours:
the trials that we know count calls or visits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True, slots=True)
class Day:
    """How many messages arrived on one day, from each side."""

    day: date
    from_service_user: int
    from_peer_worker: int

    @property
    def is_contact(self) -> bool:
        """Whether both wrote."""
        return self.from_service_user > 0 and self.from_peer_worker > 0


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a pairing, counted from 1 at the day it began."""

    number: int
    first_day: date
    planned: int
    contacts: int
    from_service_user: int
    from_peer_worker: int


def weeks_of(
    began_on: date, until: date, contact_every_days: int, days: Sequence[Day]
) -> tuple[Week, ...]:
    """The weeks from `began_on` to the one that `until` lies in, the earliest first."""
    count = _count(began_on, until)
    return tuple(_week(n, began_on, contact_every_days, days) for n in range(1, count + 1))


def dose_of_last(
    weeks: int, began_on: date, until: date, contact_every_days: int, days: Iterable[Day]
) -> tuple[int, int]:
    """Contacts and planned contacts of the last so many of `weeks_of`, together."""
    count = _count(began_on, until)
    before = max(0, count - weeks)
    first = began_on + timedelta(days=before * WEEK)
    after = began_on + timedelta(days=count * WEEK)
    contacts = sum(one.is_contact for one in days if first <= one.day < after)
    planned = _planned_by(count, contact_every_days) - _planned_by(before, contact_every_days)
    return contacts, planned


def planned_in(week: int, contact_every_days: int) -> int:
    """How many contacts week `week` (from 1) has by a rhythm of one every so many days.

    The first is planned once the first of these stretches is over: week by week they add up to
    days divided by the rhythm.
    """
    return _planned_by(week, contact_every_days) - _planned_by(week - 1, contact_every_days)


def _count(began_on: date, until: date) -> int:
    return max(0, (until - began_on).days // WEEK + 1)


def _planned_by(week: int, contact_every_days: int) -> int:
    if contact_every_days < 1:
        raise ValueError("contact_every_days must be 1 or more")
    return week * WEEK // contact_every_days


def _week(number: int, began_on: date, contact_every_days: int, days: Sequence[Day]) -> Week:
    first = began_on + timedelta(days=(number - 1) * WEEK)
    after = first + timedelta(days=WEEK)
    mine = [one for one in days if first <= one.day < after]
    return Week(
        number=number,
        first_day=first,
        planned=planned_in(number, contact_every_days),
        contacts=sum(one.is_contact for one in mine),
        from_service_user=sum(one.from_service_user for one in mine),
        from_peer_worker=sum(one.from_peer_worker for one in mine),
    )
