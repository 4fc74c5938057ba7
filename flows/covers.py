"""Cover: another peer worker agrees to be there while one is away; both can end it at any time."""

from dataclasses import dataclass

from care.brief_questions import COVER_NAME
from care.plain_text import fold
from db.answers import forget_answers
from db.covers import (
    Cover,
    add_cover,
    cover_for,
    cover_or_none,
    covers_naming,
    set_cover_state,
)
from db.ids import CoverId, MembershipId
from db.memberships import Membership, members, membership_or_none
from flows.actor import PEER_WORKER, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import URGENT, Button, body, one_each, say
from flows.peer_role import my_peer_role
from flows.staff import name_in, record, tell_coordinators
from flows.standing_in import offer_stand_ins
from flows.story import Story

COVER_KIND = "cover"


async def ask_for_cover(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask who could cover, or show who does and how to end it."""
    membership = my_peer_role(actor, membership_id)
    cover = await cover_for(story.session, membership.id)
    by = await membership_or_none(story.session, cover.cover_membership_id) if cover else None
    if cover is None or by is None:
        await ask_brief(story, actor, COVER_KIND, await cover_owner(story, membership.id))
        return
    rows = one_each(Button(say("cover.button.end"), "ye", cover.id), URGENT)
    told = say(f"cover.{cover.state}", name=await name_in(story, by))
    await story.post(actor.person.id, body(told, rows=rows))


async def cover_owner(story: Story, subject: str) -> "CoverAsked":
    """The owner of the question who could cover."""
    del story
    return CoverAsked(subject, brief_form(COVER_NAME))


@dataclass(frozen=True, slots=True)
class CoverAsked(BriefOwner):
    """Finds the peer worker of that name, and asks them.

    The name is typed, so that nobody is shown who else is a peer worker here.
    """

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Ask the named peer worker, or say why not."""
        story, actor = filling.story, filling.actor
        typed = str(answer_to(answers, COVER_NAME.code) or "")
        await forget_answers(story.session, filling.form_session)
        membership = my_peer_role(actor, self.subject)
        found = await _called(story, membership, typed)
        problem = _problem(membership, found)
        if problem:
            rows = one_each(Button(say("cover.button.try_again"), "yo", membership.id), URGENT)
            await story.post(actor.person.id, body(say(problem), rows=rows))
            return
        await _replace(story, membership)
        cover = add_cover(story.session, membership.id, found[0].id, story.now)
        await story.session.flush()
        await record(story, actor, membership, "cover.asked")
        rows = one_each(
            Button(say("cover.button.yes"), "yk", cover.id, "yes"),
            Button(say("cover.button.no"), "yk", cover.id, "no"),
            URGENT,
        )
        asked = say("cover.ask", name=await name_in(story, membership))
        await story.post(found[0].person_id, body(asked, rows=rows))
        told = say("cover.asked", name=await name_in(story, found[0]))
        await story.post(actor.person.id, body(told))


async def answer_cover(story: Story, actor: Actor, cover_id: str, answer: str) -> None:
    """The peer worker who was asked says yes or no; no reason is asked."""
    cover, whose, by = await _both(story, cover_id)
    if cover.state != "asked" or by.person_id != actor.person.id:
        raise Refused("cover.gone")
    my_peer_role(actor, by.id)
    agrees = answer == "yes"
    set_cover_state(story.session, cover, "agreed" if agrees else "declined", story.now)
    await record(story, actor, whose, f"cover.{cover.state}")
    names = {"name": await name_in(story, whose), "cover": await name_in(story, by)}
    key = "agreed" if agrees else "declined"
    await story.post(actor.person.id, body(say(f"cover.you_{key}", **names)))
    await story.post(whose.person_id, body(say(f"cover.they_{key}", **names)))
    if agrees:
        told = say("coordinator.cover_agreed", **names)
        await tell_coordinators(story, whose.programme_id, told)
        await offer_stand_ins(story, whose)


async def end_cover(story: Story, actor: Actor, cover_id: str) -> None:
    """Either of the two ends it; the other one is told."""
    cover, whose, by = await _both(story, cover_id)
    if actor.person.id not in (whose.person_id, by.person_id):
        raise Refused("cover.gone")
    if cover.state not in ("asked", "agreed"):
        raise Refused("cover.gone")
    other = by if actor.person.id == whose.person_id else whose
    await _end(story, cover, whose, by, other)
    await record(story, actor, whose, "cover.ended")
    names = {"name": await name_in(story, whose), "cover": await name_in(story, by)}
    await story.post(actor.person.id, body(say("cover.ended", **names)))


async def end_covers_of(story: Story, membership: Membership) -> None:
    """A peer worker's role ends: nobody covers for them, and they cover for nobody."""
    for cover in await covers_naming(story.session, membership.id):
        _, whose, by = await _both(story, cover.id)
        other = by if membership.id == whose.id else whose
        await _end(story, cover, whose, by, other)


async def _end(
    story: Story, cover: Cover, whose: Membership, by: Membership, told: Membership
) -> None:
    set_cover_state(story.session, cover, "ended", story.now)
    names = {"name": await name_in(story, whose), "cover": await name_in(story, by)}
    await story.post(told.person_id, body(say("cover.ended", **names)))


async def _called(story: Story, membership: Membership, typed: str) -> list[Membership]:
    everyone = await members(story.session, membership.programme_id, PEER_WORKER, ("active",))
    return [one for one in everyone if fold(await name_in(story, one)) == fold(typed)]


def _problem(membership: Membership, found: list[Membership]) -> str | None:
    if not found:
        return "cover.unknown"
    if [one.id for one in found] == [membership.id]:
        return "cover.yourself"
    return "cover.several" if len(found) > 1 else None


async def _replace(story: Story, membership: Membership) -> None:
    """Asked anew, an earlier one is over."""
    earlier = await cover_for(story.session, membership.id)
    if earlier is not None:
        _, whose, by = await _both(story, earlier.id)
        await _end(story, earlier, whose, by, by)


async def _both(story: Story, cover_id: str) -> tuple[Cover, Membership, Membership]:
    cover = await cover_or_none(story.session, CoverId(cover_id))
    if cover is None:
        raise Refused("cover.gone")
    whose, by = [
        await membership_or_none(story.session, MembershipId(one))
        for one in (cover.membership_id, cover.cover_membership_id)
    ]
    if whose is None or by is None:
        raise Refused("cover.gone")
    return cover, whose, by
