from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import PersonRefused, PinRefused
from matching.fit import terms
from matching.limits import broken_limits
from matching.order import place_in_line
from matching.people import waiting_days
from matching.rarity import rarity_of
from matching.round import Totals, best_round
from matching.rules import Rules
from tests.matching.people_made import TODAY, easy_peers, easy_people, peer, peers, people, person

RULES = Rules()


def pairs_of(round_):
    return {(pair.person, pair.peer) for pair in round_.pairs}


def all_rounds(people_, peers_, fits):
    """Every way to place people within the places there are, as {person: peer}."""
    options = [[None, *(p.id for p in peers_ if (u.id, p.id) in fits)] for u in people_]
    places = {p.id: p.free_places for p in peers_}
    for choice in product(*options):
        if all(choice.count(id_) <= free for id_, free in places.items()):
            yield {u.id: id_ for u, id_ in zip(people_, choice, strict=True) if id_}


def fits_of(people_, peers_):
    rarity = rarity_of(peers_)
    return {
        (u.id, p.id): sum(term.points for term in terms(u, p, RULES, TODAY, rarity))
        for u in people_
        for p in peers_
        if not broken_limits(u, p, RULES, TODAY)
    }


@settings(max_examples=60, deadline=None)
@given(easy_people(most=6), easy_peers(most=4))
def test_round_longest_wait_equals_brute_force(people_, peers_):
    fits = fits_of(people_, peers_)
    line = sorted(people_, key=place_in_line)

    def worth(seats):
        return ([u.id in seats for u in line], sum(fits[couple] for couple in seats.items()))

    best = max(worth(seats) for seats in all_rounds(people_, peers_, fits))
    found = best_round(people_, peers_, RULES, today=TODAY)
    assert worth(dict(pairs_of(found))) == best
    assert len(found.pairs) == max(len(s) for s in all_rounds(people_, peers_, fits))


@settings(max_examples=60, deadline=None)
@given(easy_people(most=6), easy_peers(most=4))
def test_round_best_fit_equals_brute_force(people_, peers_):
    fits = fits_of(people_, peers_)
    days = {u.id: waiting_days(u, TODAY) for u in people_}

    def worth(seats):
        return (
            len(seats),
            sum(fits[u, p] + days[u] * RULES.waiting_points_per_day for u, p in seats.items()),
        )

    best = max(worth(seats) for seats in all_rounds(people_, peers_, fits))
    found = best_round(people_, peers_, RULES, today=TODAY, policy="best-fit")
    assert worth(dict(pairs_of(found))) == best


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
