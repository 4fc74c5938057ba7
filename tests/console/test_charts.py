"""Charts: the whole range, gaps as gaps, and nothing that touches."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from care.dose import Week
from care.measures.over_time import Answered
from console.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, line_chart, week_bars

DAY = date(2026, 11, 23)


def runs_of(totals):
    """Runs out of totals a week apart; None is a gap."""
    runs = [[]]
    for n, total in enumerate(totals):
        if total is None:
            runs.append([])
        else:
            runs[-1].append(Answered(DAY + timedelta(weeks=n), total, 1))
    return [run for run in runs if run]


def weeks(*pairs):
    return [
        Week(n + 1, DAY + timedelta(weeks=n), planned, contacts, 0, 0)
        for n, (planned, contacts) in enumerate(pairs)
    ]


def test_nothing_answered_is_no_drawing():
    assert line_chart(0, 27, []) is None
    assert week_bars([]) is None


def test_the_whole_range_is_drawn_however_small_the_totals():
    drawn = line_chart(0, 100, runs_of([0, 100]))
    assert [dot.y for dot in drawn.dots] == [HEIGHT - BOTTOM, TOP]
    assert [tick.label for tick in drawn.ticks] == ["0", "25", "50", "75", "100"]
    low = line_chart(0, 100, runs_of([10, 12]))
    assert abs(low.dots[0].y - low.dots[1].y) < 5


def test_a_line_joins_no_answers_across_a_gap():
    drawn = line_chart(0, 100, runs_of([20, 30, None, 40, None, 50, 60]))
    assert [len(path.split()) for path in drawn.paths] == [2, 2]
    assert len(drawn.dots) == 5


def test_one_answer_stands_in_the_middle_with_its_day():
    drawn = line_chart(0, 27, runs_of([9]))
    assert [(mark.day, mark.anchor) for mark in drawn.days] == [(DAY, "middle")]
    assert drawn.paths == ()


def test_bars_begin_at_zero_with_a_mark_for_the_plan():
    drawn = week_bars(weeks((2, 1), (2, 0), (2, 3)))
    assert [bar.height for bar in drawn.bars][1] == 0
    assert drawn.bars[2].y == TOP
    assert drawn.bars[0].planned_y < drawn.bars[0].y
    assert [number for _, number in drawn.numbers] == [1, 2, 3]


def test_a_year_of_weeks_has_numbers_that_do_not_touch():
    drawn = week_bars(weeks(*[(1, 1)] * 80))
    assert len(drawn.bars) == 53
    places = [x for x, _ in drawn.numbers]
    assert min(after - before for before, after in pairwise(places)) > 30


@settings(max_examples=60)
@given(st.lists(st.one_of(st.none(), st.integers(0, 27)), min_size=1, max_size=40))
def test_everything_is_inside_the_drawing_and_days_do_not_touch(totals):
    drawn = line_chart(0, 27, runs_of(totals))
    if drawn is None:
        return
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and TOP <= dot.y <= HEIGHT for dot in drawn.dots)
    assert all(0 < dot.label_y < HEIGHT - BOTTOM + 5 for dot in drawn.dots)
    assert len({mark.day for mark in drawn.days}) == len(drawn.days)
    places = [mark.x for mark in drawn.days]
    assert places == sorted(places)
