from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.asking_order import PATIENCE, Claim, in_order, moved_since, was_crowded_out
from care.room import WEEK, Asked, Limits, move_for

TODAY = date(2026, 11, 26)


def days_ago(n):
    return TODAY - timedelta(days=n)


RHYTHM = Claim("rhythm", place=0)
SECOND = Claim("second", place=1)
MOVED = Claim("moved", moved_since=days_ago(2), place=9)
RARE = Claim("rare", is_rare=True, place=5)
SAFETY = Claim("safety", asks_about_safety=True, place=4)
IMPATIENT = Claim("impatient", moved_since=days_ago(7), place=9)
AHEAD = Claim("ahead", moved_since=TODAY + timedelta(days=3), place=2)  # the clock was set back


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], []),
        ([SECOND, RHYTHM], [RHYTHM, SECOND]),
        ([RHYTHM, MOVED], [MOVED, RHYTHM]),
        ([MOVED, RARE, SAFETY], [SAFETY, RARE, MOVED]),
        ([SAFETY, IMPATIENT], [IMPATIENT, SAFETY]),
        ([AHEAD, SECOND, RHYTHM], [RHYTHM, SECOND, AHEAD]),
        ([Claim("b"), Claim("a")], [Claim("a"), Claim("b")]),
    ],
)
def test_order_of_what_is_due(claims, expected):
    assert in_order(claims, TODAY) == expected


plans = st.lists(
    st.tuples(st.integers(1, 14), st.booleans(), st.booleans()), min_size=1, max_size=8
)


@given(plans, st.integers(1, 7))
def test_order_lets_no_plan_starve(plans, most_a_week):
    """Lived day by day: a week of patience, and then at most one turn of each of the others."""
    longest = PATIENCE.days + WEEK * -(-len(plans) // most_a_week)
    due = dict.fromkeys(range(len(plans)), TODAY)
    since: dict[int, date] = {}
    asked: list[Asked] = []
    for day in (TODAY + timedelta(days=n) for n in range(70)):
        claims = [
            Claim(str(n), safety, rare, since.get(n), n)
            for n, (_, safety, rare) in enumerate(plans)
            if due[n] <= day
        ]
        for n in (int(claim.plan) for claim in in_order(claims, day)):
            move = move_for(str(n), 0, day, asked[-WEEK:], Limits(most_a_week=most_a_week))
            if move is None:
                asked.append(Asked(str(n), day, day))
                due[n] = day + timedelta(days=plans[n][0])
                since.pop(n, None)
            else:
                due[n] = move.to
                since.setdefault(n, day)
        assert all(day - moved <= timedelta(days=longest) for moved in since.values())
    days = [one.on for one in asked]
    assert len(set(days)) == len(days)
    assert all(sum(0 <= (day - other).days < WEEK for other in days) <= most_a_week for day in days)


@given(st.permutations([RHYTHM, SECOND, MOVED, RARE, SAFETY, IMPATIENT, AHEAD]))
def test_order_is_the_same_whatever_came_first(claims):
    assert in_order(claims, TODAY) == [
        IMPATIENT, SAFETY, RARE, MOVED, RHYTHM, SECOND, AHEAD
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "since", "last"),
    [
        ([], None, False),
        ([(1, None)], None, False),
        ([(1, "one_a_day"), (2, "week_full")], days_ago(2), True),
        ([(1, "one_a_day"), (2, None), (3, "one_a_day")], days_ago(1), True),
        ([(1, "still_talking"), (2, "one_a_day"), (3, "recall")], days_ago(2), False),
        ([(1, "recall"), (2, "holiday")], None, False),
        ([(1, None), (2, "one_a_day")], None, False),
    ],
)
def test_since_when_another_took_its_place(outcomes, since, last):
    days = [(days_ago(n), reason) for n, reason in outcomes]
    assert (moved_since(days), was_crowded_out(days)) == (since, last)
    assert moved_since(reversed(days)) == since
