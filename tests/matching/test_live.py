from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import PersonRefused, PinRefused
from matching.fit import terms
from matching.live import Move, live_round
from matching.order import place_in_line
from matching.people import waiting_days
from matching.rarity import rarity_of
from matching.round import best_round
from matching.rules import Rules
from tests.matching.people_made import TODAY, easy_peers, easy_people, peer, person

# A free place changes the balance of load and so every fit; the others stay as they were.
RULES = Rules.from_table({"weights": {"balance": 0}})
POLICIES = st.sampled_from(("longest-wait", "best-fit"))


def worth(people_, peers_, pairs, rarity, policy):
    by_id = {x.id: x for x in (*people_, *peers_)}
    fits = {
        u: sum(t.points for t in terms(by_id[u], by_id[p], RULES, TODAY, rarity))
        for u, p in pairs.items()
    }
    if policy == "longest-wait":
        line = sorted(people_, key=place_in_line)
        return [u.id in pairs for u in line], sum(fits.values())
    bonus = sum(600 * waiting_days(by_id[u], TODAY) for u in pairs)
    return len(pairs), sum(fits.values()) + bonus


@settings(max_examples=60, deadline=None)
@given(easy_people(most=9), easy_peers(), st.data(), POLICIES)
def test_live_round_after_any_changes_is_as_good_as_a_new_round(people_, peers_, data, policy):
    rarity = rarity_of(peers_)
    here = people_[: len(people_) // 2]
    coming = people_[len(people_) // 2 :]
    live = live_round(here, peers_, RULES, today=TODAY, policy=policy)
    bans = []
    for _ in range(data.draw(st.integers(1, 8))):
        act = data.draw(st.sampled_from(("arrive", "leave", "free", "refuse")))
        if act == "arrive" and coming:
            here.append(coming.pop())
            live.arrive(here[-1])
        elif act == "leave" and here:
            gone = here.pop(data.draw(st.integers(0, len(here) - 1)))
            live.leave(gone.id)
            bans = [ban for ban in bans if ban[0] != gone.id]
        elif act == "free" and peers_:
            j = data.draw(st.integers(0, len(peers_) - 1))
            live.free_place(peers_[j].id)
            peers_[j] = replace(peers_[j], capacity=peers_[j].capacity + 1)
        elif act == "refuse" and here and peers_:
            ban = (data.draw(st.sampled_from(here)).id, data.draw(st.sampled_from(peers_)).id)
            bans.append(ban)
            live.refuse(*ban)
        assert live.faults() == []
    found = best_round(here, peers_, RULES, today=TODAY, policy=policy, bans=bans, rarity=rarity)
    anew = {pair.person: pair.peer for pair in found.pairs}
    assert worth(here, peers_, live.pairs(), rarity, policy) == worth(
        here, peers_, anew, rarity, policy
    )


def test_live_round_pins_and_unpins():
    people_ = [person("a"), person("b"), person("c")]
    peers_ = [peer("x", capacity=1), peer("y", capacity=1)]
    live = live_round(people_, peers_, RULES, today=TODAY)
    assert live.pairs().keys() == {"a", "b"}
    live.pin("c", "x")
    assert live.pairs() == {"a": "y", "c": "x"}
    assert live.faults() == []
    with pytest.raises(PinRefused, match="all are pinned"):
        live.pin("a", "x")
    live.unpin("c")
    assert live.pairs().keys() == {"a", "b"}
    assert live.faults() == []


def test_live_round_starts_with_pins_and_bans():
    people_ = [person("a"), person("b")]
    peers_ = [peer("x", capacity=1), peer("y", capacity=1)]
    live = live_round(people_, peers_, RULES, today=TODAY, pins=[("b", "x")], bans=[("a", "y")])
    assert live.pairs() == {"b": "x"}


def test_live_round_tells_who_moved():
    live = live_round([person("a")], [peer("x", capacity=1)], RULES, today=TODAY)
    earlier = replace(person("b"), priority=1)
    assert set(live.arrive(earlier)) == {Move("a", "x", None), Move("b", None, "x")}
    assert live.free_place("x") == (Move("a", None, "x"),)


def test_live_round_copy_leaves_the_original_alone():
    live = live_round([person("a")], [peer("x", capacity=1)], RULES, today=TODAY)
    what_if = live.copy()
    what_if.leave("a")
    assert (live.pairs(), what_if.pairs()) == ({"a": "x"}, {})


def test_live_round_refuses_somebody_twice():
    live = live_round([person("a")], [peer("x")], RULES, today=TODAY)
    with pytest.raises(PersonRefused, match="a is in this round already"):
        live.arrive(person("a"))


def test_live_round_takes_many_newcomers_at_either_end_of_the_line():
    live = live_round([], [peer("x", capacity=3)], RULES, today=TODAY)
    for n in range(300):
        live.arrive(person(f"u{n:03}", priority=n % 2))
    assert (live.pairs(), live.faults()) == (dict.fromkeys(("u001", "u003", "u005"), "x"), [])
