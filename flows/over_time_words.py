"""Answers over time in words: a line for each day, and a change that is more than chance."""

from collections.abc import Sequence
from datetime import date

from care.measures import Measure
from care.measures.over_time import (
    Answered,
    Entry,
    Unanswered,
    first_days_of_versions,
    latest,
    named_changes,
)
from db.answer_history import PastCheckin
from db.people import Person
from db.zones import zone_of
from flows.letters import Line, Lines, Part, Words, say
from flows.times import day_in_words


def entries_of(past: Sequence[PastCheckin], reader: Person) -> tuple[Entry, ...]:
    """What each check-in that is over brought, on the reader's calendar."""
    return tuple(
        Unanswered(day_of(one, reader))
        if one.total is None or one.answers is None
        else Answered(day_of(one, reader), one.total, one.answers.version)
        for one in past
    )


def day_of(one: PastCheckin, reader: Person) -> date:
    """The day on which it was answered on the reader's calendar, else the one it was due on."""
    if one.answered_at is None:
        return one.local_date
    return one.answered_at.astimezone(zone_of(reader)).date()


def in_words(
    asked: Measure, entries: Sequence[Entry], reader: Person, most: int
) -> tuple[Part, ...]:
    """The last `most` totals with their range, the changes that are named, and other versions."""
    shown = latest(entries, most)
    direction = "higher" if asked.higher_is_better else "lower"
    return (
        Words(asked.title),
        say(f"over_time.range.{direction}", least=asked.least, most=asked.most),
        Lines(tuple(_line(entry, reader) for entry in _told(shown))),
        *_changes(asked, entries, reader),
        *(_version(day, reader) for day in first_days_of_versions(shown)),
    )


def _told(entries: Sequence[Entry]) -> list[Entry]:
    """Each answer, and of days without one in a row the first alone; none before the first."""
    found: list[Entry] = []
    for entry in entries:
        is_again = not found or isinstance(found[-1], Unanswered)
        if not (isinstance(entry, Unanswered) and is_again):
            found.append(entry)
    return found


def _line(entry: Entry, reader: Person) -> Line:
    day = Words(day_in_words(entry.day, reader))
    if isinstance(entry, Unanswered):
        return Line(day, (say("over_time.no_answer"),))
    return Line(day, (Words(str(entry.total)),))


def _changes(asked: Measure, entries: Sequence[Entry], reader: Person) -> list[Part]:
    return [
        say(
            f"over_time.went.{'up' if change.points > 0 else 'down'}",
            since=day_in_words(before.day, reader),
            until=day_in_words(after.day, reader),
            n=abs(change.points),
        )
        for before, after, change in named_changes(asked, entries)
    ]


def _version(day: date, reader: Person) -> Part:
    return say("over_time.other_questions", day=day_in_words(day, reader))
