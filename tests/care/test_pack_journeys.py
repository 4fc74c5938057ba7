"""Whole walks through the bundled forms, with every kind of answer to every question."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.contradictions import contradictions
from care.facts import ServiceUserFacts
from care.onboarding import coordinator_facts, peer_worker_facts, service_user_facts
from care.packs import bundled_codes, load_pack
from care.questions import (
    AnswerRefused,
    Given,
    Pressed,
    Typed,
    accept,
    in_words,
    is_complete,
    is_settled,
    next_question,
    path,
)
from care.setting_pack import ROLES
from matching.people import ServiceUser, Wish

TODAY = date(2026, 3, 10)
FACTS = {
    "service_user": service_user_facts,
    "peer_worker": peer_worker_facts,
    "coordinator": coordinator_facts,
}
FORMS = [(code, role) for code in bundled_codes() for role in ROLES]
RAWS = (
    Typed("Josie"),
    Typed("27"),
    Typed("1, 3"),
    Typed("29 February 2027"),
    Typed("5 March 2029"),
    Typed("London"),
    Typed("yes"),
    Typed("no"),
    Typed("I agree"),
    Typed("\x00"),
    Typed("\ud800"),
    Typed("\u202e"),
    Typed("\U0001f600" * 4096),
    Pressed("yes"),
    Pressed("no"),
    Pressed("none"),
    Pressed("an_option_of_long_ago"),
)


def answers_or_refuses(question, raw):
    try:
        return is_settled(question, Given(accept(question, raw, TODAY)))
    except AnswerRefused:
        return True


@pytest.mark.parametrize(("pack", "role"), FORMS)
def test_every_question_reads_every_other_kind_of_answer(pack, role):
    asked = load_pack(pack).form(role).questions
    failed = [(q.code, raw) for q in asked for raw in RAWS if not answers_or_refuses(q, raw)]
    assert failed == []


@st.composite
def fitting(draw, question):
    """Draw an answer that the question takes, or a skip where it allows one."""
    if not question.required and draw(st.booleans()):
        return Given(None)
    if question.kind in {"one", "several"}:
        raw = Pressed(draw(st.sampled_from(question.options)).code)
    elif question.kind == "date":
        days = draw(st.integers(question.least, question.most))
        raw = Typed((TODAY + timedelta(days)).isoformat())
    elif question.kind == "number":
        raw = Typed(str(draw(st.integers(question.least, question.most))))
    else:
        raw = Typed({"text": "Some words", "time_zone": "Leeds"}.get(question.kind, "yes"))
    return Given(accept(question, raw, TODAY))


@pytest.mark.parametrize(("pack", "role"), FORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_walk_ends_and_gives_facts(pack, role, data):
    form, answers = load_pack(pack).form(role), {}
    while (question := next_question(form, answers, None)) is not None:
        answers[question.code] = data.draw(fitting(question))
    assert is_complete(form, answers)
    assert all(in_words(q, answers[q.code]) for q in path(form, answers))
    facts = FACTS[role](form, answers)
    if isinstance(facts, ServiceUserFacts):
        assert isinstance(as_matching_sees(facts, pack), ServiceUser)
        assert {c.key.split(".")[0] for c in contradictions(facts)} <= {"contradiction"}


def as_matching_sees(facts, setting):
    return ServiceUser(
        id="somebody",
        programme="somewhere",
        setting=setting,
        languages=facts.languages,
        waiting_since=TODAY,
        stage=facts.stage,
        experiences=facts.experiences,
        traits=facts.traits,
        age=max(facts.age, 18),
        wishes=tuple(
            Wish(w.trait, w.want, w.strength)
            for w in facts.wishes
            if (w.trait, w.strength) != ("experience", "nice")
        ),
        avoid=facts.avoid,
        slots=facts.slots,
        zone=facts.time_zone,
    )
