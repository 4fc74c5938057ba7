"""Each time a measure was answered, in words: for measures whose answers do not add up."""

from collections.abc import Sequence

from care.measures import Measure, as_form
from care.questions import path
from db.answer_history import PastCheckin
from db.people import Person
from flows.answer_lines import answer_lines
from flows.filling import read_answers
from flows.letters import Part, Words
from flows.over_time_words import day_of
from flows.story import Story
from flows.times import day_in_words


async def each_time(
    story: Story, asked: Measure, past: Sequence[PastCheckin], reader: Person, most: int
) -> tuple[Part, ...]:
    """The last `most` times, the oldest first: the day, and each answer. Empty without any."""
    form = as_form(asked)
    parts: list[Part] = []
    for one in [one for one in past if one.answers is not None][-most:]:
        if one.answers is not None:
            answers = await read_answers(story, form, one.answers)
            told = [q for q in path(form, answers) if q.code in answers]
            parts.append(Words(day_in_words(day_of(one, reader), reader)))
            parts.append(answer_lines(told, answers))
    return (Words(asked.title), *parts) if parts else ()
