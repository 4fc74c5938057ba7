"""The rhythm of a pairing: what is due on its way from the first words to the planned end.

Days are those of the programme's calendar. Nothing here knows of nights: whoever asks does so at a
time at which the two may be written to.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from care.wall_time import local_date, to_utc

GRACE_DAYS = 1  # beyond the rhythm, before silence is spoken of. Our choice
MORNING = time(10)  # when a day is looked at: late enough for most, early enough to act. Our choice
LAST_HOUR = time(18)  # when the last day ends, so that it can be used for a goodbye. Our choice
NUDGE_AT = (2, 3)  # of the hours until the first words are due. Our choice

Kind = Literal["nudge_first", "missed_first", "lapse", "lapse_again", "rules", "countdown", "end"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a setting pack plans: `ending_weeks` are weeks before the end, the most first."""

    contact_every_days: int
    first_contact_hours: int
    rules_every_weeks: int
    ending_weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an active pairing stands.

    `quiet_since` is the last day with a message from either side, or the day from which silence
    counts: with `unanswered` the first on which the service user wrote and got no answer. The first
    words are due at `first_words_by`; `nudge_first_at` is before it. `lapse` is 1 or 2 once the
    present silence was spoken of, on `lapse_on`. `weeks_told` are the weeks of the last countdown.
    `spoke_on` is the last day of a countdown, lapse or renewal.
    """

    began_at: datetime
    ends_on: date
    quiet_since: date
    nudge_first_at: datetime
    first_words_by: datetime
    has_first_words: bool = False
    nudged_first: bool = False
    missed_first: bool = False
    lapse: int = 0
    lapse_on: date | None = None
    unanswered: bool = False
    rules_on: date | None = None
    weeks_told: int | None = None
    spoke_on: date | None = None
    is_away: bool = False
    away_on: date | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is due; `weeks` are left for a countdown, `days` of silence for a lapse.

    An `unanswered` lapse is silence of the peer worker alone.
    """

    kind: Kind
    weeks: int = 0
    days: int = 0
    is_last: bool = False
    unanswered: bool = False


def acts_due(plan: Plan, standing: Standing, now: datetime, zone: ZoneInfo) -> tuple[Act, ...]:
    """What is due now, in order. After "end" nothing is; of all that can wait, one a day."""
    if now >= end_at(standing.ends_on, zone):
        return (Act("end"),)
    first = _first_words(standing, now, zone)
    today = local_date(now, zone)
    if standing.spoke_on == today:
        return first
    daily = (
        _countdown(plan, standing, today, zone)
        or _lapse(plan, standing, today)
        or _rules(plan, standing, today, zone)
    )
    return (*first, daily) if daily is not None else first


def next_look(standing: Standing, now: datetime, zone: ZoneInfo) -> datetime:
    """When to look again, always after `now`: tomorrow morning, or earlier where that matters."""
    tomorrow = local_date(now, zone) + timedelta(days=1)
    moments = [to_utc(tomorrow, MORNING, zone), end_at(standing.ends_on, zone)]
    if not standing.has_first_words:
        moments += [standing.nudge_first_at, standing.first_words_by]
    return min(moment for moment in moments if moment > now)


def first_words_by(plan: Plan, since: datetime) -> datetime:
    """When the peer worker's first words are due, in a pairing that is active since then."""
    return since + timedelta(hours=plan.first_contact_hours)


def first_nudge_from(plan: Plan, since: datetime) -> datetime:
    """From when on the peer worker is reminded of the first words."""
    part, of = NUDGE_AT
    return since + timedelta(hours=plan.first_contact_hours) * part / of


def end_at(ends_on: date, zone: ZoneInfo) -> datetime:
    """The instant at which a pairing ends that is planned until this day."""
    return to_utc(ends_on, LAST_HOUR, zone)


def weeks_left(ends_on: date, today: date) -> int:
    """Weeks until the last day, a begun one counted whole; 0 once it has come."""
    return max(0, -((today - ends_on).days // 7))


def _first_words(standing: Standing, now: datetime, zone: ZoneInfo) -> tuple[Act, ...]:
    """The reminder before, or that the time has passed; while away neither, and a day after."""
    if standing.has_first_words or standing.missed_first or standing.is_away:
        return ()
    if now >= standing.first_words_by:
        back = standing.away_on is None or local_date(now, zone) > standing.away_on + _DAY
        return (Act("missed_first"),) if back else ()
    is_due = not standing.nudged_first and now >= standing.nudge_first_at
    return (Act("nudge_first"),) if is_due else ()


def _countdown(plan: Plan, standing: Standing, today: date, zone: ZoneInfo) -> Act | None:
    """The nearest step that was reached and not told; those passed over are not caught up on."""
    began_on = local_date(standing.began_at, zone)
    reached = [
        weeks
        for weeks in plan.ending_weeks
        if began_on < standing.ends_on - timedelta(weeks=weeks) <= today
    ]
    if not reached or (standing.weeks_told is not None and min(reached) >= standing.weeks_told):
        return None
    is_last = min(reached) == min(plan.ending_weeks)
    return Act("countdown", weeks=weeks_left(standing.ends_on, today), is_last=is_last)


def _lapse(plan: Plan, standing: Standing, today: date) -> Act | None:
    days = (today - standing.quiet_since).days
    if standing.is_away or days < plan.contact_every_days + GRACE_DAYS:
        return None
    if standing.lapse == 0 or standing.lapse_on is None:
        return Act("lapse", days=days, unanswered=standing.unanswered)
    waited = (today - standing.lapse_on).days
    if standing.lapse == 1 and waited >= plan.contact_every_days:
        return Act("lapse_again", days=days, unanswered=standing.unanswered)
    return None


def _rules(plan: Plan, standing: Standing, today: date, zone: ZoneInfo) -> Act | None:
    """Not once the countdown has begun: then the two talk of the end."""
    last = standing.rules_on or local_date(standing.began_at, zone)
    is_due = today >= last + timedelta(weeks=plan.rules_every_weeks)
    talk_of_end = timedelta(weeks=max(plan.ending_weeks, default=0))
    return Act("rules") if is_due and today < standing.ends_on - talk_of_end else None


_DAY = timedelta(days=1)
