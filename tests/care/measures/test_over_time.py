from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from care.measures import measure
from care.measures.over_time import (
    Answered,
    Unanswered,
    answers,
    first_days_of_versions,
    latest,
    named_changes,
    runs,
)

DAY = date(2026, 11, 2)


def entries(*totals, version=1):
    """A week apart; None is a day without an answer, a pair a total of another version."""
    made = []
    for n, total in enumerate(totals):
        day = DAY + timedelta(weeks=n)
        if total is None:
            made.append(Unanswered(day))
        elif isinstance(total, tuple):
            made.append(Answered(day, *total))
        else:
            made.append(Answered(day, total, version))
    return made


def totals(found):
    return [[one.total for one in run] for run in found]


def test_runs_break_at_days_without_an_answer():
    assert totals(runs(entries(None, 4, 8, None, None, 12, None))) == [[4, 8], [12]]


def test_runs_never_join_two_versions():
    found = entries(4, 8, (12, 2), (16, 2), (20, 1))
    assert totals(runs(found)) == [[4, 8], [12, 16], [20]]
    assert first_days_of_versions(found) == (found[2].day, found[4].day)


def test_latest_keeps_the_last_answers_and_the_gaps_between_them():
    found = entries(4, 8, None, 12, None)
    assert latest(found, 2) == tuple(found[1:])
    assert latest(found, 9) == tuple(found)


def test_change_is_named_from_the_published_value_on():
    """The WHO-5 names 10 points, and never 9 or fewer: its totals go in steps of 4."""
    who5 = measure("who5")
    assert named_changes(who5, entries(40, 48)) == ()
    first, last = found = entries(40, 52)
    ((before, after, change),) = named_changes(who5, found)
    assert (before, after, change.points) == (first, last, 12)


def test_change_is_told_against_the_answer_before_and_the_first_one():
    found = entries(20, 40, None, 60)
    told = [(a.total, b.total, c.points) for a, b, c in named_changes(measure("who5"), found)]
    assert told == [(40, 60, 20), (20, 60, 40)]


def test_change_is_not_told_across_versions_nor_without_a_published_value():
    assert named_changes(measure("who5"), entries(0, (100, 2))) == ()
    assert named_changes(measure("phq9"), entries(0, 27)) == ()
    assert named_changes(measure("who5"), entries(None, 40)) == ()
    assert named_changes(measure("who5"), entries(None)) == ()


ANY = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(0, 100), st.integers(1, 2))), max_size=20
).map(lambda found: entries(*found))


@given(ANY)
def test_runs_hold_every_answer_once_in_order_and_are_of_one_version(found):
    made = runs(found)
    assert tuple(one for run in made for one in run) == answers(found)
    assert all(len({one.version for one in run}) == 1 for run in made)
    gaps = {one.day for one in found if isinstance(one, Unanswered)}
    assert not any(run[0].day < gap < run[-1].day for run in made for gap in gaps)
