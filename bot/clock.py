"""The clock: beats that look at rows which are due. A beat carries no data and returns a count.

APScheduler only beats. What is due, and whether it was done, is in the rows; a beat that is late
or missed changes nothing, since the next one finds the same rows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.traces import log_error
from db.console_upkeep import forget_old_console_rows
from db.days_off import forget_past_days_off
from db.engine import Database
from db.heartbeats import STARTED, record_beat
from db.inbox import forget_handled
from db.mails import forget_ended_mails
from db.outbox_upkeep import forget_sent
from flows.alert_follow_ups import call_owners
from flows.away import end_due_absences
from flows.checkin_reminders import remind_and_expire
from flows.checkins import send_due
from flows.debriefs import ask_due_debriefs
from flows.digest import send_digests
from flows.due_breaks import look_at_breaks
from flows.edits import settle_parked
from flows.escalation import escalate_due
from flows.expiry_reminders import remind_of_expiries
from flows.held import forget_unclaimed
from flows.leaving import erase_due
from flows.mailing import mail_late_calls
from flows.offers import expire_offers
from flows.outcome_counting import count_outcomes
from flows.retention import look_for_long_gone
from flows.rhythm import look_at_rhythms
from flows.story import Story
from flows.topics import tend_topics
from flows.undo_rows import end_undo
from flows.unreachable import ask_about_endings
from flows.waiting import tell_changed
from flows.waiting_again import keep_promises

log = logging.getLogger(__name__)
# It warns of every beat that is still at work when its time comes again: no news under a backlog.
logging.getLogger("apscheduler").setLevel(logging.CRITICAL)

ROUNDS_MOST = 10_000  # of one beat; more than any backlog needs
INBOX_KEPT = timedelta(days=2)  # Telegram repeats an update for at most 24 hours
DAYS_OFF_KEPT = timedelta(days=30)
OUTBOX_KEPT = timedelta(days=30)  # without content: states and times only
TIDIED_AT_ONCE = 500  # of each; a few ms, and then others have their turn


Act = Callable[[Story], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing to look at, every so many seconds. It is done again until it finds nothing."""

    name: str
    seconds: int
    act: Act
    once: bool = False


@dataclass(frozen=True, slots=True)
class LookingBeat:
    """A long look, every so many seconds: by reading alone, so that whoever writes need not wait.

    What it finds is the act that follows, in a transaction of its own. With `once` the look is not
    repeated, since it would find the same again.
    """

    name: str
    seconds: int
    look: Callable[[Story], Awaitable[Act]]
    once: bool = True


async def _tidy(story: Story) -> int:
    handled = await forget_handled(story.session, story.now - INBOX_KEPT, TIDIED_AT_ONCE)
    handled += await forget_ended_mails(story.session, story.now - OUTBOX_KEPT)
    handled += await forget_old_console_rows(story.session, story.now)
    handled += await forget_past_days_off(story.session, (story.now - DAYS_OFF_KEPT).date())
    return handled + await forget_sent(story.session, story.now - OUTBOX_KEPT, TIDIED_AT_ONCE)


BEATS: tuple[Beat | LookingBeat, ...] = (
    Beat("escalation", 5, escalate_due),
    Beat("alert_owners", 30, call_owners),
    Beat("late_calls", 30, mail_late_calls),
    Beat("digests", 60, send_digests),
    Beat("checkins", 5, send_due),
    Beat("reminders", 30, remind_and_expire),
    Beat("offers", 15, expire_offers),
    Beat("debriefs", 60, ask_due_debriefs),
    Beat("erasure", 30, erase_due),
    LookingBeat("retention", 3600, look_for_long_gone, once=False),
    Beat("undo", 5, end_undo),
    Beat("changes", 15, settle_parked),
    Beat("held", 300, forget_unclaimed),
    Beat("waiting", 600, tell_changed),
    Beat("absences", 60, end_due_absences),
    Beat("breaks", 60, look_at_breaks),
    Beat("promises", 600, keep_promises),
    Beat("unreachable", 3600, ask_about_endings),
    Beat("rhythm", 60, look_at_rhythms),
    Beat("expiries", 300, remind_of_expiries),
    Beat("topics", 15, tend_topics),
    Beat("outcomes", 30, count_outcomes),
    Beat("tidying", 3600, _tidy),
)


class Clock:
    """Beats while it runs; `strike` does all beats at once, such as after the clock was moved."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        beats: Sequence[Beat | LookingBeat] = BEATS,
    ) -> None:
        self._database = database
        self._now = now
        self._beats = tuple(beats)
        self._turns = {beat.name: asyncio.Lock() for beat in self._beats}
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin to beat."""
        for beat in self._beats:
            self._scheduler.add_job(
                self._try,
                IntervalTrigger(seconds=beat.seconds, timezone=UTC),
                args=(beat,),
                id=beat.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop beating; a beat that is under way commits or leaves nothing."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def strike(self) -> int:
        """Do every beat now; returns how much was done. Raises what a beat raises."""
        async with self._database.transaction() as session:  # nothing stood still meanwhile
            await record_beat(session, STARTED, 0, self._now())
        return sum([await self._do(beat) for beat in self._beats])

    async def _try(self, beat: Beat | LookingBeat) -> None:
        try:
            await self._do(beat)
        except Exception as error:  # noqa: BLE001  the next beat finds the same rows again
            log_error(log, "beat.failed", error, beat=beat.name)

    async def _do(self, beat: Beat | LookingBeat) -> int:
        done = 0
        async with self._turns[beat.name]:
            for _ in range(1 if beat.once else ROUNDS_MOST):
                count = await self._round(beat)
                done += count
                if not count:
                    break
        return done

    async def _round(self, beat: Beat | LookingBeat) -> int:
        now = self._now()
        cause = f"beat:{beat.name}:{now.isoformat()}"
        act = beat.act if isinstance(beat, Beat) else await self._look(beat, now, cause)
        async with self._database.transaction() as session:
            count = await act(Story(session, now, cause))
            await record_beat(session, beat.name, count, now)
        return count

    async def _look(self, beat: LookingBeat, now: datetime, cause: str) -> Act:
        async with self._database.reading() as session:
            return await beat.look(Story(session, now, cause))
