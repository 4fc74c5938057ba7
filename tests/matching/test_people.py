from datetime import date

import pytest

from matching.errors import PersonRefused
from matching.people import Wish, waiting_days
from tests.matching.people_made import TODAY, peer, person


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"age": 9}, "josie: age is 9, expected a whole number 10 to 120"),
        ({"age": float("nan")}, "age is nan"),
        ({"age": float("inf")}, "age is inf"),
        ({"age": True}, "age is True"),
        ({"age": 10**30}, "age is 1000000000"),
        ({"slots": frozenset({42})}, "slot is 42, expected a whole number 0 to 41"),
        ({"slots": frozenset({-1})}, "slot is -1"),
        ({"zone": "Mars/Base"}, "zone is 'Mars/Base', expected a time zone"),
        ({"zone": "../etc/passwd"}, "expected a time zone"),
        ({"experiences": {"loss": 4}}, "importance of an experience is 4, expected"),
        ({"priority": 10}, "priority is 10, expected a whole number 0 to 9"),
        ({"languages": ("en", "")}, "languages holds an empty word"),
        ({"wishes": (Wish("age", "same"), Wish("age", "different"))}, "one wish for each trait"),
    ],
)
def test_service_user_refuses_what_cannot_be(changes, problem):
    with pytest.raises(PersonRefused, match=problem.replace("(", r"\(")):
        person(**changes)


@pytest.mark.parametrize("id_", ["", " a", "x" * 201])
def test_service_user_refuses_an_id_that_is_no_id(id_):
    with pytest.raises(PersonRefused, match="expected 1 to 200 letters"):
        person(id_)


@pytest.mark.parametrize("changes", [{"capacity": -1}, {"load": 1001}, {"capacity": 2.5}])
def test_peer_worker_refuses_what_cannot_be(changes):
    with pytest.raises(PersonRefused, match="expected a whole number 0 to 1000"):
        peer(**changes)


@pytest.mark.parametrize(
    "wish", [("", "same", "nice"), ("age", "alike", "nice"), ("experience", "same", "nice")]
)
def test_wish_refuses_unknown_words(wish):
    with pytest.raises(PersonRefused):
        Wish(*wish)


@pytest.mark.parametrize(("capacity", "load", "free"), [(3, 1, 2), (0, 0, 0), (1, 4, 0)])
def test_peer_worker_has_free_places_and_never_less_than_none(capacity, load, free):
    assert peer(capacity=capacity, load=load).free_places == free


def test_waiting_days_are_none_for_a_day_to_come():
    assert waiting_days(person(waiting_since=date(2026, 11, 1)), TODAY) == 24
    assert waiting_days(person(waiting_since=date(2027, 1, 1)), TODAY) == 0
