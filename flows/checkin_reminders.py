"""Reminders: an open check-in is asked again as its plan says, and given up after that."""

from datetime import datetime, timedelta

from care.reminders import expires_at, is_missed, reminder
from care.room import is_holiday
from db.checkins import Checkin, checkins_to_look_at, plan_of
from flows.checkins import BATCH, QUIET, ask, close
from flows.planned import Planned, planned_of, today_of
from flows.silence import judge_missed
from flows.story import Story

AGAIN = timedelta(hours=6)  # when to look again at somebody who cannot be reminded now


async def remind_and_expire(story: Story) -> int:
    """Ask once more what is still open, or record it as missed; returns how many changed."""
    changed = 0
    for checkin in await checkins_to_look_at(story.session, story.now, BATCH):
        planned = await planned_of(story, await plan_of(story.session, checkin))
        changed += await _look(story, planned, checkin)
    return changed


async def _look(story: Story, planned: Planned, checkin: Checkin) -> bool:
    """Do what is due, and set when to look again; whether anything changed for the person."""
    asking, sent_at = planned.asking, checkin.sent_at or checkin.due_at
    if is_missed(sent_at, story.now, asking.expires_after_hours):
        await close(story, checkin, "missed", "no_answer")
        await judge_missed(story, checkin)
        return True
    gives_up = expires_at(sent_at, asking.expires_after_hours)
    again = _again(planned, checkin, sent_at)
    good = None if again is None else _good_from(story, planned, max(again, story.now))
    story.session.add(checkin)
    if good is None or good > story.now:
        checkin.look_at = gives_up if good is None else min(good, gives_up)
        return False
    checkin.reminders += 1
    following = _again(planned, checkin, story.now)
    checkin.look_at = gives_up if following is None else min(following, gives_up)
    await ask(story, planned, checkin, key="checkin.reminder")
    return True


def _again(planned: Planned, checkin: Checkin, asked_at: datetime) -> datetime | None:
    asking = planned.asking
    hours, most = asking.remind_after_hours, asking.reminders
    return reminder(asked_at, asked_at, hours, checkin.reminders, most)


def _good_from(story: Story, planned: Planned, at: datetime) -> datetime:
    """From when on the person can be reminded: not at night, nor in a rest, nor out of reach."""
    someone, today = planned.someone, today_of(story, planned)
    is_gone = someone.erased_at is not None or someone.unreachable_since is not None
    rests = someone.asked_from is not None and today < someone.asked_from
    if is_gone or rests or is_holiday(today, planned.pack.holidays):
        return max(at, story.now + AGAIN)
    return QUIET.ends_at(at, planned.zone)
