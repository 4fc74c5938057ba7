"""A person filling in a form: the form, its owner, and what was answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from care.questions import Form, Given, Question, Value, decode
from db.answers import FormSession, answers_in
from db.zones import zone_of
from flows.actor import Actor
from flows.letters import Part
from flows.story import Story

Answers = Mapping[str, Given]


class FormOwner(Protocol):
    """What a form is for: it hears of every answer at the press and of the end."""

    @property
    def form(self) -> Form:
        """The form as it stands in this version."""

    async def saved(self, filling: "Filling", question: Question, value: Value | None) -> bool:
        """Act on an answer at once; False when that ended the form."""

    def objection(self, answers: Answers) -> Part | None:
        """Why the complete answers cannot be sent as they are, or None."""

    def preview(self, answers: Answers) -> tuple[Part, ...]:
        """What another person will see of the answers; empty where nobody else does."""

    async def finished(self, filling: "Filling", answers: Answers) -> None:
        """Act on the complete form."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A person filling in a form, in one story; `pressed` is the message whose button it was.

    With `notices` the form begins anew, whatever was pressed, and they say why. `before` is what
    stood there when an answer is saved.
    """

    story: Story
    actor: Actor
    form_session: FormSession
    owner: FormOwner
    pressed: int | None = None
    notices: tuple[Part, ...] = ()
    before: Given | None = None

    @property
    def form(self) -> Form:
        """The form as it stands in this version."""
        return self.owner.form

    @property
    def today(self) -> date:
        """The person's own date."""
        return self.story.now.astimezone(zone_of(self.actor.person)).date()

    async def answers(self) -> dict[str, Given]:
        """What was answered so far, as this version of the form reads it."""
        return await read_answers(self.story, self.form, self.form_session)


async def read_answers(story: Story, form: Form, form_session: FormSession) -> dict[str, Given]:
    """The stored answers of a form session that this version of the form still asks for."""
    return as_given(form, await answers_in(story.session, form_session))


def as_given(form: Form, stored: Mapping[str, tuple[str | None, bool]]) -> dict[str, Given]:
    """Stored answers, as this version of the form reads them; what it does not ask is left out."""
    found: dict[str, Given] = {}
    for code, (text, settled) in stored.items():
        question = form.question(code)
        if question is not None:
            found[code] = Given(None if text is None else decode(question, text), settled)
    return found


def slot_of(form_session: FormSession) -> str:
    """The slot in which a form is shown and edited."""
    return f"form:{form_session.id}"
