import pytest

from care.packs import PackRefused, load_pack, parse_pack
from care.safety import SAFETY_RULES, SafetyRules


def with_safety(lines):
    return parse_pack(f'extends = "perinatal"\n[safety]\n{lines}', "mine.toml").safety


def test_safety_rules_of_the_bundled_packs():
    assert load_pack("perinatal").safety == SAFETY_RULES == SafetyRules(missed_checkins=2)


def test_safety_rules_of_a_programme():
    assert with_safety("missed_checkins = 4") == SafetyRules(missed_checkins=4)
    assert with_safety("") == SAFETY_RULES


@pytest.mark.parametrize("wrong", ["0", "7", "true", '"2"', "2.5"])
def test_safety_rule_out_of_bounds_is_refused_by_line(wrong):
    with pytest.raises(PackRefused) as refused:
        with_safety(f"missed_checkins = {wrong}")
    expected = "mine.toml:3: safety.missed_checkins: a whole number from 1 to 6 is expected"
    assert str(refused.value) == expected


def test_safety_answers_cannot_be_switched_off_in_a_pack():
    with pytest.raises(
        PackRefused, match=r"safety\.answers: unknown key; known here: missed_check"
    ):
        with_safety("answers = false")
