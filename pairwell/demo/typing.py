"""Filling in a form as a person would who types: each answer goes through the form's own rules."""

from care.questions import Question
from flows.actor import Actor
from flows.answering import open_filling
from flows.filling import Filling
from flows.form_screens import short_code
from flows.forms import begin, finish, open_question, skip, type_answer
from flows.story import Story
from pairwell.demo.cast import Answers

LONGEST_FORM = 60  # a form that asks more often than that does not take an answer


class DemoStuck(Exception):
    """A form does not take an answer of a made-up person: the pack and the cast do not fit."""


async def fill_in(
    story: Story, actor: Actor, answers: Answers, *, option: int | None = None
) -> None:
    """Answer the open form to its end.

    What `answers` leave out is skipped, or answered with the option of this index; a question that
    cannot be skipped gets its first.
    """
    filling = await _open(story, actor)
    await begin(filling)
    for _ in range(LONGEST_FORM):
        question = await open_question(filling)
        if question is None:
            await finish(filling)
            return
        before = question.code
        await _answer(filling, question, answers, option)
        if filling.form_session.state != "open":
            return
        if filling.form_session.at == before:
            raise DemoStuck(before)
    raise DemoStuck("The form does not end.")


async def _answer(
    filling: Filling, question: Question, answers: Answers, option: int | None
) -> None:
    if question.code in answers:
        await type_answer(filling, answers[question.code])
    elif option is None and not question.required:
        await skip(filling, short_code(question.code))
    elif question.kind == "yes_no":
        await type_answer(filling, "yes")
    else:
        await type_answer(filling, question.options[option or 0].label)


async def _open(story: Story, actor: Actor) -> Filling:
    filling = await open_filling(story, actor)
    if filling is None:
        raise DemoStuck("No form is open.")
    return filling
