"""My answers over time: what a person answered to a measure, as a picture and in words.

The words say all that the picture shows. Nothing is called good or bad; a change is named only
where it is more than chance, by the published value.
"""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from care.measures import Measure, as_form
from care.measures.over_time import (
    Answered,
    Entry,
    Unanswered,
    first_days_of_versions,
    latest,
    named_changes,
    runs,
)
from care.questions import path
from db.answer_history import PastCheckin, measures_answered, past_checkins
from db.people import Person
from flows.actor import Actor
from flows.answer_lines import answer_lines
from flows.chart import Chart, chart_of
from flows.errors import Refused
from flows.filling import read_answers
from flows.letters import URGENT, Body, Button, Line, Lines, Part, Words, body, one_each, say
from flows.own_measures import measure_or_none
from flows.story import Story
from flows.times import day_in_words

LIST, SHOW, SLOT = "mo", "ms", "over_time"
MOST_SHOWN = 12  # answers: three months of weekly ones, and as many as a phone can show apart


def over_time_button() -> Button:
    """The button that leads to the list of measures."""
    return Button(say("over_time.button"), LIST)


async def has_answered(story: Story, someone: Person) -> bool:
    """Whether there is anything to show."""
    return bool(await measures_answered(story.session, someone.id))


async def show_measures(story: Story, actor: Actor, pressed: int | None) -> None:
    """The measures that the person answered, one button each."""
    codes = await measures_answered(story.session, actor.person.id)
    known = [one for code in codes if (one := measure_or_none(story, code)) is not None]
    buttons = [Button(Words(one.short_title), SHOW, "", one.code) for one in known]
    text = say("over_time.which" if known else "over_time.none")
    content = body(text, rows=one_each(*buttons, Button(say("home.button.home"), "h"), URGENT))
    if pressed is None:
        await story.post(actor.person.id, content)
    else:
        await story.edit(actor.person.id, content, slot=SLOT, message_id=pressed)


async def show_answers(story: Story, actor: Actor, code: str) -> None:
    """The picture with its words, in a new message; raises Refused for what was never answered."""
    asked = measure_or_none(story, code)
    past = await past_checkins(story.session, actor.person.id, code) if asked else []
    if asked is None or not any(one.state == "answered" for one in past):
        raise Refused("over_time.nothing_here")
    if asked.has_total:
        content = _with_totals(asked, _entries(past, actor.person), actor.person)
    else:
        content = await _without_totals(story, asked, past, actor.person)
    await story.post(actor.person.id, content)


def _with_totals(asked: Measure, entries: Sequence[Entry], reader: Person) -> Body:
    shown = latest(entries, MOST_SHOWN)
    drawn = runs(shown)
    direction = "higher" if asked.higher_is_better else "lower"
    parts: list[Part] = [
        Words(asked.title),
        say(f"over_time.range.{direction}", least=asked.least, most=asked.most),
        Lines(tuple(_line(entry, reader) for entry in _told(shown))),
        *_changes(asked, entries, reader),
        *(_version(day, reader) for day in first_days_of_versions(shown)),
    ]
    chart: Chart | None = chart_of(asked.least, asked.most, drawn) if drawn else None
    # Protected, so that no phone puts the picture into its gallery by itself.
    return Body(tuple(parts), _rows(), chart=chart, protected=True)


async def _without_totals(
    story: Story, asked: Measure, past: Sequence[PastCheckin], reader: Person
) -> Body:
    """Each time in words, since the answers of such a measure do not add up."""
    form = as_form(asked)
    parts: list[Part] = [Words(asked.title)]
    for one in [one for one in past if one.answers is not None][-MOST_SHOWN:]:
        if one.answers is None:
            continue
        answers = await read_answers(story, form, one.answers)
        told = [q for q in path(form, answers) if q.code in answers]
        parts += [
            Words(day_in_words(_day(one, reader), reader)),
            answer_lines(told, answers),
        ]
    return Body(tuple(parts), _rows(), protected=True)


def _entries(past: Sequence[PastCheckin], reader: Person) -> list[Entry]:
    return [
        Unanswered(_day(one, reader))
        if one.total is None or one.answers is None
        else Answered(_day(one, reader), one.total, one.answers.version)
        for one in past
    ]


def _day(one: PastCheckin, reader: Person) -> date:
    """The day on which it was answered where the person lives, else the one it was due on."""
    if one.answered_at is None:
        return one.local_date
    return one.answered_at.astimezone(ZoneInfo(reader.time_zone)).date()


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


def _rows() -> tuple[tuple[Button, ...], ...]:
    return one_each(
        Button(say("over_time.button.other"), LIST), Button(say("home.button.home"), "h"), URGENT
    )
