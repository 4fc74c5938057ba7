from matching.rules import Rules
from matching.shortlist import shortlist
from tests.matching.people_made import TODAY, peer, person


def test_shortlist_gives_the_best_and_counts_who_was_ruled_out():
    josie = person(experiences={"birth-trauma": 3})
    offering = [
        peer("a"),
        peer("b", experiences=frozenset({"birth-trauma"})),
        peer("c", languages=("ur",), recovered_since=None),
        peer("d", load=2),
        peer("e", languages=("ur",)),
        peer("f"),
    ]
    found = shortlist(josie, offering, Rules(), today=TODAY, k=2, bans=[("josie", "f")])
    assert [told.peer for told in found.best] == ["b", "a"]
    assert (found.suited, found.ruled_out) == (
        2,
        {"limit.capacity": 1, "limit.language": 2, "limit.recovery_unknown": 1},
    )
