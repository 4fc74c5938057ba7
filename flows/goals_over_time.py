"""Goals over time: a line for each goal in the picture, and the same in words."""

from collections.abc import Sequence

from care.measures import Measure, as_form
from care.measures.goals import NEAR_MOST
from care.measures.goals_over_time import DayOfGoals, GoalLine, goal_lines
from db.answer_history import PastCheckin
from db.people import Person
from flows.chart import Chart, chart_of_lines
from flows.filling import read_answers
from flows.letters import Line, Lines, Part, Words, say
from flows.over_time_words import day_of
from flows.story import Story
from flows.times import day_in_words


async def goals_over_time(
    story: Story, asked: Measure, past: Sequence[PastCheckin], reader: Person, most: int
) -> tuple[tuple[Part, ...], Chart | None]:
    """The last `most` answers: parts for the words, and the picture where anything was rated."""
    lines = goal_lines(await days_of_goals(story, asked, past, reader, most))
    if not lines:
        return (Words(asked.title), say("goals.none_rated")), None
    parts: list[Part] = [Words(asked.title), say("goals.range", most=NEAR_MOST)]
    for line in lines:
        parts += [say("goals.goal", n=line.number, words=line.words), _ratings(line, reader)]
    runs = [
        (line.number, [(rated.day, rated.near) for rated in run])
        for line in lines
        for run in line.runs
    ]
    return tuple(parts), chart_of_lines(0, NEAR_MOST, runs)


async def days_of_goals(
    story: Story, asked: Measure, past: Sequence[PastCheckin], reader: Person, most: int
) -> list[DayOfGoals]:
    """The days from that of the last answer but `most` on, each with what was answered, if any."""
    form = as_form(asked)
    answered = [n for n, one in enumerate(past) if one.answers is not None]
    return [
        (day_of(one, reader), await read_answers(story, form, one.answers) if one.answers else None)
        for one in past[answered[-most] if len(answered) >= most else 0 :]
    ]


def _ratings(line: GoalLine, reader: Person) -> Lines:
    return Lines(
        tuple(
            Line(Words(day_in_words(rated.day, reader)), (Words(str(rated.near)),))
            for run in line.runs
            for rated in run
        )
    )
