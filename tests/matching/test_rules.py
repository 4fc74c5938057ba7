import pytest

from matching.errors import RulesRefused
from matching.rules import Rules


def test_rules_from_an_empty_table_are_the_defaults():
    assert Rules.from_table({}) == Rules()


def test_rules_from_a_table_keep_the_weights_it_leaves_out():
    rules = Rules.from_table(
        {
            "version": "students-2",
            "recovery_days": 180,
            "limits": ["language"],
            "weights": {"hours": 30},
            "near_stages": {"first": {"second": 700}},
            "policy": "best-fit",
        }
    )
    assert (rules.weight("hours"), rules.weight("stage")) == (30, 15)
    assert rules == Rules(
        version="students-2",
        recovery_days=180,
        limits=frozenset({"language"}),
        weights={**Rules().weights, "hours": 30},
        near_stages={"first": {"second": 700}},
        policy="best-fit",
    )


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"recovery": 1}, "recovery: unknown word, expected one of age_gap_years, "),
        ({"recovery_days": -1}, "recovery_days: found -1, expected a whole number 0 to 3650"),
        ({"recovery_days": 1.0}, "recovery_days: found 1.0, expected a whole number"),
        ({"recovery_days": True}, "recovery_days: found True, expected a whole number"),
        ({"full_hours": float("nan")}, "full_hours: found nan, expected a whole number 1 to 168"),
        ({"weights": {"hours": 101}}, "weights.hours: found 101, expected a whole number 0 to 100"),
        ({"weights": {"looks": 1}}, "weights: unknown term 'looks', expected one of experiences"),
        ({"weights": 3}, "weights: found 3, expected a table of terms"),
        ({"limits": ["langauge"]}, "limits: found 'langauge', expected one of setting, training"),
        ({"limits": "language"}, "limits: found 'language', expected a list of words"),
        ({"policy": "luck"}, "policy: found 'luck', expected one of longest-wait, best-fit"),
        ({"near_stages": {"a": {"b": 1001}}}, "near_stages.a.b: found 1001, expected a whole"),
        ({"near_stages": {"a": 5}}, "near_stages: found {'a': 5}, expected stage = "),
        ({"version": ""}, "version: found '', expected a text"),
        ({"full_hours": 1, "least_shared_hours": 2}, "full_hours: must not be less than"),
        ({"weights": dict.fromkeys(Rules().weights, 0)}, "weights: at least one term must count"),
    ],
)
def test_rules_refuse_a_table_and_name_key_and_range(table, problem):
    with pytest.raises(RulesRefused) as refused:
        Rules.from_table(table)
    assert len(refused.value.problems) == 1
    assert problem in refused.value.problems[0]


def test_rules_tell_all_problems_of_a_table():
    with pytest.raises(RulesRefused) as refused:
        Rules.from_table({"note_days": 999, "colour": 1, "weights": {"hours": -1, "x": 2}})
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "note_days",
        "colour",
        "weights",
        "weights.hours",
    ]
