"""Asking again: a coordinator sends somebody who waits back to one of their first questions.

Their place in line stays, and so do all answers until the person changes them.
"""

from dataclasses import dataclass

from care.questions import Question, path
from db.answers import form_of_membership
from db.memberships import Membership
from db.programmes import programme
from flows.actor import Actor
from flows.approvals import waiting_to_decide
from flows.errors import Refused
from flows.filling import read_answers
from flows.form_screens import REVIEW
from flows.letters import URGENT, Button, Words, body, one_each, say
from flows.programmes import pack_of
from flows.staff import name_in, record
from flows.story import Story


@dataclass(frozen=True, slots=True)
class Askable:
    """A question that can be asked again: its code, and its short name in the pack's words."""

    code: str
    label: str


async def ask_again(
    story: Story, actor: Actor, waiting_id: str, question_code: str, why: str
) -> None:
    """Open one question of the person's form again, and write to them why.

    Raises Refused where they do not wait any more, or have another question open by now.
    """
    waiting = await waiting_to_decide(story, actor, waiting_id)
    question = next((q for q in await _asked(story, waiting) if q.code == question_code), None)
    form_session = await form_of_membership(story.session, waiting.id)
    if question is None or form_session is None:
        raise Refused("form.gone")
    name = await name_in(story, waiting)
    if form_session.state == "open" and form_session.at not in (None, REVIEW):
        raise Refused("asked_again.open_already", {"name": name})
    form_session.state, form_session.at, form_session.changing = "open", question.code, True
    form_session.touched_at = story.now
    story.session.add(form_session)
    await record(story, actor, waiting, "person.asked_again")
    by = await name_in(story, actor.ensure_coordinator(waiting.programme_id))
    rows = one_each(Button(say("form.button.look"), "qr", form_session.id), URGENT)
    asked = say("asked_again.letter", by=by, question=question.short)
    content = body(asked, say("asked_again.why", by=by), Words(why), rows=rows)
    await story.post(waiting.person_id, content, slot=f"form:{form_session.id}")
    done = say("asked_again.done", name=name, question=question.short)
    await story.post(actor.person.id, body(done))


async def askable(story: Story, waiting: Membership) -> list[Askable]:
    """The questions of this person that can be asked again, in the order of the form."""
    return [Askable(q.code, q.short or q.text) for q in await _asked(story, waiting)]


async def _asked(story: Story, waiting: Membership) -> list[Question]:
    form_session = await form_of_membership(story.session, waiting.id)
    if form_session is None:
        return []
    where = await programme(story.session, waiting.programme_id)
    form = pack_of(story, where).service_user
    answers = await read_answers(story, form, form_session)
    return [q for q in path(form, answers) if q.kind != "agree" and q.code in answers]
