from hypothesis import given, settings

from matching.considered import considered
from matching.limits import broken_limits
from matching.nearest import nearest
from matching.peer_table import PeerTable
from matching.rarity import rarity_of
from matching.round import best_round
from matching.rules import Rules
from tests.matching.people_made import TODAY, peer, peers, people, person

RULES = Rules()


def table_of(peers, rules=RULES):
    return PeerTable(peers, rules, TODAY, rarity_of(peers))


def test_who_suits_who_nearly_does_and_what_stands_against_how_many():
    josie = person(experiences={"birth-trauma": 3})
    offering = [
        peer("a"),
        peer("b", experiences=frozenset({"birth-trauma"}), load=2),
        peer("c", languages=("ur",), recovered_since=None),
        peer("e", languages=("ur",)),
        peer("f"),
    ]
    found = considered(table_of(offering), josie, {"f"}, best=5, ruled_out=1)
    assert [one.peer for one in found.best] == ["b", "a"]
    assert [one.peer for one in found.ruled_out] == ["e"]
    assert [limit.code for limit in found.ruled_out[0].limits] == ["limit.language"]
    assert found.suited == 2
    assert found.counts == {"limit.language": 2, "limit.recovery_unknown": 1}


def test_nobody_is_there():
    found = considered(table_of([]), person())
    assert (found.best, found.ruled_out, found.suited, found.counts) == ((), (), 0, {})


@given(people(), peers())
@settings(max_examples=40, deadline=None)
def test_those_who_suit_break_no_limit_and_the_nearest_are_the_same(waiting, offering):
    near = nearest(waiting, offering, RULES, today=TODAY)
    table = table_of(offering)
    for one in waiting:
        found = considered(table, one)
        suits = [p.id for p in offering if not broken_limits(one, p, RULES, TODAY)]
        assert found.suited == len(suits)
        assert [told.peer for told in found.best] == list(near[one.id])
        assert {told.peer for told in found.best} <= set(suits)
        assert not {told.peer for told in found.ruled_out} & set(suits)


def test_nearest_are_best_first_without_the_banned():
    josie = person(experiences={"loss": 3})
    offering = [peer("a"), peer("b", experiences=frozenset({"loss"})), peer("c"), peer("d")]
    near = nearest([josie], offering, RULES, today=TODAY, bans=[("josie", "c")], k=2)
    assert near == {"josie": ("b", "a")}
    assert best_round([josie], offering, RULES, today=TODAY).pairs[0].peer == "b"
