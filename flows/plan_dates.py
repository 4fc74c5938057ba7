"""The dates of a plan: the first, the one after each, and the days on which it only looks."""

from datetime import timedelta

from care.cadence import Due
from care.plans import Over, first_of, following, look_tomorrow
from db.checkins import last_sent_at
from flows.plan_starts import contacts_of, start_of
from flows.planned import Planned, set_due, today_of
from flows.story import Story


def first_date(story: Story, planned: Planned) -> Due | Over:
    """The first date of a plan that begins now; today, to look, while its start is not known."""
    counted_from = planned.plan.counted_from
    if counted_from is None:
        before = today_of(story, planned) - timedelta(days=1)
        return look_tomorrow(planned.rhythm, before, planned.zone, story.now)
    return first_of(planned.rhythm, story.now, counted_from, planned.zone)


async def has_come(story: Story, planned: Planned) -> bool:
    """Whether what the plan waits for is there; if not, when to look next is set."""
    plan = planned.plan
    if plan.counted_from is None and planned.of_pack is not None:
        plan.counted_from = await start_of(story, planned, planned.of_pack)
        if plan.counted_from is None:
            await _look_tomorrow(story, planned)
        else:
            await set_due(story, planned, first_date(story, planned))
        return False
    listed = planned.rhythm.after_contacts
    if not listed or await contacts_of(story, planned) > plan.contacts_done:
        return True
    await _look_tomorrow(story, planned)
    return False


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
        plan.contacts_done = await contacts_of(story, planned)
        if plan.contacts_done >= len(rhythm.after_contacts):
            await set_due(story, planned, Over())
            return
    last_at = await last_sent_at(story.session, plan.id) if asked or far else None
    of = (planned.counted_from, plan.next_local_date, planned.zone, story.now)
    await set_due(story, planned, following(rhythm, *of, asked=asked, last_at=last_at))


async def _look_tomorrow(story: Story, planned: Planned) -> None:
    day = max(planned.plan.next_local_date, today_of(story, planned))
    await set_due(story, planned, look_tomorrow(planned.rhythm, day, planned.zone, story.now))
