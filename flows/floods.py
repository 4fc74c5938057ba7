"""Floods: one message too many goes no further. Its writer is told, and urgent words are heard."""

from dataclasses import replace
from datetime import datetime, timedelta

from care.floods import STRANGER, TALKING, Level, pour
from db.floods import Pace, keep_pace, pace_of
from db.memberships import Membership
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.letters import URGENT, Body, Part, one_each, say
from flows.people_pages import buttons_about
from flows.safe_now import typed_safe_now
from flows.staff import name_in, tell_coordinators
from flows.story import Story
from flows.unaddressed import listen

SLOT = "flood"
COUNTED_TOGETHER = timedelta(seconds=2)  # so that a flood causes no flood of edits
ONE_FLOOD = timedelta(hours=6)  # coordinators hear of it once


async def turn_away(story: Story, actor: Actor, message_id: int, text: str) -> bool:
    """Count a message; True when it is one too many, and its writer was told so.

    An answer to "Are you safe right now?" is never one too many.
    """
    before = await pace_of(story.session, actor.person.id) or Pace(story.now)
    level = Level(before.empty_at, before.turned_away)
    after = pour(level, TALKING if actor.standing else STRANGER, story.now)
    if not after.turned_away:
        pace = replace(before, empty_at=after.empty_at, turned_away=0, since_message=None)
        await keep_pace(story.session, actor.person.id, pace)
        return False
    if await typed_safe_now(story, actor, text):
        return True
    pace = replace(
        before,
        empty_at=after.empty_at,
        turned_away=after.turned_away,
        since_message=before.since_message or message_id,
        staff_told_at=await _tell_staff_once(story, actor, before.staff_told_at),
    )
    await keep_pace(story.session, actor.person.id, pace)
    await _tell_writer(story, actor, pace)
    await listen(story, actor, text)
    return True


async def _tell_writer(story: Story, actor: Actor, pace: Pace) -> None:
    """One line below the first message that went no further, edited while there are more."""
    parts: list[Part] = [say("flood.turned_away", n=pace.turned_away)]
    if _supported(actor) is not None:
        parts.append(say("flood.coordinators_hear"))
    content = Body(tuple(parts), one_each(URGENT), reply_to=pace.since_message)
    if pace.turned_away == 1:
        await story.post(actor.person.id, content, slot=SLOT)
    else:
        together = story.now + COUNTED_TOGETHER
        await story.edit(actor.person.id, content, slot=SLOT, not_before=together)


async def _tell_staff_once(story: Story, actor: Actor, told_at: datetime | None) -> datetime | None:
    """Coordinators hear who, and nothing of what was written; returns when they last did."""
    mine = _supported(actor)
    if mine is None or (told_at is not None and story.now - told_at < ONE_FLOOD):
        return told_at
    about = await buttons_about(story, actor.person, mine.programme_id, can_write=True)
    told = say("coordinator.flood", name=await name_in(story, mine))
    rows = one_each(*about)
    await tell_coordinators(story, mine.programme_id, told, but=actor.person.id, rows=rows)
    return story.now


def _supported(actor: Actor) -> Membership | None:
    """The role in which coordinators look after this person; None for themselves and strangers."""
    return actor.role(SERVICE_USER) or actor.role(PEER_WORKER)
