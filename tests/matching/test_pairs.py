from hypothesis import given, settings

from matching.columns import columns_of
from matching.fit import terms
from matching.limits import broken_limits
from matching.pairs import allowed_pairs
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


def fast(people_, peers_, rules, bans=()):
    rarity = rarity_of(peers_)
    columns = columns_of(people_, peers_, rules, TODAY, rarity)
    pairs = allowed_pairs(columns, bans)
    rows = pairs.rows().tolist()
    return {
        (columns.people[i].id, columns.peers[j].id): fit
        for i, j, fit in zip(rows, pairs.peers.tolist(), pairs.fits.tolist(), strict=True)
    }


def plain(people_, peers_, rules):
    rarity = rarity_of(peers_)
    return {
        (one.id, other.id): sum(t.points for t in terms(one, other, rules, TODAY, rarity))
        for one in people_
        for other in peers_
        if not broken_limits(one, other, rules, TODAY)
    }


@settings(max_examples=200, deadline=None)
@given(people(), peers())
def test_allowed_pairs_equal_the_plain_definition(people_, peers_):
    assert fast(people_, peers_, RULES) == plain(people_, peers_, RULES)


@settings(max_examples=60, deadline=None)
@given(people(), peers())
def test_allowed_pairs_equal_the_plain_definition_when_few_limits_apply(people_, peers_):
    rules = Rules(limits=frozenset())
    assert fast(people_, peers_, rules) == plain(people_, peers_, rules)


def test_allowed_pairs_leave_out_bans():
    assert fast([person()], [peer(), peer("mia")], RULES, [("josie", "mia")]).keys() == {
        ("josie", "hannah")
    }


def test_allowed_pairs_keep_groups_apart():
    rules = Rules(
        kept_apart={"loss": frozenset({"stage:loss"}), "birth": frozenset({"stage:born"})}
    )
    born, loss = person("born", stage="born"), person("loss", stage="loss")
    offering = [peer("b", stages=frozenset({"born"})), peer("l", stages=frozenset({"loss"}))]
    assert fast([born, loss], offering, rules).keys() == {("born", "b"), ("loss", "l")}
