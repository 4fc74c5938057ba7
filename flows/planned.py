"""A person's plan together with all that its dates depend on: pack, programme and clock."""

import zlib
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from care.cadence import Due, shifted, spread
from care.plans import Asking, Over, Rhythm
from care.plans import CheckinPlan as PackPlan
from care.setting_pack import SettingPack
from care.wall_time import local_date
from db.checkin_plans import CheckinPlan
from db.checkins import add_checkin, checkin_on
from db.ids import PersonId
from db.pairings import pairing_or_none
from db.people import Person, name_of, person
from db.plan_spans import begin_span, end_span
from db.programmes import Programme, programme
from db.zones import zone_of
from flows.actor import PEER_WORKER
from flows.programmes import pack_of
from flows.story import Story

SPREAD_MINUTES = 20  # so that not everyone is asked in the same minute


@dataclass(frozen=True, slots=True)
class Planned:
    """One plan of one person, as the clock and its screens look at it."""

    plan: CheckinPlan
    someone: Person
    where: Programme
    pack: SettingPack
    about: str = ""  # the name of whom a peer worker is asked about

    @property
    def of_pack(self) -> PackPlan | None:
        """What the pack says of it; None for one that the pack does not plan any more."""
        wanted = (self.plan.name, self.plan.role)
        return next((one for one in self.pack.checkins if (one.key, one.role) == wanted), None)

    @property
    def rhythm(self) -> Rhythm:
        """How often the person is asked, with what was changed for them."""
        at, days, usual = wall_time(self.plan), self.plan.every_days, self.of_pack
        if usual is None:
            return Rhythm(at, every_days=days)
        if days:
            weekday = usual.weekday if days % 7 == 0 else None
            return Rhythm(at, usual.first_after_days, days, weekday)
        return Rhythm(
            at,
            usual.first_after_days,
            at_weeks=usual.at_weeks,
            after_contacts=usual.after_contacts,
        )

    @property
    def asking(self) -> Asking:
        """How it is asked again, and when it counts as missed."""
        return self.of_pack.asking if self.of_pack else Asking()

    @property
    def zone(self) -> ZoneInfo:
        """Where the person lives by the clock."""
        return zone_of(self.someone, self.where)

    @property
    def counted_from(self) -> date:
        """The day that the plan counts from; the day that it is due where that is not known."""
        return self.plan.counted_from or self.plan.next_local_date


async def planned_of(story: Story, plan: CheckinPlan) -> Planned:
    """The plan with its person, programme and pack."""
    where = await programme(story.session, plan.programme_id)
    someone = await person(story.session, plan.person_id)
    return Planned(plan, someone, where, pack_of(story, where), await _about_whom(story, plan))


async def _about_whom(story: Story, plan: CheckinPlan) -> str:
    if plan.role != PEER_WORKER or plan.pairing_id is None:
        return ""
    pairing = await pairing_or_none(story.session, plan.pairing_id)
    if pairing is None:
        return ""
    return await name_of(story.session, await person(story.session, pairing.service_user_id))


def today_of(story: Story, planned: Planned) -> date:
    """The person's own date."""
    return local_date(story.now, planned.zone)


def spread_of(person_id: PersonId) -> int:
    """By how many minutes this person is asked later than others, from 0 to 19."""
    return spread(zlib.crc32(person_id.encode()), SPREAD_MINUTES)


def spread_time(at: time, person_id: PersonId) -> int:
    """The minute of the day at which this person is asked when `at` is planned."""
    later = shifted(at, spread_of(person_id))
    return later.hour * 60 + later.minute


def wall_time(plan: CheckinPlan) -> time:
    """The time on the person's wall at which the plan is due."""
    return time(*divmod(plan.at_minute, 60))


def told_time(plan: CheckinPlan) -> time:
    """The same without the person's spread: the time that was planned or chosen."""
    return time(*divmod(max(0, plan.at_minute - spread_of(plan.person_id)), 60))


async def set_due(story: Story, planned: Planned, found: Due | Over) -> None:
    """Set the next date, and record those that were passed over; without one the plan is over."""
    plan = planned.plan
    for day in found.skipped:
        await record(story, plan, "missed", "passed_over", on=day)
    if isinstance(found, Due):
        plan.next_due_at, plan.next_local_date = found.at, found.local_date
    else:
        usual = planned.of_pack
        begins_anew = usual is not None and usual.start == "stage"
        await stop_asking(story, planned, "over" if begins_anew else "ended")
    story.session.add(plan)


async def stop_asking(story: Story, planned: Planned, state: str, reason: str = "") -> None:
    """Put a plan into a state in which it asks nothing, and keep since when and why."""
    planned.plan.state = state
    story.session.add(planned.plan)
    await begin_span(story.session, planned.plan, reason or state, today_of(story, planned))


async def ask_again(story: Story, planned: Planned) -> None:
    """Put a plan back to asking, and keep until when it did not."""
    planned.plan.state, planned.plan.off_by = "on", None
    story.session.add(planned.plan)
    await end_span(story.session, planned.plan, today_of(story, planned))


async def record(
    story: Story, plan: CheckinPlan, state: str, reason: str, *, on: date | None = None
) -> None:
    """Keep what becomes of a day on which the plan was due; what is kept already stays."""
    if await checkin_on(story.session, plan.id, on or plan.next_local_date) is not None:
        return
    add_checkin(
        story.session,
        plan,
        form_session_id=None,
        state=state,
        reason=reason,
        sent_at=None,
        local_date=on,
    )
