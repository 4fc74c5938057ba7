"""A year in the life of one plan: any zone, moves, days off, clocks set back."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from care.cadence import (
    LEAST_GAP,
    Cadence,
    Due,
    SendAt,
    SendNow,
    first_due,
    lateness,
    next_due,
    shifted,
    spread,
)
from care.quiet_hours import QuietHours
from care.wall_time import to_utc

QUIET = QuietHours()
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
starts = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# Hours between two beats: mostly short, some breaks of days, some clocks set back.
hours = st.one_of(st.integers(1, 8), st.integers(1, 8), st.integers(9, 90), st.integers(-30, -1))
moves = st.one_of(st.none(), st.none(), st.none(), zones)
beats = st.lists(st.tuples(hours, moves), min_size=20, max_size=60)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
rhythms = st.one_of(
    st.builds(Cadence, st.integers(1, 20), clocks),
    st.builds(Cadence, st.sampled_from([7, 14]), clocks, st.integers(0, 6)),
)


@dataclass
class Plan:
    """The rows a service would keep, and the beats it would run."""

    cadence: Cadence
    zone: ZoneInfo
    started: datetime
    due: Due
    sent: dict[date, datetime] = field(default_factory=dict)
    reasons: dict[date, str] = field(default_factory=dict)

    @property
    def settled(self):
        return sorted(self.sent.keys() | self.reasons.keys())

    def beat(self, now):
        while self.due.at <= now:
            decision = lateness(self.due, now, QUIET, self.zone)
            if isinstance(decision, SendAt):
                assert decision.at > now
                return
            self.settle(decision, now)
            self.plan_next(now)

    def settle(self, decision, now):
        for day in self.due.skipped:
            self.reason(day, "skipped")
        if isinstance(decision, SendNow):
            assert self.due.local_date not in self.settled
            assert not QUIET.is_quiet(now, self.zone)
            self.sent[self.due.local_date] = now
        else:
            self.reason(self.due.local_date, decision.reason)

    def reason(self, day, why):
        assert day not in self.settled
        self.reasons[day] = why

    def plan_next(self, now):
        if not self.settled:
            self.due = first_due(self.cadence, self.started, 1, self.zone)
            return
        last_at = max(self.sent.values(), default=None)
        after = self.settled[-1]
        self.due = next_due(self.cadence, after, self.zone, now, last_at=last_at)
        assert self.due.local_date > after
        assert self.due.at == to_utc(self.due.local_date, self.cadence.at, self.zone)


@settings(max_examples=150, deadline=None)
@given(rhythms, zones, starts, beats)
def test_every_date_is_sent_once_or_explained_once(cadence, zone, started, beats):
    plan = Plan(cadence, zone, started, first_due(cadence, started, 1, zone))
    now = started
    for gap, moved_to in beats:
        now += timedelta(hours=gap)
        if moved_to is not None:
            plan.zone = moved_to
            plan.plan_next(now)
        plan.beat(now)
    steps = {(b - a).days for a, b in zip(plan.settled, plan.settled[1:], strict=False)}
    assert steps <= {cadence.every_days}
    times = sorted(plan.sent.values())
    assert all(b - a >= LEAST_GAP for a, b in itertools.pairwise(times))


@settings(max_examples=60, deadline=None)
@given(zones, st.integers(2026, 2035), st.integers(0, 10_000))
def test_a_quiet_year_sends_once_on_every_local_date(zone, year, seed):
    cadence = Cadence(1, shifted(time(9), spread(seed, 60)))
    started = datetime(year, 1, 1, tzinfo=UTC)
    plan = Plan(cadence, zone, started, first_due(cadence, started, 1, zone))
    while plan.due.at < started + timedelta(days=365):
        plan.beat(plan.due.at)
    first, last = plan.settled[0], plan.settled[-1]
    assert plan.reasons == {}
    assert len(plan.sent) == (last - first).days + 1
    assert all(sent.astimezone(zone).date() == day for day, sent in plan.sent.items())
    assert {sent.astimezone(zone).time() for sent in plan.sent.values()} == {cadence.at}
