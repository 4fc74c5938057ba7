"""Follow-up: some weeks after the planned end the service user is asked once more how they are."""

from datetime import time

from care.cadence import Cadence, first_due
from care.setting_pack import SettingPack
from db.checkin_plans import add_plan, plans_of
from db.consents import consents_of
from db.ids import PersonId
from db.pairings import Pairing
from db.people import person
from db.programmes import Programme
from db.zones import zone_of
from flows.actor import SERVICE_USER
from flows.planned import planned_of, stop_asking
from flows.plans import begin_plan
from flows.programmes import pack_of
from flows.story import Story

FOLLOW_UP_AT = time(10)


async def plan_follow_up(story: Story, pairing: Pairing, where: Programme) -> bool:
    """Plan to ask the service user once more after the end; False where it is not wished."""
    pack = pack_of(story, where)
    standing = await consents_of(story.session, pairing.service_user_id, where.id)
    planned = pack.follow_up or any(one.start == "end" for one in pack.checkins)
    if not planned or "checkins" not in standing:
        return False
    for usual in pack.checkins:
        if usual.start == "end":
            await begin_plan(story, pairing, where, usual)
    if pack.follow_up:
        await _plan_once(story, pairing, where, pack)
    return True


async def _plan_once(story: Story, pairing: Pairing, where: Programme, pack: SettingPack) -> None:
    someone = await person(story.session, pairing.service_user_id)
    cadence = Cadence(7 * pack.follow_up_weeks, FOLLOW_UP_AT)
    due = first_due(cadence, story.now, 7 * pack.follow_up_weeks, zone_of(someone, where))
    add_plan(
        story.session,
        someone.id,
        where.id,
        pairing_id=pairing.id,
        role=SERVICE_USER,
        name="follow_up",
        measure=pack.follow_up,
        every_days=cadence.every_days,
        at_minute=FOLLOW_UP_AT.hour * 60,
        next_due_at=due.at,
        next_local_date=due.local_date,
        once=True,
    )


async def drop_follow_ups(story: Story, person_id: PersonId) -> None:
    """End what was planned for after an earlier pairing: a new one has check-ins of its own."""
    for plan in await plans_of(story.session, person_id):
        if plan.once and plan.state == "on":
            await stop_asking(story, await planned_of(story, plan), "ended")
