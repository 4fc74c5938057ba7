"""The rota as people read it: days and hours, who is there, and where nobody is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from babel.dates import get_day_names

from care.rota import Shift, Span, Stretch, gaps, together
from db.ids import PersonId
from db.people import Person, name_of, person
from flows.letters import Bullets, Part, Text, say
from flows.story import Story
from flows.times import locale_of

FEWEST_IN_A_RUN = 3  # from here on days are told as "Mon-Fri"


async def rota_parts(story: Story, shifts: Sequence[Shift], reader: Person) -> list[Part]:
    """Who is on duty when, and the hours in which nobody is."""
    names = {
        one: await name_of(story.session, await person(story.session, PersonId(one)))
        for one in dict.fromkeys(shift.person for shift in shifts)
    }
    parts: list[Part] = []
    if shifts:
        parts.append(Bullets(tuple(_shift_lines(shifts, names, reader))))
    return parts + gap_parts(shifts, reader)


def gap_parts(shifts: Iterable[Shift], reader: Person) -> list[Part]:
    """The hours in which nobody is on duty."""
    found = together(gaps(shifts))
    if not found:
        return [say("rota.no_gaps")]
    lines = tuple(say("rota.hours", **when(one, reader)) for one in found)
    return [say("rota.gaps"), Bullets(lines)]


def when(stretch: Stretch, reader: Person) -> dict[str, str]:
    """`days` and `hours` of a stretch for a reader, such as "Mon-Fri" and "09:00-17:00"."""
    hours = f"{stretch.from_hour:02}:00-{stretch.until_hour:02}:00"
    return {"days": _days(stretch.weekdays, reader), "hours": hours}


def _shift_lines(shifts: Sequence[Shift], names: Mapping[str, str], reader: Person) -> list[Text]:
    lines = []
    people = list(names)
    ordered = sorted(shifts, key=lambda one: (people.index(one.person), one.is_deputy))
    for (who, is_deputy), group in groupby(ordered, lambda one: (one.person, one.is_deputy)):
        key = "rota.deputy" if is_deputy else "rota.first"
        spans = [Span(one.weekday, one.from_hour, one.until_hour) for one in group]
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
