"""Check-ins: the clock finds who is due, and each day's outcome is a row with its reason."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from care.cadence import Due, SendAt, TooLate, lateness
from care.quiet_hours import QuietHours
from care.room import Asked, Limits, Move, move_for
from care.wall_time import local_date, to_utc
from db.answers import begin_form, form_session_or_none
from db.checkin_plans import plans_due
from db.checkins import Checkin, add_checkin, asked_since, checkin_on, open_checkins_of
from db.outbox import Lane
from db.people import Person, name_of
from flows.actor import SERVICE_USER
from flows.asking_order import turns_of
from flows.checkin_fates import Fate, why_not
from flows.letters import URGENT, Body, Button, body, one_each, say
from flows.own_measures import measure_of
from flows.plan_dates import advance, has_come
from flows.planned import Planned, record, stop_asking, today_of, wall_time
from flows.story import Story

QUIET = QuietHours()  # 21:00 to 08:00 where the person lives: product rules on check-ins
BATCH = 24  # some 20 ms; on SQLite whoever writes meanwhile waits for a batch to end
# These say that nothing could be tried: what counts contacts is still due the next day.
NOT_TRIED = ("late.day_over", "late.limit", "unreachable")


async def send_due(story: Story) -> int:
    """Ask whoever is due now, or record why not; returns how many plans were looked at."""
    turns = await turns_of(story, await plans_due(story.session, story.now, BATCH))
    async with story.gathering():
        for turn in turns:
            await look_at(story, turn.planned, turn.gives_way_to)
            await asyncio.sleep(0)  # SQLite's writer never waits, and others shall run meanwhile
    return len(turns)


async def look_at(story: Story, planned: Planned, gives_way_to: Sequence[str] = ()) -> None:
    """Ask what is due, or record why not, or find that what the plan waits for has not come.

    `gives_way_to` are measures that have their turn before it later today.
    """
    plan = planned.plan
    if await checkin_on(story.session, plan.id, plan.next_local_date) is not None:
        await advance(story, planned, asked=True)
        return
    fate = await why_not(story, planned)
    if not await has_come(story, planned):
        if fate is not None and fate.ends_plan:
            await stop_asking(story, planned, "ended", fate.reason)
        return
    verdict = lateness(Due(plan.next_due_at, plan.next_local_date), story.now, QUIET, planned.zone)
    if fate is None and isinstance(verdict, SendAt):
        plan.next_due_at = verdict.at
        story.session.add(plan)
        return
    if fate is None and isinstance(verdict, TooLate):
        fate = Fate("missed", f"late.{verdict.reason}")
    if fate is not None:
        await _settle(story, planned, fate)
    elif (move := await _room(story, planned, gives_way_to)) is not None:
        await _move(story, planned, move)
    else:
        await _send(story, planned)
        await advance(story, planned, asked=True)


async def put_off(story: Story, someone: Person, checkin: Checkin) -> None:
    """The person answers later: the check-in stays open, and its button too."""
    form_session_id = checkin.form_session_id or ""
    rows = one_each(Button(say("checkin.button.now"), "qr", form_session_id), URGENT)
    slot = f"form:{form_session_id}"
    await story.edit(someone.id, body(say("checkin.later"), rows=rows), slot=slot)


async def leave_out(story: Story, someone: Person, checkin: Checkin) -> None:
    """The person does not answer this time; no reason is asked."""
    await close(story, checkin, "skipped", "person")
    slot = f"form:{checkin.form_session_id}"
    rows = one_each(Button(say("checkin.button.change"), "kc", checkin.plan_id))
    await story.edit(someone.id, body(say("checkin.left_out"), rows=rows), slot=slot)


async def leave_open_ones_out(story: Story, someone: Person, reason: str) -> None:
    """Close what the person was asked and has not answered: it is not missed, and not repeated."""
    for checkin in await open_checkins_of(story.session, someone.id):
        await close(story, checkin, "skipped", reason)
        await story.take_buttons_off(someone.id, slot=f"form:{checkin.form_session_id}")


def form_name(code: str) -> str:
    """How form sessions name a measure that is asked."""
    return f"measure.{code}"


async def ask(story: Story, planned: Planned, checkin: Checkin, *, key: str) -> None:
    """Write the check-in to the person, the first time or once more."""
    asked, someone = measure_of(story, checkin.measure), planned.someone
    ref = checkin.form_session_id or ""
    of_user = planned.plan.role == SERVICE_USER
    content = Body(
        (
            say(key, name=await name_of(story.session, someone), n=len(asked.items)),
            *([say("checkin.about", name=planned.about)] if planned.about else []),
            say("checkin.who_sees" if of_user else "checkin.who_sees_peer_work"),
        ),
        one_each(
            Button(say("checkin.button.now"), "qr", ref),
            Button(say("checkin.button.later"), "kl", checkin.id),
            Button(say("checkin.button.not_now"), "kn", checkin.id),
            Button(say("checkin.button.change"), "kc", checkin.plan_id),
            URGENT,
        ),
    )
    await story.post(
        someone.id,
        content,
        lane=Lane.CHECKIN,
        slot=f"form:{ref}",
        expires_at=story.now + timedelta(hours=planned.asking.expires_after_hours),
    )


async def close(story: Story, checkin: Checkin, state: str, reason: str) -> None:
    """Close a check-in that waits for an answer, and its form."""
    checkin.state, checkin.reason = state, reason
    story.session.add(checkin)
    if checkin.form_session_id is None:
        return
    form_session = await form_session_or_none(story.session, checkin.form_session_id)
    if form_session is not None and form_session.state == "open":
        form_session.state = "left"
        story.session.add(form_session)


async def _settle(story: Story, planned: Planned, fate: Fate) -> None:
    await record(story, planned.plan, fate.state, fate.reason)
    if fate.ends_plan:
        await stop_asking(story, planned, "ended", fate.reason)
    else:
        await advance(story, planned, asked=False, keeps=fate.reason in NOT_TRIED)


async def _room(story: Story, planned: Planned, gives_way_to: Sequence[str]) -> Move | None:
    """Whether there is room for one more check-in today, or where it goes."""
    plan, zone = planned.plan, planned.zone
    recall = measure_of(story, plan.measure).recall_days
    since = story.now - timedelta(days=max(recall, 7) + 2)
    earlier = [
        Asked(measure, local_date(at, zone), day)
        for measure, at, day in await asked_since(story.session, planned.someone.id, since)
    ]
    limits = Limits(
        most_a_week=planned.pack.checkins_a_week,
        holidays=planned.pack.holidays,
        resting_until=planned.someone.asked_from,
    )
    today = today_of(story, planned)
    earlier += [Asked(measure, today, today) for measure in gives_way_to[:1]]
    return move_for(plan.measure, recall, today, earlier, limits)


async def _move(story: Story, planned: Planned, move: Move) -> None:
    """Record why the day is not used, and set the one on which there is room."""
    plan = planned.plan
    await record(story, plan, "moved", move.reason)
    plan.next_local_date = move.to
    plan.next_due_at = to_utc(move.to, wall_time(plan), planned.zone)
    story.session.add(plan)


async def _send(story: Story, planned: Planned) -> None:
    plan, asking = planned.plan, planned.asking
    for earlier in await open_checkins_of(story.session, planned.someone.id):
        if earlier.plan_id == plan.id:
            await close(story, earlier, "missed", "next_came")
            await story.take_buttons_off(planned.someone.id, slot=f"form:{earlier.form_session_id}")
    form_session_id = await begin_form(
        story.session,
        planned.someone.id,
        form=form_name(plan.measure),
        version=measure_of(story, plan.measure).version,
        now=story.now,
    )
    hours = asking.remind_after_hours if asking.reminders else asking.expires_after_hours
    checkin = add_checkin(
        story.session,
        plan,
        form_session_id=form_session_id,
        state="sent",
        reason=None,
        sent_at=story.now,
        asked_on=today_of(story, planned),
        look_at=story.now + timedelta(hours=min(hours, asking.expires_after_hours)),
    )
    await ask(story, planned, checkin, key="checkin.ask")
