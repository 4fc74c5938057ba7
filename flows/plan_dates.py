"""The dates of a plan: the first, the one after each, and the days on which it only looks."""

from datetime import date, timedelta

from care.cadence import Due
from care.plans import Over, first_of, following, look_tomorrow
from care.talks import SILENT_HOURS, when_over
from care.wall_time import to_utc
from db.checkins import last_sent_at
from db.plan_spans import begin_span
from flows.plan_starts import start_of, talk_of
from flows.planned import Planned, ask_again, record, set_due, today_of, wall_time
from flows.story import Story


def first_date(story: Story, planned: Planned) -> Due | Over:
    """The first date of a plan that begins now; today, to look, while its start is not known."""
    counted_from = planned.plan.counted_from
    if counted_from is None:
        before = today_of(story, planned) - timedelta(days=1)
        return look_tomorrow(planned.rhythm, before, planned.zone, story.now)
    return first_of(planned.rhythm, story.now, counted_from, planned.zone)


async def begin_waiting(story: Story, planned: Planned) -> None:
    """Keep that a plan that begins now waits for a day or a contact that has not come."""
    if planned.plan.counted_from is None or planned.rhythm.after_contacts:
        waits_for = "start" if planned.plan.counted_from is None else "contacts"
        today = today_of(story, planned)
        await begin_span(story.session, planned.plan, f"waits.{waits_for}", today)


async def has_come(story: Story, planned: Planned) -> bool:
    """Whether what the plan waits for is there; if not, when to look next is set."""
    plan = planned.plan
    if plan.counted_from is None and planned.of_pack is not None:
        plan.counted_from = await start_of(story, planned, planned.of_pack)
        if plan.counted_from is None:
            await _look_tomorrow(story, planned, "waits.start")
        else:
            await ask_again(story, planned)
            await set_due(story, planned, first_date(story, planned))
        return False
    return not planned.rhythm.after_contacts or await _is_talk_over(story, planned)


async def _is_talk_over(story: Story, planned: Planned) -> bool:
    """Whether the contact that is waited for has been, and no words are being exchanged."""
    plan, usual = planned.plan, planned.of_pack
    talk = await talk_of(story, planned)
    if talk is None or talk.reached <= plan.contacts_done:
        await _look_tomorrow(story, planned, "waits.contacts")
        return False
    silent_hours = usual.silent_hours if usual is not None else SILENT_HOURS
    again = when_over(talk, silent_hours, wall_time(plan), planned.zone, story.now)
    today = today_of(story, planned)
    if talk.reached_on < today:
        await ask_again(story, planned)
        _not_before(planned, talk.reached_on + timedelta(days=1))
    if again is None:
        return True
    if again.local_date > today > talk.reached_on:
        await record(story, plan, "moved", "still_talking")
    await set_due(story, planned, again)
    return False


def _not_before(planned: Planned, day: date) -> None:
    """Days on which the service did not even look for a contact are not days it was due."""
    plan = planned.plan
    if plan.next_local_date < day:
        plan.next_local_date = day
        plan.next_due_at = to_utc(day, wall_time(plan), planned.zone)


async def advance(
    story: Story, planned: Planned, *, asked: bool, keeps: bool = False, far: bool = False
) -> None:
    """Set the date after the one that is settled.

    With `keeps` a plan that counts contacts is due again the next day. `far` stays twelve hours
    away from the last one sent, as a change of zone may bring the next morning near.
    """
    plan, rhythm = planned.plan, planned.rhythm
    if plan.once and planned.of_pack is None:
        await set_due(story, planned, Over())
        return
    if rhythm.after_contacts and not keeps:
        talk = await talk_of(story, planned)
        plan.contacts_done = talk.reached if talk else 0
        if plan.contacts_done >= len(rhythm.after_contacts):
            await set_due(story, planned, Over())
            return
    last_at = await last_sent_at(story.session, plan.id) if asked or far else None
    of = (planned.counted_from, plan.next_local_date, planned.zone, story.now)
    await set_due(story, planned, following(rhythm, *of, asked=asked, last_at=last_at))


async def _look_tomorrow(story: Story, planned: Planned, reason: str) -> None:
    await begin_span(story.session, planned.plan, reason, today_of(story, planned))
    day = max(planned.plan.next_local_date, today_of(story, planned))
    await set_due(story, planned, look_tomorrow(planned.rhythm, day, planned.zone, story.now))
