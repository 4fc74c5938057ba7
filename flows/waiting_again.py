"""Waiting again: whoever loses a peer goes back into line near its front, with a day to hear by."""

from datetime import date, timedelta

from care.stages import Mover, move
from db.memberships import membership_in, membership_or_none, set_stage
from db.pairings import RUNNING, Pairing, pairings_of
from db.people import name_of, person
from db.waits import Wait, begin_wait, waits_promised
from flows.actor import SERVICE_USER
from flows.by_day import post_by_day
from flows.letters import URGENT, Button, body, one_each, say
from flows.staff import tell_coordinators
from flows.story import Story
from flows.vetting import today_of

HEARS_WITHIN = timedelta(days=7)
BATCH = 50


async def wait_again(story: Story, pairing: Pairing, mover: Mover) -> date | None:
    """Put the service user of an ended pairing into line; returns the day by which we write.

    Their place counts from the start of that pairing (docs/decisions/0060). None where they do
    not wait: they are on a break or gone, or somebody else is their peer.
    """
    user_id, where = pairing.service_user_id, pairing.programme_id
    membership = await membership_in(story.session, user_id, where, SERVICE_USER)
    running = await pairings_of(story.session, user_id, RUNNING)
    others = [p for p in running if p.service_user_id == user_id and p.programme_id == where]
    if membership is None or membership.stage not in ("matched", "paused") or others:
        return None
    began_at = pairing.active_at or story.now
    if membership.stage == "paused":  # back into line after their own break
        begin_wait(story.session, membership, began_at, story.now, paused=True)
        return None
    move("service_user", mover, membership.stage, "waiting")
    set_stage(story.session, membership, "waiting", began_at)
    wait = begin_wait(story.session, membership, began_at, story.now)
    wait.promised_at = story.now + HEARS_WITHIN
    await story.session.flush()
    return today_of(story, await person(story.session, user_id)) + HEARS_WITHIN


async def keep_promises(story: Story) -> int:
    """Write to whoever still waits on the day that was named to them; returns to how many."""
    due = await waits_promised(story.session, story.now, BATCH)
    for wait in due:
        await _write(story, wait)
    return len(due)


async def _write(story: Story, wait: Wait) -> None:
    wait.promised_at = story.now + HEARS_WITHIN
    story.session.add(wait)
    membership = await membership_or_none(story.session, wait.membership_id)
    if membership is None or membership.stage != "waiting":
        wait.promised_at = None
        return
    reader = await person(story.session, membership.person_id)
    talk = Button(say("talk.button.start"), "tw", membership.id)
    await post_by_day(
        story, reader, body(say("waiting.still_looking"), rows=one_each(talk, URGENT))
    )
    name = await name_of(story.session, reader)
    rows = one_each(Button(say("ending.button.find_now"), "rv", wait.programme_id))
    told = say("coordinator.still_without", name=name)
    await tell_coordinators(story, wait.programme_id, told, rows=rows)
