from dataclasses import replace
from datetime import date, timedelta

import pytest

from care.contradictions import Contradiction, contradictions, peer_worker_contradictions
from care.facts import (
    Check,
    CoordinatorFacts,
    PeerWorkerFacts,
    ServiceUserFacts,
    Supervision,
    Training,
    Wish,
)
from care.onboarding import (
    NEEDED,
    OnboardingIncomplete,
    coordinator_facts,
    peer_worker_facts,
    service_user_facts,
)
from care.packs import load_pack
from care.questions import Given, is_complete

PACK = load_pack("perinatal")

JOSIE = {
    "about": True,
    "privacy": True,
    "age": 27,
    "consent_matching": True,
    "consent_checkins": True,
    "consent_research": True,
    "name": "Josie",
    "languages": ("english", "own:Kurdish (Sorani)"),
    "time_zone": "Europe/London",
    "stage": "first_year",
    "birth_date": date(2026, 3, 1),
    "parenthood": "mum",
    "experiences": ("hard_birth", "feeding", "own:my mum is far away"),
    "matters_most": ("hard_birth", "own:my mum is far away"),
    "wishes": ("experience", "gender", "age", "open_to"),
    "wish_experience": "must_same",
    "gender": "woman",
    "wish_gender": "nice_same",
    "wish_age": "any",
    "open_to": ("loss",),
    "avoid": ("baby_loss",),
    "hours": ("weekday_night",),
    "how_often": "weekly",
    "anything_else": None,
}
HANNAH = {
    "role": True,
    "agreement": True,
    "privacy": True,
    "consent_matching": True,
    "consent_checkins": False,
    "consent_research": False,
    "name": "Hannah",
    "languages": ("english",),
    "time_zone": "Europe/London",
    "stages": ("pregnancy", "first_year"),
    "experiences": ("hard_birth", "low_mood"),
    "parenthood": "mum",
    "gender": "woman",
    "age": None,
    "culture": "own:Cornish",
    "recovered_since": date(2024, 5, 1),
    "trained_for": ("perinatal",),
    "training_name": "Peer support, level 2",
    "training_provider": "A college",
    "trained_on": date(2025, 1, 1),
    "training_valid_until": date(2027, 1, 1),
    "check_record": date(2028, 5, 1),
    "supervisor": "Kim",
    "supervision_last": None,
    "supervision_next": date(2026, 12, 10),
    "shows_in_common": True,
    "capacity": 2,
    "hours": ("any_time",),
    "limits": ("none",),
    "wishes": ("gender",),
    "wish_gender": "nice_same",
    "avoid": ("gender:man", "own:people I know"),
    "open_to": ("none",),
    "introduction": "Hello, I am Hannah.",
}
SAM = {
    "name": "Sam",
    "time_zone": "Europe/London",
    "duty": True,
    "respond_within": "two_hours",
    "duty_days": ("monday", "thursday"),
    "duty_from": 9,
    "duty_until": 17,
}


def given(answers, **changed):
    return {code: Given(value) for code, value in {**answers, **changed}.items()}


JOSIE_FACTS = ServiceUserFacts(
    name="Josie",
    age=27,
    languages=("english", "kurdish_sorani"),
    time_zone="Europe/London",
    stage="first_year",
    due_date=None,
    birth_date=date(2026, 3, 1),
    experiences={"hard_birth": 3, "feeding": 1},
    traits={"gender": "woman", "parenthood": "mum"},
    wishes=(Wish("experience", "same", "must"), Wish("gender", "same", "nice")),
    avoid=frozenset({"baby_loss"}),
    open_to=frozenset({"loss"}),
    own_words=("my mum is far away",),
    slots=frozenset({0, 1, 6, 7, 12, 13, 18, 19, 24, 25}),
    how_often="weekly",
    note="",
)


def test_service_user_facts_say_what_was_answered():
    assert is_complete(PACK.service_user, given(JOSIE))
    assert service_user_facts(PACK.service_user, given(JOSIE)) == JOSIE_FACTS


def test_service_user_facts_leave_out_what_no_longer_applies():
    changed = given(JOSIE, wishes=("none",), stage="loss", matters_most=None)
    assert service_user_facts(PACK.service_user, changed) == replace(
        JOSIE_FACTS,
        stage="loss",
        birth_date=None,
        experiences={"hard_birth": 2, "feeding": 2},
        traits={"parenthood": "mum"},
        wishes=(),
        open_to=frozenset(),
    )


def test_service_user_facts_count_none_as_nothing():
    changed = given(JOSIE, experiences=("none",), avoid=("none",), wishes=("none",))
    facts = service_user_facts(PACK.service_user, changed)
    assert (facts.experiences, facts.avoid, facts.own_words) == ({}, frozenset(), ())


def test_peer_worker_facts_say_what_was_answered():
    assert is_complete(PACK.peer_worker, given(HANNAH))
    assert peer_worker_facts(PACK.peer_worker, given(HANNAH)) == PeerWorkerFacts(
        name="Hannah",
        age=None,
        languages=("english",),
        time_zone="Europe/London",
        introduction="Hello, I am Hannah.",
        stages=frozenset({"pregnancy", "first_year"}),
        experiences=frozenset({"hard_birth", "low_mood"}),
        traits={"gender": "woman", "culture": "cornish", "parenthood": "mum"},
        wishes=(Wish("gender", "same", "nice"),),
        avoid=frozenset({"gender:man"}),
        limits=frozenset(),
        open_to=frozenset(),
        own_words=("people I know",),
        recovered_since=date(2024, 5, 1),
        trained_for=frozenset({"perinatal"}),
        training=Training(
            name="Peer support, level 2",
            provider="A college",
            finished_on=date(2025, 1, 1),
            valid_until=date(2027, 1, 1),
        ),
        checks=(Check("check_record", date(2028, 5, 1)),),
        supervision=Supervision("Kim", None, date(2026, 12, 10)),
        shows_in_common=True,
        capacity=2,
        slots=frozenset(range(42)),
    )


def test_peer_worker_facts_without_what_they_keep_to_themselves():
    changed = given(HANNAH, shows_in_common=False, check_record=None, experiences=("low_mood",))
    facts = peer_worker_facts(PACK.peer_worker, changed)
    assert (facts.shows_in_common, facts.checks) == (False, ())
    nothing = peer_worker_facts(PACK.peer_worker, given(HANNAH, experiences=None))
    assert (nothing.shows_in_common, nothing.experiences) == (True, frozenset())


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, ()),
        (
            {"gender": None},
            (
                Contradiction(
                    "contradiction.own_trait_unknown", "gender", ("wish_gender", "gender")
                ),
            ),
        ),
        (
            {"wishes": ("age",), "wish_age": "nice_same"},
            (Contradiction("contradiction.own_trait_unknown", "age", ("wish_age", "age")),),
        ),
        ({"wishes": ("age",), "wish_age": "nice_same", "age": 40}, ()),
        (
            {"wish_gender": "must_same", "avoid": ("gender:woman",)},
            (Contradiction("contradiction.must_and_avoided", "gender", ("wish_gender", "avoid")),),
        ),
    ],
)
def test_contradictions_of_a_peer_worker(changed, found):
    facts = peer_worker_facts(PACK.peer_worker, given(HANNAH, **changed))
    assert peer_worker_contradictions(facts) == found


def test_coordinator_facts_say_what_was_answered():
    assert is_complete(PACK.coordinator, given(SAM))
    assert coordinator_facts(PACK.coordinator, given(SAM)) == CoordinatorFacts(
        name="Sam",
        time_zone="Europe/London",
        respond_within=timedelta(hours=2),
        duty_days=frozenset({0, 3}),
        duty_from=9,
        duty_until=17,
    )


@pytest.mark.parametrize(
    ("read", "role", "answers"),
    [
        (service_user_facts, "service_user", JOSIE),
        (peer_worker_facts, "peer_worker", HANNAH),
        (coordinator_facts, "coordinator", SAM),
    ],
)
def test_facts_need_every_needed_answer(read, role, answers):
    for code in NEEDED[role]:
        without = {c: g for c, g in given(answers).items() if c != code}
        with pytest.raises(OnboardingIncomplete) as refused:
            read(PACK.form(role), without)
        assert refused.value.params == {"first": code}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (JOSIE_FACTS, ()),
        (
            replace(JOSIE_FACTS, avoid=frozenset({"hard_birth"})),
            (
                Contradiction(
                    "contradiction.matters_and_avoided",
                    "hard_birth",
                    ("matters_most", "avoid"),
                ),
            ),
        ),
        (
            replace(
                JOSIE_FACTS, experiences={"feeding": 2}, avoid=frozenset({"feeding", "low_mood"})
            ),
            (
                Contradiction(
                    "contradiction.must_and_avoided", "experience", ("wish_experience", "avoid")
                ),
            ),
        ),
        (
            replace(JOSIE_FACTS, experiences={}),
            (
                Contradiction(
                    "contradiction.nothing_to_share",
                    "experience",
                    ("wish_experience", "experiences"),
                ),
            ),
        ),
        (
            replace(JOSIE_FACTS, traits={"parenthood": "mum"}),
            (
                Contradiction(
                    "contradiction.own_trait_unknown", "gender", ("wish_gender", "gender")
                ),
            ),
        ),
        (
            replace(
                JOSIE_FACTS,
                wishes=(Wish("gender", "same", "must"),),
                avoid=frozenset({"gender:woman"}),
            ),
            (Contradiction("contradiction.must_and_avoided", "gender", ("wish_gender", "avoid")),),
        ),
    ],
)
def test_contradictions_are_found(facts, found):
    assert contradictions(facts) == found
