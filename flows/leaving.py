"""Leaving: one question, no reason; and deleting everything, which cannot be undone."""

import secrets

from db.audit import record_act
from db.erasure import erase_person_rows, people_to_erase
from db.memberships import Membership, members
from db.pairings import OPEN, pairings_of
from db.people import Person
from db.programmes import programme
from flows.actor import COORDINATOR, SERVICE_USER, Actor
from flows.endings import ERASED_AFTER, close_forms, end_role
from flows.errors import Refused
from flows.invitations import CODE_ALPHABET
from flows.letters import URGENT, Button, body, one_each, say
from flows.other_bot import line_about_other_bot
from flows.recalls import withdraw_between
from flows.staff import name_in, one_after_the_other, tell_coordinators
from flows.story import Story
from flows.suggestions import suggest
from flows.times import local_day

BATCH = 20
RECEIPT_LETTERS = 10
OVER = ("declined", "expired", "ended", "withdrawn")


async def ask_to_leave(story: Story, actor: Actor) -> None:
    """Ask once, and say who is told; somebody without a role has nothing to leave."""
    if not actor.standing:
        rows = one_each(Button(say("leaving.button.erase_too"), "xq"), URGENT)
        await story.post(actor.person.id, body(say("leaving.no_role"), rows=rows))
        return
    rows = one_each(
        Button(say("leaving.button.leave"), "xl"), Button(say("leaving.button.stay"), "xk"), URGENT
    )
    await story.post(actor.person.id, body(say(f"leaving.ask.{_leaves_as(actor)}"), rows=rows))


async def ask_to_erase(story: Story, actor: Actor) -> None:
    """Ask once more: deleting cannot be undone."""
    rows = one_each(
        Button(say("leaving.button.erase"), "xe"), Button(say("leaving.button.stay"), "xk"), URGENT
    )
    await story.post(actor.person.id, body(say("leaving.ask_erase"), rows=rows))


async def stay(story: Story, actor: Actor) -> None:
    """The person stays; nothing changed."""
    await story.post(actor.person.id, body(say("leaving.stays")))


async def leave(story: Story, actor: Actor) -> None:
    """End the person's roles and pairings; their peers and coordinators are told.

    Raises Refused when they have left already.
    """
    if not actor.standing:
        raise Refused("leaving.done_already")
    role = _leaves_as(actor)
    await _end_everything(story, actor)
    rows = one_each(
        Button(say("leaving.button.erase_too"), "xq"), Button(say("button.urgent_help"), "u")
    )
    await story.post(actor.person.id, body(say(f"leaving.left.{role}"), rows=rows))


async def erase(story: Story, actor: Actor) -> None:
    """Leave, and delete everything that is held about the person some minutes later.

    Raises Refused when that is under way: one wish has one receipt.
    """
    under_way = actor.person.erase_at
    if under_way is not None and under_way <= story.now + ERASED_AFTER:
        raise Refused("leaving.done_already")
    await _end_everything(story, actor)
    for pairing in await pairings_of(story.session, actor.person.id, ("ended",)):
        await withdraw_between(story, pairing)  # kept words would outlive whoever wrote them
    actor.person.erase_at = story.now + ERASED_AFTER
    story.session.add(actor.person)
    await record_act(
        story.session,
        actor.person.id,
        "person.erasure_asked",
        about=actor.person.id,
        programme_id=None,
        now=story.now,
    )
    receipt = await _receipt(story)
    day = local_day(story.now, actor.person)
    elsewhere = await line_about_other_bot(story, actor, "leaving.other_bot_stays")
    erased = say("leaving.erased", receipt=receipt, day=day)
    await story.post(actor.person.id, body(erased, *elsewhere))


async def erase_due(story: Story) -> int:
    """Delete what is held about people who asked for it, or never came in; returns how many."""
    due = await people_to_erase(story.session, story.now, BATCH)
    for someone in due:
        await _forget_reasons(story, someone)
        await erase_person_rows(story.session, someone, story.now)
        await record_act(
            story.session,
            None,
            "person.erased",
            about=someone.id,
            programme_id=None,
            now=story.now,
        )
    return len(due)


def _leaves_as(actor: Actor) -> str:
    """The role that the person leaves, or that there are several."""
    roles = {membership.role for membership in actor.standing}
    return roles.pop() if len(roles) == 1 else "several"


async def _receipt(story: Story) -> str:
    """A number that says to nobody whose data it was; the audit knows it, and when it was given."""
    number = "".join(secrets.choice(CODE_ALPHABET) for _ in range(RECEIPT_LETTERS))
    await record_act(
        story.session, None, "erasure.receipt", about=number, programme_id=None, now=story.now
    )
    return number


async def _end_everything(story: Story, actor: Actor) -> None:
    standing = actor.standing
    for membership in standing:
        await _ensure_may_leave(story, membership)
    for membership in standing:
        was_at_work = membership.role != SERVICE_USER and membership.stage != "onboarding"
        await end_role(story, actor, membership)
        if was_at_work:
            name = await name_in(story, membership)
            told = say(f"coordinator.role_ended.{membership.role}", name=name)
            await tell_coordinators(story, membership.programme_id, told)
    await close_forms(story, actor.person)
    for programme_id in {m.programme_id for m in standing}:
        await suggest(story, await programme(story.session, programme_id))


async def _ensure_may_leave(story: Story, membership: Membership) -> None:
    """The last coordinator stays, or nobody would answer alerts."""
    if membership.role != COORDINATOR or membership.stage != "active":
        return
    await one_after_the_other(story)
    others = await members(story.session, membership.programme_id, COORDINATOR, ("active",))
    if len(others) < 2:  # the person and one more
        raise Refused("leaving.last_coordinator")


async def _forget_reasons(story: Story, someone: Person) -> None:
    """Why the person was paired tells of both, and is sealed with the service user's key."""
    for pairing in await pairings_of(story.session, someone.id, (*OPEN, *OVER)):
        pairing.reasons_sealed = None
        story.session.add(pairing)
