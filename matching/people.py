"""People as matching sees them: no names, no texts, ids that mean nothing outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matching.checks import check, check_codes, check_id, check_whole
from matching.week import SLOTS_A_WEEK, check_zone

Want = Literal["same", "different"]
Strength = Literal["must", "nice"]

LEAST_AGE, MOST_AGE = 10, 120
MOST_PLACES = 1000
MOST_PRIORITY = 9


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of the other person's trait; a trait that does not matter has no wish.

    `trait` is "age", "stage", "experience" or any trait both sides may state ("gender", "culture").
    A *must* is a limit, a *nice* adds to the fit. What one side does not tell meets no wish.
    "experience" (to share at least one, or none) is a must; how nice it is to share each one is
    said by its importance.
    """

    trait: str
    want: Want
    strength: Strength = "nice"

    def __post_init__(self) -> None:
        check(bool(self.trait), "wish", self.trait, "a trait, such as gender")
        check(self.want in ("same", "different"), "wish", self.want, "same or different")
        check(self.strength in ("must", "nice"), "wish", self.strength, "must or nice")
        good = self.trait != "experience" or self.strength == "must"
        check(good, "wish", "nice experience", "an importance for each lived experience instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUser:
    """Somebody who waits. Raises `PersonRefused` for a value out of range.

    `languages`: codes, the preferred one first. `experiences`: code to importance, 1 to 3.
    `avoid`: lived experiences the peer worker should not bring, or `trait:value` ("gender:man").
    `open_to`: groups of `Rules.kept_apart` that they ask to meet all the same.
    `slots`: four-hour slots of the week by the clock of `zone`, Monday 00:00 to 04:00 is 0, the
    last is 41. `apart`: peer worker id to the reason ("block", "conflict", "refusal") why the
    two are never paired. `priority`: 0 to 9, a higher band goes first.
    """

    id: str
    programme: str
    setting: str
    languages: tuple[str, ...]
    waiting_since: date
    stage: str | None = None
    experiences: Mapping[str, int] = field(default_factory=dict)
    traits: Mapping[str, str] = field(default_factory=dict)
    age: int | None = None
    wishes: tuple[Wish, ...] = ()
    avoid: frozenset[str] = frozenset()
    open_to: frozenset[str] = frozenset()
    slots: frozenset[int] = frozenset()
    zone: str = "UTC"
    apart: Mapping[str, str] = field(default_factory=dict)
    priority: int = 0

    def __post_init__(self) -> None:
        check_id(self.id)
        _check_shared(self)
        check_whole(self.id, "priority", self.priority, 0, MOST_PRIORITY)
        for importance in self.experiences.values():
            check_whole(self.id, "importance of an experience", importance, 1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerWorker:
    """Somebody who offers places. Raises `PersonRefused` for a value out of range.

    `stages` and `experiences`: what the peer worker went through and shares. `training`: setting
    to the last day it is valid. `recovered_since`: None when it is not known. `limits`: topics the
    peer worker does not take on (lived experiences of the service user). `load`: places taken now,
    open offers included. `stopped`: why nobody new may be given now ("away", "supervision"), empty
    when somebody may. Other fields as for `ServiceUser`.
    """

    id: str
    programme: str
    languages: tuple[str, ...]
    training: Mapping[str, date]
    capacity: int
    load: int = 0
    stopped: tuple[str, ...] = ()
    recovered_since: date | None = None
    stages: frozenset[str] = frozenset()
    experiences: frozenset[str] = frozenset()
    traits: Mapping[str, str] = field(default_factory=dict)
    age: int | None = None
    wishes: tuple[Wish, ...] = ()
    avoid: frozenset[str] = frozenset()
    open_to: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    slots: frozenset[int] = frozenset()
    zone: str = "UTC"
    apart: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_id(self.id)
        _check_shared(self)
        check_whole(self.id, "capacity", self.capacity, 0, MOST_PLACES)
        check_whole(self.id, "load", self.load, 0, MOST_PLACES)

    @property
    def free_places(self) -> int:
        """Places that can be given now; 0 when the load is at or over the capacity."""
        return max(0, self.capacity - self.load)


def waiting_days(person: ServiceUser, today: date) -> int:
    """Whole days the person has waited; 0 for a date that is still to come."""
    return max(0, (today - person.waiting_since).days)


def _check_shared(person: ServiceUser | PeerWorker) -> None:
    check_codes(person.id, "languages", person.languages)
    if person.age is not None:
        check_whole(person.id, "age", person.age, LEAST_AGE, MOST_AGE)
    for slot in person.slots:
        check_whole(person.id, "slot", slot, 0, SLOTS_A_WEEK - 1)
    check_zone(person.id, person.zone)
    wished = [wish.trait for wish in person.wishes]
    check(len(set(wished)) == len(wished), person.id, "wishes", "one wish for each trait")
