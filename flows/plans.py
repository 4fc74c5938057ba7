"""Plans of check-ins: they begin with a pairing, and follow their person to a stage or a zone."""

from care.cadence import LEAST_GAP
from care.plans import CheckinPlan as PackPlan
from care.wall_time import to_utc
from db.checkin_plans import CheckinPlan, add_plan, plans_of
from db.checkins import last_sent_at
from db.consents import consents_of
from db.ids import PersonId
from db.pairings import Pairing
from db.people import Person, person
from db.programmes import Programme
from flows.actor import SERVICE_USER
from flows.checkins import look_at
from flows.plan_dates import advance, begin_waiting, first_date
from flows.plan_starts import start_of
from flows.planned import (
    Planned,
    ask_again,
    planned_of,
    record,
    set_due,
    spread_time,
    stop_asking,
    today_of,
    wall_time,
)
from flows.programmes import pack_of
from flows.story import Story

GOING_ON = ("on", "off", "over")


async def start_plans(story: Story, pairing: Pairing, where: Programme) -> None:
    """Plan the check-ins of a pairing that begins, for those who agreed to be asked."""
    for usual in pack_of(story, where).checkins:
        of_user = usual.role == SERVICE_USER
        person_id = pairing.service_user_id if of_user else pairing.peer_worker_id
        standing = await consents_of(story.session, person_id, where.id)
        if usual.start == "end" or "checkins" not in standing:
            continue
        pairing_id = pairing.id if of_user or usual.is_about_pairing else None
        earlier = await _earlier(story, person_id, where, usual, pairing)
        if earlier is None:
            begun = await begin_plan(story, pairing, where, usual)
            await _stay_off(story, begun)
        elif earlier.pairing_id != pairing_id:
            earlier.pairing_id = pairing_id
            story.session.add(earlier)
            if not earlier.every_days:  # a rhythm of days goes on with the new peer
                await _count_anew(story, earlier)
    await story.session.flush()


async def begin_plan(
    story: Story, pairing: Pairing, where: Programme, usual: PackPlan
) -> CheckinPlan:
    """Begin one plan of the pack; it ends at once where all its dates are over already."""
    of_user = usual.role == SERVICE_USER
    person_id = pairing.service_user_id if of_user else pairing.peer_worker_id
    someone = await person(story.session, person_id)
    plan = add_plan(
        story.session,
        person_id,
        where.id,
        pairing_id=pairing.id if of_user or usual.is_about_pairing else None,
        role=usual.role,
        name=usual.key,
        measure=usual.measure,
        every_days=usual.every_days,
        at_minute=spread_time(usual.at, person_id),
        next_due_at=story.now,
        next_local_date=story.now.date(),
        once=usual.start == "end",
    )
    planned = Planned(plan, someone, where, pack_of(story, where))
    plan.counted_from = await start_of(story, planned, usual)
    plan.next_local_date = today_of(story, planned)
    await set_due(story, planned, first_date(story, planned))
    await begin_waiting(story, planned)
    return plan


async def stage_begins(story: Story, someone: Person) -> None:
    """The person told where they are now: what is asked at the start of a stage is asked anew."""
    for plan in await plans_of(story.session, someone.id):
        usual = (await planned_of(story, plan)).of_pack
        if usual is not None and usual.start == "stage" and plan.state in ("on", "over"):
            await _count_anew(story, plan)


async def follow_to_zone(story: Story, someone: Person) -> None:
    """Move what is due to the person's new clock; never two of a plan within twelve hours.

    What is past on that clock is asked at once, or settled with its reason.
    """
    for plan in await plans_of(story.session, someone.id):
        planned = await planned_of(story, plan)
        at = to_utc(plan.next_local_date, wall_time(plan), planned.zone)
        last = await last_sent_at(story.session, plan.id)
        if plan.state == "on" and last is not None and at - last < LEAST_GAP:
            await record(story, plan, "skipped", "moved_zone")
            await advance(story, planned, asked=False, keeps=True, far=True)
        else:
            plan.next_due_at = at
            story.session.add(plan)
        while plan.state == "on" and plan.next_due_at <= story.now:
            await look_at(story, planned)  # now: it would seem to be late for hours


async def _earlier(
    story: Story, person_id: PersonId, where: Programme, usual: PackPlan, pairing: Pairing
) -> CheckinPlan | None:
    """The person's plan of this name that goes on, is unwanted, or came to its end in this pair.

    A peer worker has one for each of their people where it is about the two.
    """
    only_here = usual.is_about_pairing and usual.role != SERVICE_USER
    for plan in await plans_of(story.session, person_id):
        is_here = plan.pairing_id == pairing.id or (plan.state in GOING_ON and not only_here)
        of_this = (plan.name, plan.programme_id, plan.role)
        if is_here and not plan.once and of_this == (usual.key, where.id, usual.role):
            return plan
    return None


async def _stay_off(story: Story, begun: CheckinPlan) -> None:
    """What somebody turned off about one of their people is not asked about the next one."""
    for plan in await plans_of(story.session, begun.person_id):
        of_this = (plan.name, plan.role, plan.programme_id)
        if plan.state == "off" and of_this == (begun.name, begun.role, begun.programme_id):
            begun.off_by = plan.off_by
            await stop_asking(story, await planned_of(story, begun), "off", f"off.{plan.off_by}")
            return


async def _count_anew(story: Story, plan: CheckinPlan) -> None:
    """Count the plan's weeks or contacts from their new start."""
    planned = await planned_of(story, plan)
    plan.contacts_done = 0
    plan.counted_from = await start_of(story, planned, planned.of_pack)
    if plan.state != "off":
        await ask_again(story, planned)
        await set_due(story, planned, first_date(story, planned))
        await begin_waiting(story, planned)
