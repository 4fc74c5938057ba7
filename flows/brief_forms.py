"""Brief forms: a question or two beside all else, such as until when somebody is away.

They run through the same runner as every form. Once done, or dropped, their answers are forgotten:
what was asked for is kept where it belongs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from care.questions import Form, Given, Question, Value
from db.answers import add_form_session, forget_answers, open_form_named
from flows.actor import Actor
from flows.filling import Answers, Filling, slot_of
from flows.forms import begin
from flows.letters import Part, body, say
from flows.story import Story


@dataclass(frozen=True, slots=True)
class BriefOwner:
    """What the owners of brief forms have in common; `subject` is the row that one is about."""

    subject: str
    form: Form

    async def saved(self, filling: Filling, question: Question, value: Value | None) -> bool:
        """Nothing happens before the last answer."""
        del filling, question, value
        return True

    def objection(self, answers: Answers) -> Part | None:
        """Answers that fit their questions may be sent."""
        del answers
        return None

    def preview(self, answers: Answers) -> tuple[Part, ...]:
        """Nobody else is shown the answers as they stand."""
        del answers
        return ()

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Act on the answers, and forget them."""
        raise NotImplementedError


def brief_form(*questions: Question) -> Form:
    """A form of these questions, to be sent as soon as the last is answered."""
    return Form("brief", 1, "brief", questions, brief=True)


async def ask_brief(story: Story, actor: Actor, kind: str, owner: BriefOwner) -> None:
    """Ask the questions in a new message; what was answered in an earlier, open one is dropped."""
    name = f"{kind}.{owner.subject}"
    earlier = await open_form_named(story.session, actor.person.id, name)
    if earlier is not None:
        await story.take_buttons_off(actor.person.id, slot=slot_of(earlier))
        await forget_answers(story.session, earlier)
    form_session = await add_form_session(
        story.session,
        actor.person.id,
        form=name,
        version=owner.form.version,
        at=None,
        membership_id=None,
        now=story.now,
    )
    await begin(Filling(story, actor, form_session, owner))


async def drop(filling: Filling) -> None:
    """Leave a brief form: nothing changed. Any other form is only put away."""
    to, slot = filling.actor.person.id, slot_of(filling.form_session)
    if filling.form.brief:
        await filling.story.edit(
            to, body(say("form.dropped")), slot=slot, message_id=filling.pressed
        )
        await forget_answers(filling.story.session, filling.form_session)


def answer_to(answers: Mapping[str, Given], code: str) -> Value | None:
    """The value that was given to a question, if any."""
    given = answers.get(code)
    return given.value if given is not None else None
