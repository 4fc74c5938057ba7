from datetime import timedelta

import pytest

from matching.explain import explain
from matching.limits import broken_limits
from matching.people import Wish
from matching.reasons import reason
from matching.rules import Rules
from matching.words import words
from tests.matching.people_made import EVENINGS, TODAY, peer, person

RULES = Rules()
YESTERDAY = TODAY - timedelta(days=1)


def year_ago(days_more):
    return TODAY - timedelta(days=365 + days_more)


def must(trait, want="same"):
    return (Wish(trait, want, "must"),)


WOMAN, MAN = {"gender": "woman"}, {"gender": "man"}

BROKEN = [
    ({"programme": "south"}, {}, reason("limit.programme", person="south", peer="perinatal")),
    ({}, {"stopped": ("away",)}, reason("limit.stopped", why=("away",))),
    ({}, {"training": {}}, reason("limit.setting", setting="perinatal")),
    (
        {},
        {"training": {"perinatal": YESTERDAY}},
        reason("limit.training", setting="perinatal", until="2026-11-24"),
    ),
    (
        {},
        {"recovered_since": year_ago(-1)},
        reason("limit.recovery", days=365, so_far=364),
    ),
    ({}, {"recovered_since": None}, reason("limit.recovery_unknown", days=365)),
    ({"languages": ("ur", "pl")}, {}, reason("limit.language", languages=("ur", "pl"))),
    ({"slots": frozenset()}, {}, reason("limit.hours", hours=2, minutes=0)),
    ({"apart": {"hannah": "block"}}, {}, reason("limit.apart", why="block")),
    ({}, {"apart": {"josie": "conflict"}}, reason("limit.apart", why="conflict")),
    (
        {"avoid": frozenset({"loss", "worry"})},
        {"experiences": frozenset({"loss"})},
        reason("limit.avoid", what=("loss",)),
    ),
    (
        {"avoid": frozenset({"gender:man"})},
        {"traits": MAN},
        reason("limit.avoid", what=("gender:man",)),
    ),
    (
        {"stage": "loss"},
        {"avoid": frozenset({"stage:loss"})},
        reason("limit.peer_avoid", what=("stage:loss",)),
    ),
    (
        {"experiences": {"loss": 1}},
        {"limits": frozenset({"loss"})},
        reason("limit.topic", what=("loss",)),
    ),
    (
        {"wishes": must("gender"), "traits": WOMAN},
        {"traits": MAN},
        reason("limit.wish", trait="gender", want="same"),
    ),
    (
        {"wishes": must("gender"), "traits": WOMAN},
        {},
        reason("limit.wish", trait="gender", want="same"),
    ),
    (
        {"wishes": must("culture", "different"), "traits": {"culture": "a"}},
        {"traits": {"culture": "a"}},
        reason("limit.wish", trait="culture", want="different"),
    ),
    (
        {"wishes": must("age"), "age": 30},
        {"age": 36},
        reason("limit.wish", trait="age", want="same"),
    ),
    (
        {"wishes": must("experience"), "experiences": {"loss": 1}},
        {"experiences": frozenset({"worry"})},
        reason("limit.wish", trait="experience", want="same"),
    ),
    (
        {"traits": MAN},
        {"wishes": must("gender"), "traits": WOMAN},
        reason("limit.peer_wish", trait="gender", want="same"),
    ),
]


@pytest.mark.parametrize(("of_person", "of_peer", "limit"), BROKEN)
def test_limit_is_told_when_it_is_broken(of_person, of_peer, limit):
    assert broken_limits(person(**of_person), peer(**of_peer), RULES, TODAY) == (limit,)


@pytest.mark.parametrize("limit", [limit for _, _, limit in BROKEN])
def test_limit_has_words_for_both_readers(limit):
    for reader in ("coordinator", "peer_worker"):
        text = words(limit, reader)
        assert text[-1] == "."
        assert "{" not in text
    assert words(limit, "service_user") is None


@pytest.mark.parametrize(
    ("of_person", "of_peer"),
    [
        ({}, {"training": {"perinatal": TODAY}}),
        ({}, {"recovered_since": year_ago(0)}),
        ({"languages": ("ur", "en")}, {}),
        ({"slots": frozenset({4})}, {}),
        ({"wishes": must("age"), "age": 30}, {"age": 35}),
        ({"wishes": must("age", "different"), "age": 30}, {"age": 36}),
        ({"wishes": must("stage"), "stage": "loss"}, {"stages": frozenset({"loss", "birth"})}),
        ({"languages": tuple(f"l{n}" for n in range(33))}, {"languages": ("l32",)}),
        ({"age": 16}, {"age": 110}),
    ],
)
def test_limit_is_kept_at_its_edge(of_person, of_peer):
    assert broken_limits(person(**of_person), peer(**of_peer), RULES, TODAY) == ()


def test_all_broken_limits_are_told():
    josie = person(languages=("ur",), slots=frozenset(), wishes=must("gender"), traits=WOMAN)
    hannah = peer(load=5, traits=MAN)
    told = explain(josie, hannah, RULES, TODAY).limits
    assert [limit.code for limit in told] == [
        "limit.language",
        "limit.hours",
        "limit.wish",
        "limit.capacity",
    ]


def test_a_pack_leaves_limits_out():
    rules = Rules.from_table({"limits": ["language"]})
    hannah = peer(training={}, recovered_since=None, slots=frozenset())
    assert broken_limits(person(), hannah, rules, TODAY) == ()


def test_hours_are_compared_across_zones():
    """Kathmandu is 5 h 45 ahead of London: its Monday 16 to 24 is London's 10:15 to 18:15."""
    josie = person(slots=frozenset({4, 5}), zone="Asia/Kathmandu")
    london = peer(slots=frozenset({4}))
    assert broken_limits(josie, london, RULES, TODAY) == ()
    rules = Rules(least_shared_hours=3)
    assert broken_limits(josie, london, rules, TODAY) == (
        reason("limit.hours", hours=3, minutes=135),
    )


def test_limits_that_are_near_are_notes():
    hannah = peer(
        training={"perinatal": TODAY + timedelta(days=12)},
        recovered_since=year_ago(7),
        slots=frozenset(sorted(EVENINGS)[:1]),
        load=1,
    )
    rules = Rules(least_shared_hours=3)
    told = explain(person(), hannah, rules, TODAY).reasons
    assert [words(note, "coordinator") for note in told if note.kind == "note"] == [
        "The training for perinatal runs out in 12 days.",
        "The 365 days of recovery were reached 7 days ago.",
        "They share 4 hours a week, which is close to the least.",
        "This is the last free place of 2.",
    ]
