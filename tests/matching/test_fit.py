import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.explain import explain
from matching.fit import shares, terms
from matching.people import Wish
from matching.rarity import rarity_of
from matching.reasons import reason
from matching.rules import Rules
from tests.matching.people_made import TODAY, peer, person

RULES = Rules(near_stages={"pregnant": {"first-year": 500}})


def term(name, of_person, of_peer, rarity=None):
    """The thousandths of one term for a pair that is changed in one respect."""
    found = terms(person(**of_person), peer(**of_peer), RULES, TODAY, rarity or {})
    return {term.name: term.thousandths for term in found}[name]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=9))
def test_shares_add_up_to_a_thousand(sizes):
    assert sum(shares(tuple(sizes))) == 1000


@pytest.mark.parametrize(
    ("of_person", "of_peer", "expected"),
    [
        ({}, {}, 1000),
        ({"experiences": {"loss": 3, "worry": 1}}, {}, 0),
        ({"experiences": {"loss": 3, "worry": 1}}, {"experiences": frozenset({"loss"})}, 750),
        ({"experiences": {"loss": 1}}, {"experiences": frozenset({"loss", "worry"})}, 1000),
    ],
)
def test_experiences_count_by_importance(of_person, of_peer, expected):
    assert term("experiences", of_person, of_peer) == expected


def test_experiences_count_by_rarity():
    rarity = {"loss": 4, "worry": 1}
    of_person = {"experiences": {"loss": 1, "worry": 1}}
    assert term("experiences", of_person, {"experiences": frozenset({"loss"})}, rarity) == 800


def test_rarity_is_a_factor_from_one_to_four():
    often = [peer(f"o{n}", experiences=frozenset({"worry"})) for n in range(15)]
    others = [peer(f"p{n}") for n in range(2)]
    rare = [peer("a", experiences=frozenset({"loss", "birth"})), peer("b", experiences={"birth"})]
    some = [peer("c", experiences=frozenset({"birth", "feeding"}))]
    assert rarity_of([*often, *others, *rare, *some]) == {
        "worry": 1,
        "loss": 4,
        "birth": 3,
        "feeding": 4,
    }


@pytest.mark.parametrize(
    ("stage", "stages", "expected"),
    [
        (None, frozenset(), 1000),
        ("loss", frozenset({"loss"}), 1000),
        ("pregnant", frozenset({"first-year", "loss"}), 500),
        ("loss", frozenset({"first-year"}), 0),
        ("loss", frozenset(), 0),
    ],
)
def test_stage_counts_when_the_same_or_near(stage, stages, expected):
    assert term("stage", {"stage": stage}, {"stages": stages}) == expected


def test_wishes_count_in_equal_parts():
    of_person = {
        "wishes": (Wish("gender", "same"), Wish("age", "same"), Wish("culture", "different")),
        "traits": {"gender": "woman", "culture": "a"},
        "age": 30,
    }
    of_peer = {"traits": {"gender": "woman", "culture": "a"}, "age": 33}
    assert term("wishes", of_person, of_peer) == 667
    assert term("wishes", {}, of_peer) == 1000


def test_wishes_of_the_peer_worker_are_a_term_of_their_own():
    of_peer = {"wishes": (Wish("gender", "same"),), "traits": {"gender": "woman"}}
    assert term("peer_wishes", {"traits": {"gender": "man"}}, of_peer) == 0
    assert term("peer_wishes", {"traits": {"gender": "woman"}}, of_peer) == 1000


@pytest.mark.parametrize(("slots", "expected"), [((), 0), ((4,), 333), ((4, 5, 10, 11), 1000)])
def test_hours_count_up_to_what_is_full(slots, expected):
    assert term("hours", {"slots": frozenset(slots)}, {}) == expected


def test_language_counts_when_the_preferred_one_is_shared():
    assert term("language", {"languages": ("ur", "en")}, {}) == 0
    assert term("language", {"languages": ("en", "ur")}, {}) == 1000


@pytest.mark.parametrize(
    ("capacity", "load", "expected"), [(3, 0, 1000), (3, 2, 333), (0, 0, 0), (1, 4, 0)]
)
def test_balance_counts_free_places(capacity, load, expected):
    assert term("balance", {}, {"capacity": capacity, "load": load}) == expected


def test_fit_is_the_sum_of_weight_times_thousandths():
    told = explain(person(experiences={"loss": 1}), peer(load=1), RULES, TODAY)
    # Nothing shared costs 40 x 1000, a place taken half of 5 x 1000.
    assert (told.fit, RULES.full_fit) == (100_000 - 40_000 - 2_500, 100_000)


def test_reasons_tell_what_fits_and_what_is_missing():
    josie = person(
        experiences={"loss": 3, "worry": 1},
        stage="pregnant",
        languages=("ur", "en"),
        wishes=(Wish("gender", "same"),),
        traits={"gender": "woman"},
    )
    hannah = peer(experiences=frozenset({"loss"}), stages=frozenset({"first-year"}))
    assert explain(josie, hannah, RULES, TODAY).reasons == (
        reason("fit.experiences", what=("loss",)),
        reason("missing.experiences", what=("worry",)),
        reason("fit.near_stage", stage="pregnant", near="first-year"),
        reason("missing.wish", trait="gender", want="same"),
        reason("missing.language", language="ur", shared=("en",)),
        reason("fit.hours", hours=24),
        reason("fit.places", free=2, capacity=2),
    )
