from hypothesis import given
from hypothesis import strategies as st

from care.forms import LABEL_MOST
from care.hours import ANY_TIME, OPTIONS, slots

PARTS = [option.code for option in OPTIONS if option.code != ANY_TIME]


def test_slots_count_four_hours_from_monday_midnight():
    assert slots(("weekday_morning",)) == {2, 8, 14, 20, 26}
    assert slots(("weekend_night",)) == {30, 31, 36, 37}
    assert slots(("weekend_late",)) == {35, 41}


def test_parts_fill_the_week_once():
    filled = [slot for code in PARTS for slot in slots((code,))]
    assert sorted(filled) == list(range(42))
    assert slots((ANY_TIME,)) == frozenset(range(42))


def test_labels_fit_a_button():
    assert [option.label for option in OPTIONS if len(option.label) > LABEL_MOST] == []


@given(st.lists(st.text(max_size=6)).map(tuple))
def test_unknown_parts_add_no_slot(codes):
    assert slots(codes) == (slots((ANY_TIME,)) if ANY_TIME in codes else slots(()))
