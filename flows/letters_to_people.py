"""A coordinator's letter to a person of their programme; its words are not kept."""

from dataclasses import dataclass

from care.brief_questions import LETTER
from care.quiet_hours import QuietHours
from db.answers import forget_answers
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none
from db.outbox import Lane
from db.people import person
from db.zones import zone_of
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import URGENT, Body, Button, Message, body, one_each, say
from flows.staff import name_in, record
from flows.story import Story

LETTER_KIND = "letter"
NIGHT = QuietHours()  # a letter that arrives in it makes no sound


async def ask_letter(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask a coordinator for the words; raises Refused for all but coordinators."""
    membership = await _reader(story, actor, membership_id)
    name = await name_in(story, membership)
    await story.post(actor.person.id, body(say("letter.to", name=name)))
    await ask_brief(story, actor, LETTER_KIND, await letter_owner(story, membership.id))


async def letter_owner(story: Story, subject: str) -> "LetterToPerson":
    """The owner of the question what to write to whoever has this role."""
    del story
    return LetterToPerson(subject, brief_form(LETTER))


@dataclass(frozen=True, slots=True)
class LetterToPerson(BriefOwner):
    """Delivers the words with the coordinator's name, and a way to answer them."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Send the letter, and forget the words."""
        words = str(answer_to(answers, LETTER.code) or "")
        await forget_answers(filling.story.session, filling.form_session)
        await write_to(filling.story, filling.actor, self.subject, words)


async def write_to(story: Story, actor: Actor, membership_id: str, words: str) -> None:
    """Send a coordinator's words to whoever has this role; raises Refused, see `ask_letter`."""
    membership = await _reader(story, actor, membership_id)
    mine = actor.ensure_coordinator(membership.programme_id)
    by = await name_in(story, mine)
    rows = one_each(Button(say("talk.button.answer", name=by), "tw", mine.id), URGENT)
    parts = (say("letter.from_coordinator", name=by), Message(words))
    await deliver(story, membership, Body(parts, rows, protected=True))
    await record(story, actor, membership, "letter.to_person")
    told = say("letter.sent", name=await name_in(story, membership))
    await story.post(actor.person.id, body(told))


def is_letter(filling: Filling) -> bool:
    """Whether what is typed is a coordinator's words about others, who wrote none of it."""
    return filling.form_session.form.startswith((f"{LETTER_KIND}.", "end_words.", "alert_note."))


async def deliver(story: Story, to: Membership, content: Body) -> None:
    """Post a letter between a person and a coordinator, without a sound at the reader's night."""
    reader = await person(story.session, to.person_id)
    silent = NIGHT.is_quiet(story.now, zone_of(reader))
    await story.post(reader.id, content, lane=Lane.CONVERSATION, silent=silent)


async def _reader(story: Story, actor: Actor, membership_id: str) -> Membership:
    """The role that the letter is for: still there, and reached by the bot; raises Refused."""
    found = await membership_or_none(story.session, MembershipId(membership_id))
    if found is None:
        raise Refused("people.gone")
    actor.ensure_coordinator(found.programme_id)
    if found.role not in (SERVICE_USER, PEER_WORKER) or found.stage == "left":
        raise Refused("people.gone")
    if (await person(story.session, found.person_id)).unreachable_since is not None:
        raise Refused("coordinator.unreachable", {"name": await name_in(story, found)})
    return found
