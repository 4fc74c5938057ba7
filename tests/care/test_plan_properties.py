"""A person with several plans: any zone, moves, days off, clocks set back, holidays, new starts."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import event, given, settings
from hypothesis import strategies as st

from care.cadence import Due, SendAt, TooLate, lateness, shifted, spread
from care.plans import Over, Rhythm, first_of, following
from care.quiet_hours import QuietHours
from care.room import Asked, Limits, is_holiday, move_for
from care.wall_time import local_date, to_utc

QUIET = QuietHours()
RECALLS = {"weekly": 7, "who5": 14, "whooley": 30, "goals": 0}
ALL_ZONES = sorted(available_timezones())
zones = st.sampled_from(ALL_ZONES).map(ZoneInfo)
starts = st.integers(0, 10 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
clocks = st.builds(time, st.integers(8, 20), st.integers(0, 59))
days = st.builds(
    Rhythm, clocks, first_after_days=st.integers(0, 5), every_days=st.sampled_from([7, 14, 30])
)
weekdays = st.builds(Rhythm, clocks, every_days=st.just(14), weekday=st.integers(0, 6))
weeks = st.builds(
    Rhythm,
    clocks,
    first_after_days=st.integers(0, 9),
    at_weeks=st.lists(st.integers(0, 14), min_size=1, max_size=4, unique=True).map(
        lambda found: tuple(sorted(found))
    ),
)
plans = st.lists(
    st.tuples(st.sampled_from(sorted(RECALLS)), st.one_of(days, weekdays, weeks)),
    min_size=1,
    max_size=5,
)
# Hours between two beats: mostly hours, some breaks of days, some clocks set back.
by_day = st.integers(3, 26)
hours = st.one_of(by_day, by_day, by_day, st.integers(27, 90), st.integers(-30, -1), st.just(480))
events = ["nothing"] * 8 + ["back"] * 3 + ["moves", "paused", "starts_anew", "rests"]
happenings = st.sampled_from(events)
beats = st.lists(st.tuples(hours, happenings, zones), min_size=20, max_size=70)


@dataclass
class Plan:
    """The row of one plan, and the rows of its days."""

    measure: str
    rhythm: Rhythm
    counted_from: date
    due: Due | Over
    log: dict[date, str] = field(default_factory=dict)


@dataclass
class Someone:
    """One person with their plans, as the service keeps them, and the beats it would run."""

    zone: ZoneInfo
    now: datetime
    asked: list[tuple[str, datetime, date]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    paused: bool = False
    rests_until: date | None = None

    @property
    def today(self):
        return local_date(self.now, self.zone)

    def begin(self, measure, rhythm):
        due = first_of(rhythm, self.now, self.today, self.zone)
        assert isinstance(due, Over) or due.at >= self.now
        self.plans.append(Plan(measure, rhythm, self.today, due))

    def begin_anew(self):
        for plan in self.plans:
            if not plan.rhythm.every_days:
                plan.counted_from = self.today
                plan.due = first_of(plan.rhythm, self.now, self.today, self.zone)

    def move(self, zone):
        self.zone = zone
        for plan in self.plans:
            if isinstance(plan.due, Due):
                at = to_utc(plan.due.local_date, plan.rhythm.at, zone)
                plan.due = Due(at, plan.due.local_date)

    def beat(self):
        for plan in sorted(self.plans, key=lambda plan: getattr(plan.due, "at", self.now)):
            for _ in range(400):
                if isinstance(plan.due, Over) or plan.due.at > self.now:
                    break
                self.look(plan)
            else:
                raise AssertionError("a plan never comes to rest")

    def look(self, plan):
        if plan.due.local_date in plan.log:
            self.advance(plan, asked=True)
            return
        verdict = lateness(plan.due, self.now, QUIET, self.zone)
        if self.paused:
            plan.log[plan.due.local_date] = "paused"
            self.advance(plan, asked=False)
        elif isinstance(verdict, SendAt):
            assert verdict.at > self.now
            plan.due = Due(verdict.at, plan.due.local_date)
        elif isinstance(verdict, TooLate):
            plan.log[plan.due.local_date] = verdict.reason
            self.advance(plan, asked=False)
        else:
            self.ask_or_move(plan)

    def ask_or_move(self, plan):
        earlier = [Asked(m, local_date(at, self.zone), day) for m, at, day in self.asked]
        limits = Limits(holidays=("12-25", "01-01"), resting_until=self.rests_until)
        move = move_for(plan.measure, RECALLS[plan.measure], self.today, earlier, limits)
        if move is not None:
            assert move.to > self.today
            plan.log[plan.due.local_date] = move.reason
            plan.due = Due(to_utc(move.to, plan.rhythm.at, self.zone), move.to)
            return
        self.check(plan, earlier)
        plan.log[plan.due.local_date] = "sent"
        self.asked.append((plan.measure, self.now, self.today))
        self.advance(plan, asked=True)

    def check(self, plan, earlier):
        """What must hold whenever somebody is asked."""
        today, recall = self.today, timedelta(days=RECALLS[plan.measure])
        assert not QUIET.is_quiet(self.now, self.zone)
        assert not is_holiday(today, ("12-25", "01-01"))
        assert all(today not in (one.on, one.on_their_day) for one in earlier)
        assert all(today - one.on >= recall for one in earlier if one.measure == plan.measure)
        assert sum(0 <= (today - one.on).days < 7 for one in earlier) < 3

    def advance(self, plan, *, asked):
        after = plan.due.local_date
        plan.due = following(
            plan.rhythm, plan.counted_from, after, self.zone, self.now, asked=asked
        )
        for day in plan.due.skipped:
            assert day > after
            plan.log.setdefault(day, "passed_over")
        if isinstance(plan.due, Due):
            assert plan.due.local_date > after
            assert plan.due.local_date not in plan.due.skipped


@settings(max_examples=250, deadline=None)
@given(plans, zones, starts, beats)
def test_each_day_of_each_plan_is_asked_once_or_explained_once(planned, zone, started, beats):
    someone = Someone(zone, started)
    for measure, rhythm in planned:
        someone.begin(measure, rhythm)
    for gap, happening, elsewhere in beats:
        someone.now += timedelta(hours=gap)
        if happening == "moves":
            someone.move(elsewhere)
        elif happening == "starts_anew":
            someone.begin_anew()
        elif happening == "rests":
            someone.rests_until = someone.today + timedelta(days=9)
        elif happening != "nothing":
            someone.paused = happening == "paused"
        someone.beat()
    for plan in someone.plans:
        assert isinstance(plan.due, Over) or plan.due.at > someone.now
    event("asked" if someone.asked else "nobody asked")


@settings(max_examples=100, deadline=None)
@given(zones, st.integers(2026, 2035), clocks)
def test_a_quiet_year_asks_all_plans_and_explains_each_move(zone, year, at):
    """Each hour a beat: nothing is late, and only holidays and room for each move a day."""
    someone = Someone(zone, datetime(year, 1, 1, 12, tzinfo=UTC))
    for measure, rhythm in (
        ("weekly", Rhythm(at, every_days=7, first_after_days=1)),
        ("who5", Rhythm(at, every_days=14, first_after_days=2)),
        ("whooley", Rhythm(at, at_weeks=(0, 6, 12), first_after_days=3)),
        ("goals", Rhythm(at, at_weeks=(0, 6, 12), first_after_days=3)),
    ):
        someone.begin(measure, rhythm)
    while True:
        due = [plan.due.at for plan in someone.plans if isinstance(plan.due, Due)]
        if min(due) > datetime(year + 1, 1, 1, tzinfo=UTC):
            break
        someone.now = max(someone.now, min(due))
        someone.beat()
    reasons = {why for plan in someone.plans for why in plan.log.values()}
    assert reasons <= {"sent", "holiday", "one_a_day", "week_full", "recall"}
    counts = [sum(m == plan.measure for m, _, _ in someone.asked) for plan in someone.plans]
    assert counts[2:] == [3, 3]
    assert counts[0] >= 45
    assert counts[1] >= 22


def test_every_zone_keeps_each_day_once_over_both_changes_of_the_clock():
    """All zones that there are, a daily plan, the whole of a year with changes of the clock."""
    for name in ALL_ZONES:
        zone = ZoneInfo(name)
        now = datetime(2026, 3, 1, tzinfo=UTC)
        daily = Rhythm(time(9), every_days=1)
        due = first_of(daily, now, local_date(now, zone), zone)
        asked = []
        while due.at < datetime(2026, 11, 20, tzinfo=UTC):
            assert due.at.astimezone(zone).date() == due.local_date
            asked.append(due.local_date)
            due = following(
                daily, asked[0], due.local_date, zone, due.at, asked=True, last_at=due.at
            )
        assert asked == [asked[0] + timedelta(days=n) for n in range(len(asked))], name


def test_people_are_spread_evenly_over_twenty_minutes():
    """20,000 people: each minute holds its thousand, give or take seven in a hundred."""
    counts = [0] * 20
    for seed in range(20_000):
        counts[spread(seed, 20)] += 1
    assert all(930 <= count <= 1_070 for count in counts)
    assert shifted(time(10), 19) == time(10, 19)
