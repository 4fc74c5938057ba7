"""What holds for every pack that comes with Pairwell, beyond what the reader checks."""

from datetime import date

import pytest

from care.facts import Wish
from care.onboarding import peer_worker_facts, service_user_facts
from care.packs import bundled_codes, load_pack
from care.questions import Given, path
from matching.rules import Rules

CODES = bundled_codes()
LIST_MOST = 16  # rows of a list that somebody reads on a small phone


def test_four_settings_are_bundled():
    assert CODES == ("carers", "general_adult", "perinatal", "students")


@pytest.mark.parametrize("code", CODES)
def test_every_wish_is_one_that_the_matching_rules_know(code):
    pack = load_pack(code)
    assert {wish.code for wish in pack.wishes} <= Rules.from_table(pack.matching).traits


@pytest.mark.parametrize("code", CODES)
def test_lists_are_short_enough_to_read(code):
    pack = load_pack(code)
    lists = (pack.stages, pack.experiences, pack.wishes)
    assert [len(options) > LIST_MOST for options in lists] == [False] * 3
    assert len(pack.stages) <= 6


@pytest.mark.parametrize("code", CODES)
def test_first_words_say_what_this_is_and_is_not(code):
    first = load_pack(code).service_user.questions[0]
    assert first.kind == "agree"
    for words in ("I am a computer, not a person.", "not a crisis service", "tap Urgent help"):
        assert words in first.text


@pytest.mark.parametrize("code", CODES)
def test_peer_worker_is_told_how_long_to_be_well(code):
    pack = load_pack(code)
    words = {365: "a year or more", 180: "half a year or more"}
    days = Rules.from_table(pack.matching).recovery_days
    assert f"We ask for {words[days]}" in pack.peer_worker.question("recovered_since").why


@pytest.mark.parametrize("code", CODES)
def test_length_that_the_role_tells_is_the_length_planned(code):
    pack = load_pack(code)
    assert f"about {pack.weeks} weeks" in pack.texts.role_description
    assert all(plan.weeks in (None, pack.weeks) for plan in pack.checkins)


CARER = {
    "about": True,
    "privacy": True,
    "age": 54,
    "consent_matching": True,
    "consent_checkins": True,
    "name": "Ade",
    "languages": ("english",),
    "time_zone": "Europe/London",
    "stage": "for_years",
    "caring_for": "parent",
    "experiences": ("memory", "no_break"),
    "wishes": ("caring_for",),
    "wish_caring_for": "must_same",
    "hours": ("weekday_evening",),
}


def given(form, told):
    answers = {code: Given(value) for code, value in told.items()}
    return answers | {q.code: Given(None) for q in path(form, answers) if q.code not in answers}


def test_setting_has_traits_and_wishes_of_its_own():
    form = load_pack("carers").service_user
    facts = service_user_facts(form, given(form, CARER))
    assert facts.traits == {"caring_for": "parent"}
    assert facts.wishes == (Wish("caring_for", "same", "must"),)


def test_peer_worker_tells_the_trait_of_the_setting():
    form = load_pack("carers").peer_worker
    told = {
        "role": True,
        "agreement": True,
        "privacy": True,
        "consent_matching": True,
        "consent_checkins": True,
        "name": "Bo",
        "languages": ("english",),
        "time_zone": "Europe/London",
        "caring_for": "own:My aunt",
        "gender": "woman",
        "recovered_since": date(2024, 1, 1),
        "trained_for": ("carers",),
        "training_name": "Peer support",
        "training_provider": "A college",
        "trained_on": date(2025, 1, 1),
        "training_valid_until": date(2027, 1, 1),
        "capacity": 2,
        "hours": ("any_time",),
        "introduction": "I look after my aunt.",
    }
    facts = peer_worker_facts(form, given(form, told))
    assert facts.traits == {"caring_for": "my_aunt", "gender": "woman"}
