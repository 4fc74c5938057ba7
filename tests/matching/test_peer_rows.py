from collections import Counter

from hypothesis import given, settings

from matching.fit import terms
from matching.limits import broken_limits
from matching.peer_rows import allowed_row, broken_rows, fit_row
from matching.peer_table import PeerTable
from matching.rarity import rarity_of
from matching.rules import Rules
from tests.matching.people_made import TODAY, peer, peers, people, person

RULES = Rules(
    near_stages={"pregnant": {"first-year": 500}},
    kept_apart={
        "loss": frozenset({"stage:loss", "loss"}),
        "birth": frozenset({"stage:pregnant", "stage:first-year"}),
    },
)


def limit_of(reason):
    return reason.code, reason.params.get("trait", "")


@settings(max_examples=150, deadline=None)
@given(people(most=3), peers())
def test_rows_equal_the_plain_definition(people_, peers_):
    rarity = rarity_of(peers_)
    table = PeerTable(peers_, RULES, TODAY, rarity)
    for one in people_:
        plain = {p.id: broken_limits(one, p, RULES, TODAY) for p in table.peers}
        told = Counter((id_, *limit_of(r)) for id_, limits in plain.items() for r in limits)
        found = Counter(
            (table.peers[j].id, *limit)
            for limit, flags in broken_rows(table, one).items()
            for j in flags.nonzero()[0]
        )
        assert found == told
        assert allowed_row(table, one).tolist() == [not limits for limits in plain.values()]
        assert fit_row(table, one).tolist() == [
            sum(term.points for term in terms(one, p, RULES, TODAY, rarity)) for p in table.peers
        ]


def test_fit_row_counts_a_language_when_it_is_the_preferred_one():
    table = PeerTable([peer(languages=("en",)), peer("mia", languages=("ur",))], RULES, TODAY, {})
    preferred = fit_row(table, person(languages=("ur", "en"))) - fit_row(
        table, person(languages=())
    )
    assert preferred.tolist() == [-5000, 0]
