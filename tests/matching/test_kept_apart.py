import pytest

from matching.errors import RulesRefused
from matching.kept_apart import groups_between, spared
from matching.limits import broken_limits
from matching.reasons import reason
from matching.rules import Rules
from tests.matching.people_made import TODAY, peer, person

LOSS = frozenset({"stage:loss", "baby_loss"})
BIRTH = frozenset({"stage:pregnancy", "stage:first_year"})
RULES = Rules(kept_apart={"loss": LOSS, "birth": BIRTH})


def kept(one, other):
    return broken_limits(one, other, RULES, TODAY)


def test_loss_and_birth_are_kept_apart_from_both_sides():
    apart = (reason("limit.kept_apart", what=("birth", "loss")),)
    assert kept(person(stage="pregnancy"), peer(stages=frozenset({"loss"}))) == apart
    assert kept(person(stage="loss"), peer(stages=frozenset({"first_year"}))) == apart


@pytest.mark.parametrize(
    ("asks", "peer_asks", "apart"),
    [
        ((), (), ("birth", "loss")),
        (("loss",), (), ("birth",)),
        ((), ("birth",), ("loss",)),
        (("loss",), ("birth",), ()),
        (("birth",), ("loss",), ("birth", "loss")),
    ],
)
def test_the_two_meet_when_each_asks_for_the_other(asks, peer_asks, apart):
    josie = person(stage="first_year", open_to=frozenset(asks))
    hannah = peer(stages=frozenset({"loss"}), open_to=frozenset(peer_asks))
    assert groups_between(josie, hannah, RULES) == apart


def test_a_peer_worker_who_knows_both_is_kept_from_whoever_knows_one_and_does_not_ask():
    both = peer(stages=frozenset({"loss", "first_year"}))
    assert groups_between(person(stage="loss"), both, RULES) == ("birth",)
    assert groups_between(person(stage="loss", open_to=frozenset({"birth"})), both, RULES) == ()
    assert (
        groups_between(person(stage="pregnancy", experiences={"baby_loss": 3}), both, RULES) == ()
    )


def test_a_lived_experience_belongs_to_a_group_as_a_stage_does():
    hannah = peer(stages=frozenset({"first_year"}), experiences=frozenset({"baby_loss"}))
    assert groups_between(person(stage="pregnancy"), hannah, RULES) == ("loss",)


def test_nobody_outside_the_groups_is_spared_anything():
    assert spared(person(), RULES) == frozenset()
    assert spared(person(stage="loss"), Rules()) == frozenset()
    assert spared(person(stage="loss"), RULES) == BIRTH
    assert kept(person(), peer(stages=frozenset({"loss", "first_year"}))) == ()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (["loss"], "kept_apart: found ['loss'], expected two groups or more, or none"),
        (
            {"loss": ["a"]},
            "kept_apart: found {'loss': ['a']}, expected two groups or more, or none",
        ),
        ({"loss": ["a"], "birth": []}, "kept_apart.birth: found [], expected words"),
        ({"loss": ["a"], "birth": "b"}, "kept_apart.birth: found 'b', expected a list of words"),
    ],
)
def test_groups_that_keep_nobody_apart_are_refused(given, problem):
    with pytest.raises(RulesRefused) as refused:
        Rules.from_table({"kept_apart": given})
    assert refused.value.problems == (problem,)


def test_groups_of_a_table_are_read():
    table = {"kept_apart": {"loss": sorted(LOSS), "birth": sorted(BIRTH)}}
    assert Rules.from_table(table) == RULES
    assert Rules.from_table({"kept_apart": {}}) == Rules()
