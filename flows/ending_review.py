"""The ending review: a few questions to each of the two, never forced, kept for coordinators."""

from dataclasses import dataclass

from care.forms import Form
from care.questions import path
from care.review_questions import PEER_WORKER_REVIEW, SERVICE_USER_REVIEW
from db.answers import FormSession, add_form_session, forget_answers, form_named
from db.holdings import pairings_held
from db.ids import PairingId, PersonId, ProgrammeId
from db.pairings import Pairing, pairing_or_none
from db.people import name_of, person
from flows.actor import Actor
from flows.answer_lines import answer_lines
from flows.brief_forms import BriefOwner
from flows.by_day import coordinators_by_day
from flows.errors import Refused
from flows.filling import Answers, Filling, read_answers
from flows.forms import begin
from flows.letters import URGENT, Button, Part, body, one_each, say
from flows.story import Story

USER_KIND, PEER_KIND, OPEN = "review_user", "review_peer", "gr"


def review_button(pairing: Pairing) -> Button:
    """The button that opens the questions."""
    return Button(say("review_end.button.open"), OPEN, pairing.id)


async def open_review(story: Story, actor: Actor, pairing_id: str) -> None:
    """Ask the questions, or go on with them; raises Refused when they are answered."""
    pairing = await _mine(story, actor, pairing_id)
    owner = EndingReview(pairing.id, _form_for(pairing, actor.person.id))
    name = _name(pairing, actor.person.id)
    found = await form_named(story.session, actor.person.id, name)
    if found is not None and found.state == "done":
        raise Refused("review_end.done_before")
    if found is None or found.state != "open":
        found = await add_form_session(
            story.session,
            actor.person.id,
            form=name,
            version=owner.form.version,
            at=None,
            membership_id=None,
            now=story.now,
        )
    await begin(Filling(story, actor, found, owner))


async def user_review_owner(story: Story, subject: str) -> "EndingReview":
    """The owner of the service user's questions about this pairing."""
    del story
    return EndingReview(subject, SERVICE_USER_REVIEW)


async def peer_review_owner(story: Story, subject: str) -> "EndingReview":
    """The owner of the peer worker's questions about this pairing."""
    del story
    return EndingReview(subject, PEER_WORKER_REVIEW)


@dataclass(frozen=True, slots=True)
class EndingReview(BriefOwner):
    """Keeps the answers, and tells the coordinators that they are there."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Thank the person; the answers stay where they are."""
        del answers
        story, actor = filling.story, filling.actor
        pairing = await _mine(story, actor, self.subject)
        home = Button(say("home.button.home"), "h")
        done = body(say("review_end.done"), rows=one_each(home, URGENT))
        await story.post(actor.person.id, done)
        other = await person(story.session, pairing.other(actor.person.id))
        told = say(
            "coordinator.looked_back",
            name=await name_of(story.session, actor.person),
            other=await name_of(story.session, other),
        )
        rows = one_each(Button(say("rhythm.button.pairing"), "jp", pairing.id))
        both = (pairing.service_user_id, pairing.peer_worker_id)
        await coordinators_by_day(story, pairing.programme_id, body(told, rows=rows), but=both)


async def review_lines(story: Story, pairing: Pairing) -> list[Part]:
    """What each of the two answered, for a coordinator; nothing while nobody did."""
    parts: list[Part] = []
    for person_id in (pairing.service_user_id, pairing.peer_worker_id):
        found = await form_named(story.session, person_id, _name(pairing, person_id))
        if found is None:
            continue
        form = _form_for(pairing, person_id)
        answers = await read_answers(story, form, found)
        asked = [q for q in path(form, answers) if q.code in answers]
        name = await name_of(story.session, await person(story.session, person_id))
        parts += [say("review_end.of", name=name), answer_lines(asked, answers)]
    return parts


async def own_review(
    story: Story, pairing: Pairing, person_id: PersonId
) -> tuple[Form, FormSession] | None:
    """The person's own answers, for their copy."""
    found = await form_named(story.session, person_id, _name(pairing, person_id))
    return None if found is None else (_form_for(pairing, person_id), found)


async def forget_reviews(story: Story, person_id: PersonId, programme_id: ProgrammeId) -> None:
    """Delete what the person answered about their pairings in this programme."""
    for pairing in await pairings_held(story.session, person_id):
        found = await form_named(story.session, person_id, _name(pairing, person_id))
        if found is not None and pairing.programme_id == programme_id:
            await forget_answers(story.session, found)


def _form_for(pairing: Pairing, person_id: PersonId) -> Form:
    is_user = person_id == pairing.service_user_id
    return SERVICE_USER_REVIEW if is_user else PEER_WORKER_REVIEW


def _name(pairing: Pairing, person_id: PersonId) -> str:
    kind = USER_KIND if person_id == pairing.service_user_id else PEER_KIND
    return f"{kind}.{pairing.id}"


async def _mine(story: Story, actor: Actor, pairing_id: str) -> Pairing:
    """A pairing of the person that began, also after its end; raises Refused."""
    found = await pairing_or_none(story.session, PairingId(pairing_id))
    mine = found is not None and actor.person.id in (found.service_user_id, found.peer_worker_id)
    if found is None or not mine or found.active_at is None:
        raise Refused("refused.not_yours")
    return found
