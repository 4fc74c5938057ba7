"""Resuming: a form is put away for now, and a measure goes on where somebody stopped weeks ago.

The check-in stays missed until its last answer: nothing is asked or reminded of anew.
"""

from care.measures import Measure
from care.resuming import goes_on
from care.wall_time import local_date
from db.answers import FormSession, add_form_session, answers_in
from db.checkins import Checkin, newer_checkin
from db.zones import zone_of
from flows.actor import Actor
from flows.errors import Refused
from flows.filling import Filling, slot_of
from flows.form_screens import is_measure, resume_row
from flows.letters import URGENT, Part, body, say
from flows.story import Story

RESUMABLE = ("no_answer", "next_came")


async def stop_for_now(filling: Filling) -> None:
    """Put the form away as it is; its button goes on at the same question."""
    key = "checkin.stopped" if is_measure(filling.form_session) else "form.saved_for_later"
    rows = (*resume_row(filling.form_session), (URGENT,))
    await filling.story.edit(
        filling.actor.person.id,
        body(say(key), rows=rows),
        slot=slot_of(filling.form_session),
        message_id=filling.pressed,
    )


async def resumed(
    story: Story, actor: Actor, found: FormSession, checkin: Checkin, asked: Measure
) -> tuple[FormSession, tuple[Part, ...]]:
    """The form to go on with, and what to say first; raises Refused where there is none.

    Of a newer check-in that waits it is the form of that one. Beyond the days that the measure
    asks about a new form begins, and the old one is kept with its answers and their day.
    """
    if checkin.state != "missed" or checkin.reason not in RESUMABLE:
        raise Refused("form.closed")
    newer = await newer_checkin(story.session, checkin)
    if newer is not None:
        raise Refused("checkin.newer")
    if found.state != "open" and not await answers_in(story.session, found):
        raise Refused("form.closed")
    zone = zone_of(actor.person)
    begun, today = local_date(found.started_at, zone), local_date(story.now, zone)
    if goes_on(asked, begun, today):
        found.state = "open"
        story.session.add(found)
        return found, ()
    found.state = "left"
    story.session.add(found)
    fresh = await add_form_session(
        story.session,
        actor.person.id,
        form=found.form,
        version=asked.version,
        at=None,
        membership_id=None,
        now=story.now,
    )
    checkin.form_session_id = fresh.id
    story.session.add(checkin)
    return fresh, (say("checkin.begins_anew"),)
