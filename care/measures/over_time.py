"""A measure over time: what was answered when, where a line breaks, and which change is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from care.measures.change import Change, change
from care.measures.scale import Score
from care.measures.shapes import Measure


@dataclass(frozen=True, slots=True)
class Answered:
    """A day with a `total`, in the wording of this `version` of the measure."""

    day: date
    total: int
    version: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A day on which the measure was due and has no total."""

    day: date


Entry = Answered | Unanswered


def runs(entries: Sequence[Entry]) -> tuple[tuple[Answered, ...], ...]:
    """What a line may join: answers with no day without one between them, and of one version."""
    found: list[list[Answered]] = []
    is_broken = True
    for entry in entries:
        if isinstance(entry, Unanswered):
            is_broken = True
            continue
        if is_broken or found[-1][-1].version != entry.version:
            found.append([])
        found[-1].append(entry)
        is_broken = False
    return tuple(map(tuple, found))


def first_days_of_versions(entries: Sequence[Entry]) -> tuple[date, ...]:
    """The days from which another version was answered than before."""
    answered = answers(entries)
    return tuple(
        after.day for before, after in pairwise(answered) if before.version != after.version
    )


def answers(entries: Sequence[Entry]) -> tuple[Answered, ...]:
    """The days with a total alone, in their order."""
    return tuple(entry for entry in entries if isinstance(entry, Answered))


def latest(entries: Sequence[Entry], most: int) -> tuple[Entry, ...]:
    """The entries from the last `most` answers on."""
    places = [n for n, entry in enumerate(entries) if isinstance(entry, Answered)]
    return tuple(entries[places[-most] if len(places) >= most else 0 :])


def named_changes(
    measure: Measure, entries: Sequence[Entry]
) -> tuple[tuple[Answered, Answered, Change], ...]:
    """From the answer before and from the first one to the last: what is more than chance.

    Answers to another version are not compared. Each pair stands once.
    """
    same = answers(entries)
    same = tuple(one for one in same if one.version == same[-1].version)
    pairs = dict.fromkeys(((before, same[-1]) for before in (*same[-2:-1], *same[:1])), None)
    found = [(one, last, _change(measure, one, last)) for one, last in pairs if one != last]
    return tuple(
        (one, last, made)
        for one, last, made in found
        if made is not None and made.kind != "not_named"
    )


def _change(measure: Measure, before: Answered, after: Answered) -> Change | None:
    return change(measure, _score(measure, before), _score(measure, after))


def _score(measure: Measure, answered: Answered) -> Score:
    return Score(answered.total, measure.most, complete=True)
