"""However hours, moves, breaks, changes and presses follow each other, each day has one outcome."""

import asyncio
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from care.measures import measure
from care.quiet_hours import QuietHours
from care.wall_time import local_date
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.engine import Database
from db.people import Person, person
from db.plan_spans import PlanSpan
from flows.plans import follow_to_zone
from flows.story import Story
from tests.databases import MASTER_KEY, sqlite_url
from tests.fakes.clock import MovableClock
from tests.flows.people import HANNAH, JOSIE, SAM, change, join, pair, rows
from tests.stage import Stage

MORNING = datetime(2027, 3, 11, 9, 0, tzinfo=UTC)  # before both changes of the clock
QUIET = QuietHours()
MOST_A_WEEK = 3
zones = st.sampled_from(sorted(available_timezones()))
CHANGES = ("kf", "kb", "ko", "ky")


class Asking(RuleBasedStateMachine):
    """Josie with all the plans of the perinatal pack, Hannah, and Sam who answers alerts."""

    template: Path

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=self.template.parent)
        self.seen = {}
        self.promised = {}
        self.do(self.set_up())

    def do(self, story):
        return self.loop.run_until_complete(story)

    async def set_up(self):
        copy = Path(shutil.copy(self.template, Path(self.folder.name) / "pairwell.db"))
        self.database = await Database.open(sqlite_url(copy), MASTER_KEY)
        self.stage = Stage(self.database, MovableClock(MORNING))
        await self.stage.programme()
        await join(self.stage, SAM, "coordinator", "Sam")
        self.hannah = await join(self.stage, HANNAH, "peer_worker", "Hannah")
        self.josie = await join(self.stage, JOSIE, "service_user", "Josie")
        await pair(self.stage, self.josie, self.hannah)

    @rule(hours=st.one_of(st.integers(1, 26), st.integers(30, 100)))
    def wait(self, hours):
        self.do(self.let_pass(timedelta(hours=hours)))

    @rule(days=st.integers(5, 12))
    def live_by_day(self, days):
        for _ in range(2 * days):
            self.do(self.let_pass(timedelta(hours=12)))

    async def let_pass(self, step):
        """The beats come to rest: what is on is ahead, and what was asked was asked by day."""
        await self.stage.advance(step)
        now = self.stage.clock.now()
        for _ in range(12):
            plans = await rows(self.stage, CheckinPlan, state="on")
            if all(plan.next_due_at > now for plan in plans):
                break
            await self.stage.beat()
        else:
            raise AssertionError("A plan never comes to rest.")
        for one in await rows(self.stage, Checkin, person_id=self.josie.person_id, sent_at=now):
            (josie,) = await rows(self.stage, Person, id=self.josie.person_id)
            zone = ZoneInfo(josie.time_zone)
            assert (one.asked_on, QUIET.is_quiet(now, zone)) == (local_date(now, zone), False)

    @rule(hours=st.integers(1, 30))
    def set_the_clock_back(self, hours):
        self.do(self.stage.advance(timedelta(hours=-hours)))

    @rule(zone=zones)
    def move(self, zone):
        async def moved():
            async with self.database.transaction() as session:
                someone = await person(session, self.josie.person_id)
                someone.time_zone = zone
                session.add(someone)
                story = Story(session, self.stage.clock.now(), f"move:{len(self.seen)}")
                await follow_to_zone(story, someone)

        self.do(moved())

    @rule(gone=st.booleans())
    def go_out_of_reach(self, gone):
        since = self.stage.clock.now() if gone else None
        self.do(change(self.stage, Person, self.josie.person_id, unreachable_since=since))

    @rule(n=st.integers(0, 9), verb=st.sampled_from(CHANGES))
    def change_a_plan(self, n, verb):
        plans = self.do(rows(self.stage, CheckinPlan, person_id=self.josie.person_id))
        self.do(self.josie.press(f"{verb}:{plans[n % len(plans)].id}:"))

    @rule(verb=st.sampled_from(["kn", "kl"]))
    def answer_none(self, verb):
        for one in self.do(rows(self.stage, Checkin, state="sent"))[:1]:
            self.do(self.josie.press(f"{verb}:{one.id}:"))

    @invariant()
    def one_outcome_for_each_plan_and_day(self):
        found = self.do(rows(self.stage, Checkin))
        days = Counter((one.plan_id, one.local_date) for one in found)
        assert all(count == 1 for count in days.values())
        assert all(one.reason or one.state in ("sent", "answered") for one in found)
        for one in found:
            assert self.seen.setdefault(one.id, one.sent_at) == one.sent_at

    @invariant()
    def each_day_that_was_promised_and_is_over_says_what_became_of_it(self):
        """By a row of its own, or by one for all the days on which the plan asked nothing."""
        (josie,) = self.do(rows(self.stage, Person, id=self.josie.person_id))
        today = local_date(self.stage.clock.now(), ZoneInfo(josie.time_zone))
        days = {(one.plan_id, one.local_date) for one in self.do(rows(self.stage, Checkin))}
        spans = self.do(rows(self.stage, PlanSpan))
        for plan in self.do(rows(self.stage, CheckinPlan)):
            day = self.promised.get(plan.id, plan.next_local_date)
            if day < today and day != plan.next_local_date:
                rests = any(span.plan_id == plan.id and span.holds_on(day) for span in spans)
                assert rests or (plan.id, day) in days
            self.promised[plan.id] = plan.next_local_date
        lasting = Counter(span.plan_id for span in spans if span.until is None)
        resting = {plan.id for plan in self.do(rows(self.stage, CheckinPlan)) if plan.state != "on"}
        assert all(count == 1 for count in lasting.values())
        assert resting <= lasting.keys()

    @invariant()
    def never_two_a_day_nor_at_night_nor_inside_the_days_asked_about(self):
        found = self.do(rows(self.stage, Checkin, person_id=self.josie.person_id))
        asked = sorted((one for one in found if one.sent_at), key=lambda one: one.sent_at)
        assert len({one.asked_on for one in asked}) == len(asked)
        for n, one in enumerate(asked):
            recall = timedelta(days=measure(one.measure).recall_days)
            before = [b for b in asked[:n] if b.measure == one.measure]
            # Days are whole on the calendar of the moment; hours may be fewer by less than a day.
            assert all(one.sent_at - b.sent_at > recall - timedelta(days=1) for b in before)
            week = one.sent_at - timedelta(days=6)
            assert sum(b.sent_at > week for b in asked[:n]) < MOST_A_WEEK

    def teardown(self):
        self.do(self.database.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


@pytest.mark.usefixtures("migrated_sqlite")
def test_each_day_of_each_plan_has_one_outcome(migrated_sqlite):
    Asking.template = migrated_sqlite
    run_state_machine_as_test(
        Asking,
        settings=settings(
            max_examples=8,
            stateful_step_count=10,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
