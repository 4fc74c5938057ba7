"""What an onboarding form says about a person, as plain typed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Want = Literal["same", "different"]
Strength = Literal["must", "nice"]

UTMOST, USUAL, LITTLE = 3, 2, 1  # importance of an experience for the person


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of one trait of their peer; a trait that does not matter has no wish."""

    trait: str
    want: Want
    strength: Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUserFacts:
    """A service user's answers.

    Languages, experiences, traits and avoid are codes. `experiences`: code to importance, 3 for
    what matters most, 1 for the rest, 2 for all where the person did not choose. `own_words`:
    experiences and things to avoid in the person's own words, for the coordinator to read.
    `open_to`: groups that the pack keeps apart and that they ask to meet. `slots`: see care.hours.
    `traits`: gender, culture and what else the pack asks for one answer about, as far as told.
    """

    name: str
    age: int
    languages: tuple[str, ...]
    time_zone: str
    stage: str | None
    due_date: date | None
    birth_date: date | None
    experiences: Mapping[str, int]
    traits: Mapping[str, str]
    wishes: tuple[Wish, ...]
    avoid: frozenset[str]
    open_to: frozenset[str]
    own_words: tuple[str, ...]
    slots: frozenset[int]
    how_often: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One training record; `valid_until` is its last day."""

    name: str
    provider: str
    finished_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Check:
    """One check that the programme asked for, by the code of its question, and its last day."""

    code: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Supervision:
    """Whom a peer worker talks with about the work: the last such talk, and the agreed next one."""

    contact: str
    last_on: date | None
    next_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerWorkerFacts:
    """A peer worker's answers; codes and slots as for a service user.

    `stages`: times they know from their own life. `limits`: topics they do not take on.
    `avoid`: people they would rather not be matched with. `shows_in_common`: whether a person may
    read what both have in common before they say yes. `capacity`: how many people at the same
    time. What they did not share is absent; so are checks and supervision that nobody asked about.
    """

    name: str
    age: int | None
    languages: tuple[str, ...]
    time_zone: str
    introduction: str
    stages: frozenset[str]
    experiences: frozenset[str]
    traits: Mapping[str, str]
    wishes: tuple[Wish, ...]
    avoid: frozenset[str]
    limits: frozenset[str]
    open_to: frozenset[str]
    own_words: tuple[str, ...]
    recovered_since: date
    trained_for: frozenset[str]
    training: Training
    checks: tuple[Check, ...]
    supervision: Supervision | None
    shows_in_common: bool
    capacity: int
    slots: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorFacts:
    """A coordinator's answers: Monday is day 0; on duty from one full hour until another."""

    name: str
    time_zone: str
    respond_within: timedelta
    duty_days: frozenset[int]
    duty_from: int
    duty_until: int
