"""The rota as people read it: days and hours, who is there, and where nobody is."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date, get_day_names

from care.duty_days import DayGap, DaysOff, Week
from care.rota import Shift, Span, Stretch, minute_in_words, together
from db.ids import PersonId
from db.people import Person, name_of, person
from flows.letters import Bullets, Part, Text, say
from flows.story import Story
from flows.times import day_in_words, locale_of

MOST_SHOWN = 20  # of days off, and of the gaps that they make
FEWEST_IN_A_RUN = 3  # from here on days are told as "Mon-Fri"


async def rota_parts(story: Story, week: Week, reader: Person) -> list[Part]:
    """Who is on duty when, who is off on which days, and the times in which nobody is there."""
    shifts = week.shifts
    people = [*(one.person for one in shifts), *(one.person for one in week.days_off if one.person)]
    names = {
        one: await name_of(story.session, await person(story.session, PersonId(one)))
        for one in dict.fromkeys(people)
    }
    parts: list[Part] = []
    if shifts:
        parts.append(Bullets(tuple(_shift_lines(shifts, names, reader))))
    if week.days_off:
        lines = [_off_line(one, names, reader) for one in week.days_off[:MOST_SHOWN]]
        parts += [say("rota.days_off"), Bullets(tuple(lines))]
    return parts + gap_parts(week, reader)


def gap_parts(week: Week, reader: Person) -> list[Part]:
    """The times in which nobody is on duty: every week, then on days that are off."""
    found = together(week.gaps)
    lines = tuple(say("rota.hours", **when(one, reader)) for one in found)
    parts: list[Part] = [say("rota.gaps"), Bullets(lines)] if lines else [say("rota.no_gaps")]
    by_day = tuple(_day_gap(one, reader) for one in week.day_gaps[:MOST_SHOWN])
    return [*parts, say("rota.day_gaps"), Bullets(by_day)] if by_day else parts


def when(stretch: Stretch, reader: Person) -> dict[str, str]:
    """`days` and `hours` of a stretch for a reader, such as "Mon-Fri" and "09:00-17:30"."""
    hours = _hours(stretch.from_minute, stretch.until_minute)
    return {"days": _days(stretch.weekdays, reader), "hours": hours}


def days_in_words(first: date, last: date, reader: Person, *, short: bool = False) -> str:
    """A day, or a first and a last one, such as "24 December 2026 - 2 January 2027"."""
    told = [_day(one, reader, short=short) for one in dict.fromkeys((first, last))]
    return " - ".join(told)


def _day(day: date, reader: Person, *, short: bool) -> str:
    if short:
        return format_date(day, "d MMM", locale=locale_of(reader.language))
    return day_in_words(day, reader)


def _hours(begin: int, end: int) -> str:
    return f"{minute_in_words(begin)}-{minute_in_words(end)}"


def _day_gap(gap: DayGap, reader: Person) -> Text:
    days = days_in_words(gap.first, gap.last, reader)
    return say("rota.hours", days=days, hours=_hours(gap.from_minute, gap.until_minute))


def _off_line(off: DaysOff, names: Mapping[str, str], reader: Person) -> Text:
    days = days_in_words(off.first, off.last, reader)
    if off.person is None:
        return say("rota.closed", days=days)
    return say("rota.off", days=days, name=names[off.person])


def _shift_lines(shifts: Sequence[Shift], names: Mapping[str, str], reader: Person) -> list[Text]:
    lines = []
    people = list(names)
    ordered = sorted(shifts, key=lambda one: (people.index(one.person), one.is_deputy))
    for (who, is_deputy), group in groupby(ordered, lambda one: (one.person, one.is_deputy)):
        key = "rota.deputy" if is_deputy else "rota.first"
        spans = [Span(one.weekday, one.from_minute, one.until_minute) for one in group]
        lines += [say(key, name=names[who], **when(one, reader)) for one in together(spans)]
    return lines


def _days(weekdays: Sequence[int], reader: Person) -> str:
    names = get_day_names("abbreviated", "stand-alone", locale_of(reader.language))
    told: list[str] = []
    for _, run in groupby(enumerate(weekdays), lambda pair: pair[1] - pair[0]):
        days = [names[day] for _, day in run]
        is_run = len(days) >= FEWEST_IN_A_RUN
        told += [f"{days[0]}-{days[-1]}"] if is_run else days
    return ", ".join(told)
