import pytest

from care.measures import Change, Score, change, measure

WHO5 = measure("who5")


def total(points):
    return Score(points, 100, complete=True)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (40, 52, Change(12, "better")),
        (52, 40, Change(-12, "worse")),
        (40, 48, Change(8, "not_named")),
        (40, 40, Change(0, "not_named")),
    ],
)
def test_change_of_the_who5(before, after, expected):
    assert change(WHO5, total(before), total(after)) == expected


def test_change_at_exactly_ten_points_is_named():
    assert change(WHO5, total(40), total(50)) == Change(10, "better")


def test_change_without_a_first_score_is_none():
    assert change(WHO5, None, total(40)) is None


def test_change_without_a_published_value_is_none():
    phq2 = measure("phq2")
    assert change(phq2, Score(0, 6, complete=True), Score(6, 6, complete=True)) is None
