"""Talking with a coordinator: a service user or peer worker writes, one coordinator or all read.

The words are not kept. Urgent ones are looked for as they are typed, like in every answer; here
once more where that was for another programme.
"""

from dataclasses import dataclass

from care.brief_questions import TALK
from db.answers import forget_answers
from db.ids import MembershipId, ProgrammeId
from db.memberships import Membership, members, membership_or_none
from db.programmes import programme
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.concerns import judge_words
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import URGENT, Body, Button, Message, body, one_each, say
from flows.letters_to_people import deliver
from flows.staff import name_in, record
from flows.story import Story

TALK_KIND = "talk"


async def ask_to_talk(story: Story, actor: Actor, ref: str) -> None:
    """Ask for the words. `ref` is the person's own role or that of the coordinator who wrote.

    Without one it is the person's programme; where there are several, they choose. Raises Refused.
    """
    mine = _own_roles(actor)
    if not ref and len(mine) > 1:
        await _ask_where(story, actor, mine)
        return
    if not ref and not mine:
        raise Refused("talk.nowhere")
    subject = ref or mine[0].id
    await _both(story, actor, subject)
    await ask_brief(story, actor, TALK_KIND, await talk_owner(story, subject))


async def talk_owner(story: Story, subject: str) -> "Talk":
    """The owner of the question what to tell a coordinator."""
    del story
    return Talk(subject, brief_form(TALK))


@dataclass(frozen=True, slots=True)
class Talk(BriefOwner):
    """Delivers the words to whom they are for, and looks for urgent ones."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Send the words with a way to write back, and forget them."""
        story, actor = filling.story, filling.actor
        words = str(answer_to(answers, TALK.code) or "")
        await forget_answers(story.session, filling.form_session)
        mine, readers = await _both(story, actor, self.subject)
        name = await name_in(story, mine)
        says = say("talk.writes" if self.subject == mine.id else "talk.answers", name=name)
        rows = one_each(Button(say("people.button.write", name=name), "lw", mine.id))
        for reader in readers:
            await deliver(story, reader, Body((says, Message(words)), rows, protected=True))
        await record(story, actor, mine, "letter.to_coordinator")
        names = ", ".join([await name_in(story, reader) for reader in readers])
        done = one_each(Button(say("home.button.home"), "h"), URGENT)
        await story.post(actor.person.id, body(say("talk.sent", names=names), rows=done))
        if mine.programme_id != actor.standing[0].programme_id:  # there it was heard when typed
            where = await programme(story.session, mine.programme_id)
            await judge_words(story, actor.person, where, words)


def _own_roles(actor: Actor) -> list[Membership]:
    """One role of the person in each of their programmes, of those who have coordinators."""
    found: dict[ProgrammeId, Membership] = {}
    for membership in actor.standing:
        if membership.role in (SERVICE_USER, PEER_WORKER):
            found.setdefault(membership.programme_id, membership)
    return list(found.values())


async def _both(story: Story, actor: Actor, ref: str) -> tuple[Membership, list[Membership]]:
    """The person's own role, and who reads: the named coordinator while active, else all."""
    named = await membership_or_none(story.session, MembershipId(ref))
    mine = _mine_for(actor, named) if named is not None else None
    if named is None or mine is None:
        raise Refused("refused.not_yours")
    everyone = await members(story.session, mine.programme_id, COORDINATOR, ("active",))
    others = [one for one in everyone if one.person_id != actor.person.id]
    readers = [one for one in others if one.id == named.id] or others
    if not readers:
        raise Refused("talk.nobody")
    return mine, readers


def _mine_for(actor: Actor, named: Membership) -> Membership | None:
    """The person's own role that is named, or theirs where the named coordinator is."""
    if named.role == COORDINATOR:
        here = (m for m in _own_roles(actor) if m.programme_id == named.programme_id)
        return next(here, None)
    return next((m for m in actor.standing if m.id == named.id), None)


async def _ask_where(story: Story, actor: Actor, mine: list[Membership]) -> None:
    buttons = []
    for membership in mine:
        where = await programme(story.session, membership.programme_id)
        buttons.append(Button(say("talk.button.where", programme=where.name), "tw", membership.id))
    await story.post(actor.person.id, body(say("talk.where"), rows=one_each(*buttons, URGENT)))
