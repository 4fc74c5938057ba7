from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import PersonRefused, PinRefused
from matching.fit import terms
from matching.flow import best_seats
from matching.limits import broken_limits
from matching.order import place_in_line
from matching.people import Wish, waiting_days
from matching.prices import seat_values
from matching.rarity import rarity_of
from matching.round import Totals, best_round
from matching.rules import Rules
from matching.solve import problem_of, solve
from tests.matching.people_made import TODAY, easy_peers, easy_people, peer, peers, people, person

RULES = Rules()


def pairs_of(round_):
    return {(pair.person, pair.peer) for pair in round_.pairs}


def best_by_trying(people_, peers_, fits, add):
    """The best worth over every way to place people one after another; `add` extends a worth."""
    states = {tuple(p.free_places for p in peers_): None}
    for u in people_:
        reached = {}
        for places, worth in states.items():
            choices = [(None, places)]
            for j, p in enumerate(peers_):
                if places[j] and (u.id, p.id) in fits:
                    choices.append((p, (*places[:j], places[j] - 1, *places[j + 1 :])))
            for p, left in choices:
                new = add(worth, u, fits[u.id, p.id] if p else None)
                reached[left] = max(new, reached.get(left, new))
        states = reached
    return max(states.values())


def fits_of(people_, peers_):
    rarity = rarity_of(peers_)
    return {
        (u.id, p.id): sum(term.points for term in terms(u, p, RULES, TODAY, rarity))
        for u in people_
        for p in peers_
        if not broken_limits(u, p, RULES, TODAY)
    }


@settings(max_examples=60, deadline=None)
@given(easy_people(most=7), easy_peers(most=5))
def test_round_longest_wait_equals_brute_force(people_, peers_):
    def add(worth, _, fit):
        flags, total = worth or ((), 0)
        return (*flags, fit is not None), total + (fit or 0)

    fits = fits_of(people_, peers_)
    line = sorted(people_, key=place_in_line)
    found = best_round(people_, peers_, RULES, today=TODAY)
    placed = {pair.person for pair in found.pairs}
    worth = (tuple(u.id in placed for u in line), sum(pair.fit for pair in found.pairs))
    assert worth == (best_by_trying(line, peers_, fits, add) if line else ((), 0))


@settings(max_examples=60, deadline=None)
@given(easy_people(most=7), easy_peers(most=5))
def test_round_best_fit_equals_brute_force(people_, peers_):
    def add(worth, u, fit):
        count, total = worth or (0, 0)
        if fit is None:
            return count, total
        return count + 1, total + fit + waiting_days(u, TODAY) * RULES.waiting_points_per_day

    fits = fits_of(people_, peers_)
    found = best_round(people_, peers_, RULES, today=TODAY, policy="best-fit")
    by_id = {u.id: u for u in people_}
    worth = (0, 0)
    for pair in found.pairs:
        worth = add(worth, by_id[pair.person], pair.fit)
    assert worth == (best_by_trying(people_, peers_, fits, add) if people_ else (0, 0))


@settings(max_examples=60, deadline=None)
@given(easy_people(most=7), easy_peers(most=5))
def test_round_longest_wait_places_as_many_as_best_fit(people_, peers_):
    counts = {
        best_round(people_, peers_, RULES, today=TODAY, policy=policy).totals.placed
        for policy in ("longest-wait", "best-fit")
    }
    assert len(counts) == 1


@settings(max_examples=60, deadline=None)
@given(people(), peers(), st.sampled_from(("longest-wait", "best-fit")))
def test_round_never_breaks_a_limit_or_a_capacity(people_, peers_, policy):
    found = best_round(people_, peers_, RULES, today=TODAY, policy=policy)
    by_id = {x.id: x for x in (*people_, *peers_)}
    assert [
        pair
        for pair in found.pairs
        if broken_limits(by_id[pair.person], by_id[pair.peer], RULES, TODAY)
    ] == []
    taken = [pair.peer for pair in found.pairs]
    assert all(taken.count(p.id) <= p.free_places for p in peers_)
    assert found.certificate.gap == 0


@settings(max_examples=30, deadline=None)
@given(easy_people(), easy_peers(), st.randoms(use_true_random=False))
def test_round_is_the_same_for_any_order_of_rows(people_, peers_, shuffler):
    first = best_round(people_, peers_, RULES, today=TODAY)
    shuffler.shuffle(people_)
    shuffler.shuffle(peers_)
    assert best_round(people_, peers_, RULES, today=TODAY) == first


def test_round_with_nobody_waiting():
    found = best_round([], [peer()], RULES, today=TODAY)
    assert (found.pairs, found.totals) == ((), Totals(0, 2, 0, 0, 0))


def test_round_without_peer_workers():
    found = best_round([person()], [], RULES, today=TODAY)
    assert [(left.person, left.reasons[0].code) for left in found.left_out] == [
        ("josie", "left.nobody_suits")
    ]


def test_round_keeps_pins_and_bans():
    waiting = [person("a"), person("b"), person("c")]
    offering = [peer("x", capacity=1), peer("y", capacity=1)]
    found = best_round(waiting, offering, RULES, today=TODAY, pins=[("c", "x")], bans=[("a", "y")])
    assert pairs_of(found) == {("c", "x"), ("b", "y")}


@pytest.mark.parametrize(
    ("pins", "bans", "problem"),
    [
        ([("a", "z")], [], "no peer worker with the id z"),
        ([("q", "x")], [], "nobody with the id q"),
        ([("a", "x"), ("b", "x")], [], "x has 1 free places and 2 pins"),
        ([("a", "x"), ("a", "y")], [], "a is pinned 2 times"),
        ([("a", "x")], [("a", "x")], "both pinned and banned"),
        ([("a", "y")], [], "They share no language (en wanted)."),
    ],
)
def test_round_refuses_pins_that_cannot_be_kept(pins, bans, problem):
    offering = [peer("x", capacity=1), peer("y", languages=("ur",))]
    with pytest.raises(PinRefused) as refused:
        best_round([person("a"), person("b")], offering, RULES, today=TODAY, pins=pins, bans=bans)
    assert problem in str(refused.value)


def test_round_refuses_an_id_given_twice():
    with pytest.raises(PersonRefused, match="josie is given 2 times"):
        best_round([person(), person()], [peer()], RULES, today=TODAY)


@settings(max_examples=40, deadline=None)
@given(easy_people(), easy_peers(), easy_peers(most=1))
def test_round_with_one_more_peer_worker_never_places_fewer(people_, peers_, newcomer):
    more = [*peers_, *(replace(one, id="new") for one in newcomer)]
    before = best_round(people_, peers_, RULES, today=TODAY).totals.placed
    assert best_round(people_, more, RULES, today=TODAY).totals.placed >= before


@settings(max_examples=40, deadline=None)
@given(easy_people(), easy_peers(), st.data())
def test_round_never_takes_a_place_from_somebody_who_waits_longer_than_before(
    people_, peers_, data
):
    placed = {pair.person for pair in best_round(people_, peers_, RULES, today=TODAY).pairs}
    for i, one in enumerate(people_):
        if one.id in placed:
            longer = one.waiting_since - timedelta(days=data.draw(st.integers(1, 400)))
            people_[i] = replace(one, waiting_since=longer)
            again = best_round(people_, peers_, RULES, today=TODAY).pairs
            assert one.id in {pair.person for pair in again}
            people_[i] = one


@settings(max_examples=40, deadline=None)
@given(easy_people(most=12), easy_peers())
def test_round_in_two_stages_is_worth_one_flow_over_ranks(people_, peers_):
    """The same lexicographic goal as one flow with a weight for each place in line."""
    problem = problem_of(people_, peers_, RULES, TODAY, pinned={}, bans=(), rarity=None)
    if not len(problem.pairs.peers):
        return
    found = solve(problem, RULES, TODAY, "longest-wait")
    everybody = np.ones(len(people_), dtype=np.bool_)
    anew = best_seats(problem.pairs, found.values(), problem.places, everybody)
    assert sum(seat_values(problem.pairs, found.values(), anew)) == found.certificate().value


def test_round_over_thousands_with_the_same_traits_goes_by_line():
    waiting = [person(f"u{n:05}") for n in range(10_000)]
    offering = [peer(f"p{n}", capacity=3) for n in range(20)]
    found = best_round(waiting, offering, RULES, today=TODAY, reasons=False)
    assert [pair.person for pair in found.pairs] == [f"u{n:05}" for n in range(60)]


def test_round_where_everybody_wants_the_same_one():
    waiting = [person(f"u{n}", languages=("ur",)) for n in range(5)]
    offering = [peer("x", languages=("ur",), capacity=1), peer("y"), peer("z", capacity=0)]
    found = best_round(waiting, offering, RULES, today=TODAY)
    assert pairs_of(found) == {("u0", "x")}
    assert {left.person: left.suited for left in found.left_out} == dict.fromkeys(
        ("u1", "u2", "u3", "u4"), ("x",)
    )


def test_round_refuses_a_wish_about_an_unknown_trait():
    odd = person(wishes=(Wish("shoe size", "same"),))
    with pytest.raises(PersonRefused, match="josie: wish about 'shoe size', expected one of age"):
        best_round([odd], [peer()], RULES, today=TODAY)


def test_round_carries_reasons_for_each_pair():
    (pair,) = best_round([person()], [peer()], RULES, today=TODAY).pairs
    assert [reason.code for reason in pair.reasons] == ["fit.language", "fit.hours", "fit.places"]
