"""Goals over time: how near each goal in own words was, and where a line breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from care.forms import Given
from care.measures.goals import GOAL_WORDS
from care.measures.over_time import Answered, Entry, Unanswered

DayOfGoals = tuple[date, Mapping[str, Given] | None]
RATINGS = tuple(code.replace("goal", "near") for code in GOAL_WORDS)


@dataclass(frozen=True, slots=True)
class Rated:
    """How near a goal was on a day, from 0 to 10."""

    day: date
    near: int


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal: its place from 1, its words, its ratings; a line joins those of one run alone."""

    number: int
    words: str
    runs: tuple[tuple[Rated, ...], ...]


def goal_lines(days: Sequence[DayOfGoals]) -> tuple[GoalLine, ...]:
    """The goals that were rated, by their place, then in the order in which they came.

    A day is None where nothing was answered. Such a day, and one without a rating, breaks a line.
    A goal in other words is another goal.
    """
    found: list[GoalLine] = []
    for number, codes in enumerate(zip(GOAL_WORDS, RATINGS, strict=True), 1):
        found += _lines_of(number, [(day, *_one(given, *codes)) for day, given in days])
    return tuple(found)


def entries_of_goal(line: GoalLine, days: Sequence[DayOfGoals], version: int) -> tuple[Entry, ...]:
    """Each of these days from the first rating of the goal to its last, with the rating if any."""
    rated = {one.day: one.near for run in line.runs for one in run}
    first, last = min(rated), max(rated)
    return tuple(
        Answered(day, rated[day], version) if day in rated else Unanswered(day)
        for day, _ in days
        if first <= day <= last
    )


def _one(given: Mapping[str, Given] | None, goal: str, near: str) -> tuple[str, int | None]:
    """The words of one goal on one day, and its rating."""
    words, rating = (given.get(code) if given else None for code in (goal, near))
    text = str(words.value) if words is not None and words.value is not None else ""
    is_rated = bool(text) and rating is not None and rating.value is not None
    return text, int(str(rating.value)) if is_rated and rating is not None else None


def _lines_of(number: int, days: Sequence[tuple[date, str, int | None]]) -> list[GoalLine]:
    by_words: dict[str, list[list[Rated]]] = {}
    before = ""  # the words whose line may go on; none after a day without a rating
    for day, words, near in days:
        if near is None:
            before = ""
            continue
        runs = by_words.setdefault(words, [])
        if words != before:
            runs.append([])
        runs[-1].append(Rated(day, near))
        before = words
    return [
        GoalLine(number, words, tuple(tuple(run) for run in runs))
        for words, runs in by_words.items()
    ]
