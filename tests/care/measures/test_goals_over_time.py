from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from care.forms import Given
from care.measures.goals_over_time import GoalLine, Rated, entries_of_goal, goal_lines
from care.measures.over_time import Answered, Unanswered

FIRST = date(2026, 11, 3)


def on(n):
    return FIRST + timedelta(days=28 * n)


def told(**answers):
    return {code: Given(value) for code, value in answers.items()}


def test_each_goal_has_a_line_by_its_place():
    lines = goal_lines(
        [
            (on(0), told(goal1="Sleep", near1="3", goal2="Walk", near2="0")),
            (on(1), told(goal1="Sleep", near1="8", goal2="Walk", near2="10")),
        ]
    )
    assert lines == (
        GoalLine(1, "Sleep", ((Rated(on(0), 3), Rated(on(1), 8)),)),
        GoalLine(2, "Walk", ((Rated(on(0), 0), Rated(on(1), 10)),)),
    )


def test_line_breaks_where_nothing_was_answered_or_rated():
    sleep = told(goal1="Sleep", near1="3")
    lines = goal_lines(
        [
            (on(0), sleep),
            (on(1), None),
            (on(2), sleep),
            (on(3), told(goal1="Sleep", near1=None)),
            (on(4), sleep),
        ]
    )
    assert lines == (GoalLine(1, "Sleep", tuple((Rated(on(n), 3),) for n in (0, 2, 4))),)


def test_goal_in_other_words_is_another_goal():
    lines = goal_lines(
        [
            (on(0), told(goal1="Sleep", near1="3")),
            (on(1), told(goal1="Walk", near1="4")),
            (on(2), told(goal1="Sleep", near1="5")),
        ]
    )
    assert lines == (
        GoalLine(1, "Sleep", ((Rated(on(0), 3),), (Rated(on(2), 5),))),
        GoalLine(1, "Walk", ((Rated(on(1), 4),),)),
    )


def test_rating_without_a_goal_is_none():
    assert goal_lines([(on(0), told(goal1=None, near1="3"))]) == ()
    assert goal_lines([]) == ()


@given(st.lists(st.one_of(st.none(), st.tuples(st.sampled_from("ab"), st.integers(0, 10)))))
def test_every_rating_stands_once_in_order(given_days):
    days = [
        (on(n), told(goal2=one[0], near2=str(one[1])) if one else None)
        for n, one in enumerate(given_days)
    ]
    rated = [
        (r.day, line.words, r.near) for line in goal_lines(days) for run in line.runs for r in run
    ]
    assert sorted(rated) == [(on(n), *one) for n, one in enumerate(given_days) if one]


def test_entries_of_a_goal_are_the_days_from_its_first_rating_to_its_last():
    days = [
        (on(0), None),
        (on(1), told(goal1="Sleep", near1="3")),
        (on(2), None),
        (on(3), told(goal1="Walk", near1="1")),
        (on(4), told(goal1="Sleep", near1="8")),
        (on(5), None),
    ]
    sleep, walk = goal_lines(days)
    assert entries_of_goal(sleep, days, 1) == (
        Answered(on(1), 3, 1),
        Unanswered(on(2)),
        Unanswered(on(3)),
        Answered(on(4), 8, 1),
    )
    assert entries_of_goal(walk, days, 1) == (Answered(on(3), 1, 1),)
