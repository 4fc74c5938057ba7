from dataclasses import replace

from matching.people import Wish
from matching.round import best_round
from matching.rules import Rules
from matching.what_if import NEWCOMER, Shift, difference, newcomer, relaxable, relaxed
from tests.matching.people_made import EVENINGS, TODAY, peer, person

RULES = Rules()
MUST = Wish("gender", "same", "must")


def test_what_somebody_could_ask_for_less():
    josie = person(wishes=(MUST, Wish("age", "same")), avoid=frozenset({"loss"}))
    assert list(relaxable(josie)) == ["wish.gender", "avoid", "hours"]
    assert relaxed(josie, "wish.gender").wishes == (Wish("age", "same"),)
    assert relaxed(josie, "avoid").avoid == frozenset()
    assert relaxed(josie, "hours").slots == frozenset(range(42))
    assert list(relaxable(relaxed(relaxed(josie, "hours"), "avoid"))) == ["wish.gender"]


def test_newcomer_gives_a_place_to_whoever_waits_for_one_like_them():
    people = [person("josie"), person("mei", languages=("ur",))]
    peers = [peer("hannah", capacity=1)]
    added = newcomer("perinatal", "perinatal", ("ur",), today=TODAY, places=1)
    before = best_round(people, peers, RULES, today=TODAY)
    after = best_round(people, [*peers, added], RULES, today=TODAY)
    found = difference(before, after, RULES, RULES)
    assert (found.placed_before, found.placed_after) == (1, 2)
    assert found.shifts == (Shift("mei", None, NEWCOMER),)


def test_other_weights_move_people_and_place_as_many():
    josie = person(experiences={"loss": 3}, slots=EVENINGS)
    knows = peer("knows", experiences=frozenset({"loss"}), load=1)
    free = peer("free")
    rules = replace(RULES, weights={**RULES.weights, "experiences": 0, "balance": 100})
    before = best_round([josie], [knows, free], RULES, today=TODAY)
    after = best_round([josie], [knows, free], rules, today=TODAY)
    found = difference(before, after, RULES, rules)
    assert found.shifts == (Shift("josie", "knows", "free"),)
    assert (found.placed_before, found.placed_after) == (1, 1)
    assert 0 < found.fit_before <= 100
    assert 0 < found.fit_after <= 100


def test_same_round_shifts_nobody():
    found = best_round([person()], [peer()], RULES, today=TODAY)
    assert difference(found, found, RULES, RULES).shifts == ()


def test_round_over_nobody_has_no_fit():
    nothing = best_round([], [], RULES, today=TODAY)
    assert difference(nothing, nothing, RULES, RULES).fit_before == 0
