"""Check-ins: the clock finds who is due, and each day's outcome is a row with its reason."""

import zlib
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.cadence import (
    LEAST_GAP,
    Cadence,
    Due,
    SendAt,
    TooLate,
    first_due,
    lateness,
    next_due,
    shifted,
    spread,
    to_utc,
)
from care.measures import as_form
from care.quiet_hours import QuietHours
from care.reminders import is_missed, reminder
from care.setting_pack import CheckinPlan as PackPlan
from db.answers import add_form_session, form_session_or_none
from db.checkins import (
    Checkin,
    CheckinPlan,
    add_checkin,
    add_plan,
    checkin_on,
    checkins_without_answer,
    last_sent_at,
    open_checkins_of,
    plan_of,
    plans_due,
    plans_of,
)
from db.consents import consents_of
from db.ids import PersonId
from db.outbox import Lane
from db.pairings import Pairing
from db.people import Person, name_of, person
from db.programmes import Programme
from flows.actor import SERVICE_USER
from flows.checkin_fates import Fate, why_not
from flows.letters import URGENT, Body, Button, body, one_each, say
from flows.own_measures import measure_of
from flows.programmes import pack_of
from flows.story import Story

QUIET = QuietHours()  # 21:00 to 08:00 where the person lives: product rules on check-ins
SPREAD_MINUTES = 20  # so that not everyone is asked in the same minute
REMIND_AFTER_HOURS, REMINDERS_MOST, EXPIRES_AFTER_HOURS = 24, 1, 72
BATCH = 100


async def start_plans(story: Story, pairing: Pairing, where: Programme) -> None:
    """Plan the check-ins of a pairing that begins, for those who agreed to be asked."""
    for planned in pack_of(story, where).checkins:
        of_user = planned.role == SERVICE_USER
        person_id = pairing.service_user_id if of_user else pairing.peer_worker_id
        standing = await consents_of(story.session, person_id, where.id)
        if "checkins" not in standing:
            continue
        earlier = await _plan_on(story, person_id, planned.measure)
        if earlier is not None:  # the rhythm goes on with the new peer
            earlier.pairing_id = pairing.id if of_user else None
            story.session.add(earlier)
            continue
        someone = await person(story.session, person_id)
        cadence = _cadence(planned, someone)
        due = first_due(cadence, story.now, planned.first_after_days, ZoneInfo(someone.time_zone))
        add_plan(
            story.session,
            person_id,
            where.id,
            pairing_id=pairing.id if of_user else None,
            measure=planned.measure,
            every_days=planned.every_days,
            at_minute=cadence.at.hour * 60 + cadence.at.minute,
            next_due_at=due.at,
            next_local_date=due.local_date,
        )
    await story.session.flush()


async def follow_to_zone(story: Story, someone: Person) -> None:
    """Move what is due to the person's new clock; never two of a plan within twelve hours."""
    zone = ZoneInfo(someone.time_zone)
    for plan in await plans_of(story.session, someone.id):
        at = to_utc(plan.next_local_date, _wall_time(plan), zone)
        last = await last_sent_at(story.session, plan.id)
        if last is not None and at - last < LEAST_GAP:
            _advance(story, plan, zone, last)
        else:
            plan.next_due_at = at
            story.session.add(plan)


async def send_due(story: Story) -> int:
    """Ask whoever is due now, or record why not; returns how many plans were looked at."""
    due_plans = await plans_due(story.session, story.now, BATCH)
    for plan in due_plans:
        await _send_or_record(story, plan)
    return len(due_plans)


async def remind_and_expire(story: Story) -> int:
    """Ask once more after a day, then record as missed; returns how many changed."""
    before = story.now - timedelta(hours=REMIND_AFTER_HOURS)
    changed = 0
    for checkin in await checkins_without_answer(story.session, before, BATCH):
        sent_at = checkin.sent_at or checkin.due_at
        someone = await person(story.session, checkin.person_id)
        if is_missed(sent_at, story.now, EXPIRES_AFTER_HOURS):
            await _close(story, checkin, "missed", "no_answer")
            changed += 1
        elif reminder(
            sent_at, story.now, REMIND_AFTER_HOURS, checkin.reminders, REMINDERS_MOST
        ) and _can_be_asked(story, someone):
            checkin.reminders += 1
            story.session.add(checkin)
            await _ask(story, someone, checkin, key="checkin.reminder")
            changed += 1
    return changed


def _can_be_asked(story: Story, someone: Person) -> bool:
    is_there = someone.erased_at is None and someone.unreachable_since is None
    return is_there and not QUIET.is_quiet(story.now, ZoneInfo(someone.time_zone))


async def put_off(story: Story, someone: Person, checkin: Checkin) -> None:
    """The person answers later: the check-in stays open, and its button too."""
    form_session_id = checkin.form_session_id or ""
    rows = one_each(Button(say("checkin.button.now"), "qr", form_session_id), URGENT)
    slot = f"form:{form_session_id}"
    await story.edit(someone.id, body(say("checkin.later"), rows=rows), slot=slot)


async def leave_out(story: Story, someone: Person, checkin: Checkin) -> None:
    """The person does not answer this time; no reason is asked."""
    await _close(story, checkin, "skipped", "person")
    slot = f"form:{checkin.form_session_id}"
    await story.edit(someone.id, body(say("checkin.left_out")), slot=slot)


async def leave_open_ones_out(story: Story, someone: Person, reason: str) -> None:
    """Close what the person was asked and has not answered: it is not missed, and not repeated."""
    for checkin in await open_checkins_of(story.session, someone.id):
        await _close(story, checkin, "skipped", reason)
        await story.take_buttons_off(someone.id, slot=f"form:{checkin.form_session_id}")


def form_name(code: str) -> str:
    """How form sessions name a measure that is asked."""
    return f"measure.{code}"


async def _send_or_record(story: Story, plan: CheckinPlan) -> None:
    someone = await person(story.session, plan.person_id)
    zone = ZoneInfo(someone.time_zone)
    if await checkin_on(story.session, plan.id, plan.next_local_date) is not None:
        _advance(story, plan, zone, None)
        return
    fate = await why_not(story, plan, someone)
    verdict = lateness(Due(plan.next_due_at, plan.next_local_date), story.now, QUIET, zone)
    if fate is None and isinstance(verdict, SendAt):
        plan.next_due_at = verdict.at
        story.session.add(plan)
        return
    if fate is None and isinstance(verdict, TooLate):
        fate = Fate("missed", f"late.{verdict.reason}")
    if fate is None:
        await _send(story, plan, someone)
        _advance(story, plan, zone, story.now)
        return
    add_checkin(
        story.session,
        plan,
        form_session_id=None,
        state=fate.state,
        reason=fate.reason,
        sent_at=None,
    )
    if fate.ends_plan:
        plan.state = "ended"
        story.session.add(plan)
    else:
        _advance(story, plan, zone, None)


async def _send(story: Story, plan: CheckinPlan, someone: Person) -> None:
    asked = measure_of(story, plan.measure)
    form = as_form(asked)
    form_session = await add_form_session(
        story.session,
        someone.id,
        form=form_name(asked.code),
        version=form.version,
        at=None,
        membership_id=None,
        now=story.now,
    )
    checkin = add_checkin(
        story.session,
        plan,
        form_session_id=form_session.id,
        state="sent",
        reason=None,
        sent_at=story.now,
    )
    await story.session.flush()
    await _ask(story, someone, checkin, key="checkin.ask")


async def _ask(story: Story, someone: Person, checkin: Checkin, *, key: str) -> None:
    asked = measure_of(story, checkin.measure)
    ref = checkin.form_session_id or ""
    of_user = (await plan_of(story.session, checkin)).pairing_id is not None
    content = Body(
        (
            say(key, name=await name_of(story.session, someone), n=len(asked.items)),
            say("checkin.who_sees" if of_user else "checkin.who_sees_peer_work"),
        ),
        one_each(
            Button(say("checkin.button.now"), "qr", ref),
            Button(say("checkin.button.later"), "kl", checkin.id),
            Button(say("checkin.button.not_now"), "kn", checkin.id),
            URGENT,
        ),
    )
    await story.post(
        someone.id,
        content,
        lane=Lane.CHECKIN,
        slot=f"form:{ref}",
        expires_at=story.now + timedelta(hours=EXPIRES_AFTER_HOURS),
    )


def _advance(story: Story, plan: CheckinPlan, zone: ZoneInfo, last_at: datetime | None) -> None:
    """Set the next due day, and record the days of the rhythm that are passed over."""
    if plan.once:
        plan.state = "ended"
        story.session.add(plan)
        return
    cadence = Cadence(plan.every_days, _wall_time(plan))
    following = next_due(cadence, plan.next_local_date, zone, story.now, last_at=last_at)
    for day in following.skipped:
        _record_passed_over(story, plan, day)
    plan.next_due_at, plan.next_local_date = following.at, following.local_date
    story.session.add(plan)


def _record_passed_over(story: Story, plan: CheckinPlan, day: date) -> None:
    plan.next_local_date = day
    add_checkin(
        story.session,
        plan,
        form_session_id=None,
        state="missed",
        reason="passed_over",
        sent_at=None,
    )


async def _close(story: Story, checkin: Checkin, state: str, reason: str) -> None:
    checkin.state, checkin.reason = state, reason
    story.session.add(checkin)
    if checkin.form_session_id is None:
        return
    form_session = await form_session_or_none(story.session, checkin.form_session_id)
    if form_session is not None and form_session.state == "open":
        form_session.state = "left"
        story.session.add(form_session)


async def _plan_on(story: Story, person_id: PersonId, code: str) -> CheckinPlan | None:
    plans = await plans_of(story.session, person_id)
    return next(
        (plan for plan in plans if (plan.measure, plan.state, plan.once) == (code, "on", False)),
        None,
    )


def _cadence(planned: PackPlan, someone: Person) -> Cadence:
    offset = spread(zlib.crc32(someone.id.encode()), SPREAD_MINUTES)
    return Cadence(planned.every_days, shifted(planned.at, offset))


def _wall_time(plan: CheckinPlan) -> time:
    return time(plan.at_minute // 60, plan.at_minute % 60)
