"""The onboarding forms' question codes, and the facts that the answers give."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar, cast

from care import hours
from care.errors import Refusal
from care.facts import (
    LITTLE,
    USUAL,
    UTMOST,
    Check,
    CoordinatorFacts,
    PeerWorkerFacts,
    ServiceUserFacts,
    Strength,
    Supervision,
    Training,
    Want,
    Wish,
)
from care.form_path import path
from care.forms import Form, Given, Kind, Value, is_own, own_words
from care.plain_text import fold
from care.setting_pack import Role
from care.stored_answers import is_settled

NAME = "name"
AGE = "age"
LANGUAGES = "languages"
TIME_ZONE = "time_zone"
STAGE = "stage"
STAGES = "stages"
DUE_DATE = "due_date"
BIRTH_DATE = "birth_date"
EXPERIENCES = "experiences"
MATTERS_MOST = "matters_most"
WISHES = "wishes"
WISH = "wish_"  # stands before the trait: wish_gender
AVOID = "avoid"
OPEN_TO = "open_to"  # groups that the pack keeps apart, and that they ask to meet
HOURS = "hours"
HOW_OFTEN = "how_often"
ANYTHING_ELSE = "anything_else"
INTRODUCTION = "introduction"
RECOVERED_SINCE = "recovered_since"
TRAINED_FOR = "trained_for"
TRAINING_NAME = "training_name"
TRAINING_PROVIDER = "training_provider"
TRAINED_ON = "trained_on"
TRAINING_VALID_UNTIL = "training_valid_until"
CHECK = "check_"  # stands before a check that the programme asks for: check_record
SUPERVISOR = "supervisor"
SUPERVISION_LAST = "supervision_last"
SUPERVISION_NEXT = "supervision_next"
SHOWS_IN_COMMON = "shows_in_common"
CAPACITY = "capacity"
LIMITS = "limits"
RESPOND_WITHIN = "respond_within"
DUTY_DAYS = "duty_days"
DUTY_FROM = "duty_from"
DUTY_UNTIL = "duty_until"

# Wishes about what other questions tell; any other is about a trait with a question of its own.
NO_TRAITS = frozenset({"experience", "stage", "age"})

# What a form has to ask, and as what, so that the facts can be told.
NEEDED: Mapping[Role, Mapping[str, Kind]] = {
    "service_user": {
        AGE: "number",
        NAME: "text",
        LANGUAGES: "several",
        TIME_ZONE: "time_zone",
        HOURS: "several",
    },
    "peer_worker": {
        NAME: "text",
        LANGUAGES: "several",
        TIME_ZONE: "time_zone",
        RECOVERED_SINCE: "date",
        TRAINED_FOR: "several",
        TRAINING_NAME: "text",
        TRAINING_PROVIDER: "text",
        TRAINED_ON: "date",
        TRAINING_VALID_UNTIL: "date",
        CAPACITY: "number",
        HOURS: "several",
        INTRODUCTION: "text",
    },
    "coordinator": {
        NAME: "text",
        TIME_ZONE: "time_zone",
        RESPOND_WITHIN: "one",
        DUTY_DAYS: "several",
        DUTY_FROM: "number",
        DUTY_UNTIL: "number",
    },
}

_NO_TRAIT_QUESTIONS = frozenset({STAGE, HOW_OFTEN, RESPOND_WITHIN})
_NOTHING = "none"  # the option that stands for an empty list
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# "The same day" is at most a working day's twelve hours; our choice.
_RESPONSE_HOURS = {"one_hour": 1, "two_hours": 2, "four_hours": 4, "same_day": 12}
_CODE_MOST = 40

T = TypeVar("T")


class OnboardingIncomplete(Refusal):
    """Facts were asked of a form whose needed answers are not all given."""


def service_user_facts(form: Form, given: Mapping[str, Given]) -> ServiceUserFacts:
    """Return what a service user's answers say. Answers that no longer apply are left out.

    Raises OnboardingIncomplete where an answer named in NEEDED is not given.
    """
    answers = _answers("service_user", form, given)
    return ServiceUserFacts(
        name=_needed(answers, NAME, str),
        age=_needed(answers, AGE, int),
        languages=_codes(answers, LANGUAGES),
        time_zone=_needed(answers, TIME_ZONE, str),
        stage=_told(answers, STAGE, str),
        due_date=_told(answers, DUE_DATE, date),
        birth_date=_told(answers, BIRTH_DATE, date),
        experiences=_importance(answers),
        traits=_traits(form, answers),
        wishes=_wishes(answers),
        avoid=frozenset(_offered(answers, AVOID)),
        open_to=frozenset(_offered(answers, OPEN_TO)),
        own_words=(*_own(answers, EXPERIENCES), *_own(answers, AVOID)),
        slots=hours.slots(_offered(answers, HOURS)),
        how_often=_told(answers, HOW_OFTEN, str),
        note=_told(answers, ANYTHING_ELSE, str) or "",
    )


def peer_worker_facts(form: Form, given: Mapping[str, Given]) -> PeerWorkerFacts:
    """Return what a peer worker's answers say; otherwise as `service_user_facts`."""
    answers = _answers("peer_worker", form, given)
    return PeerWorkerFacts(
        name=_needed(answers, NAME, str),
        age=_told(answers, AGE, int),
        languages=_codes(answers, LANGUAGES),
        time_zone=_needed(answers, TIME_ZONE, str),
        introduction=_needed(answers, INTRODUCTION, str),
        stages=frozenset(_offered(answers, STAGES)),
        experiences=frozenset(_offered(answers, EXPERIENCES)),
        traits=_traits(form, answers),
        wishes=_wishes(answers),
        avoid=frozenset(_offered(answers, AVOID)),
        limits=frozenset(_offered(answers, LIMITS)),
        open_to=frozenset(_offered(answers, OPEN_TO)),
        own_words=tuple(
            words for code in (EXPERIENCES, LIMITS, AVOID) for words in _own(answers, code)
        ),
        recovered_since=_needed(answers, RECOVERED_SINCE, date),
        trained_for=frozenset(_offered(answers, TRAINED_FOR)),
        training=Training(
            name=_needed(answers, TRAINING_NAME, str),
            provider=_needed(answers, TRAINING_PROVIDER, str),
            finished_on=_needed(answers, TRAINED_ON, date),
            valid_until=_needed(answers, TRAINING_VALID_UNTIL, date),
        ),
        checks=_checks(answers),
        supervision=_supervision(answers),
        shows_in_common=_told(answers, SHOWS_IN_COMMON, bool) is not False,
        capacity=_needed(answers, CAPACITY, int),
        slots=hours.slots(_offered(answers, HOURS)),
    )


def coordinator_facts(form: Form, given: Mapping[str, Given]) -> CoordinatorFacts:
    """Return what a coordinator's answers say; otherwise as `service_user_facts`."""
    answers = _answers("coordinator", form, given)
    days = _offered(answers, DUTY_DAYS)
    response = _RESPONSE_HOURS.get(_needed(answers, RESPOND_WITHIN, str), 1)
    return CoordinatorFacts(
        name=_needed(answers, NAME, str),
        time_zone=_needed(answers, TIME_ZONE, str),
        respond_within=timedelta(hours=response),
        duty_days=frozenset(_WEEK.index(day) for day in days if day in _WEEK),
        duty_from=_needed(answers, DUTY_FROM, int),
        duty_until=_needed(answers, DUTY_UNTIL, int),
    )


def _answers(role: Role, form: Form, given: Mapping[str, Given]) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    for question in path(form, given):
        answer = given.get(question.code)
        if answer is not None and answer.value is not None and is_settled(question, answer):
            answers[question.code] = answer.value
    absent = [code for code in NEEDED[role] if code not in answers]
    if absent:
        raise OnboardingIncomplete("onboarding.incomplete", {"first": absent[0]})
    return answers


def _checks(answers: Mapping[str, Value]) -> tuple[Check, ...]:
    asked = [(c, v) for c, v in answers.items() if c.startswith(CHECK) and isinstance(v, date)]
    return tuple(Check(code, until) for code, until in asked)


def _supervision(answers: Mapping[str, Value]) -> Supervision | None:
    next_on = _told(answers, SUPERVISION_NEXT, date)
    if next_on is None:
        return None
    contact = _told(answers, SUPERVISOR, str) or ""
    return Supervision(contact, _told(answers, SUPERVISION_LAST, date), next_on)


def _needed(answers: Mapping[str, Value], code: str, kind: type[T]) -> T:
    value = answers.get(code)
    if not isinstance(value, kind):
        raise OnboardingIncomplete("onboarding.incomplete", {"first": code})
    return value


def _told(answers: Mapping[str, Value], code: str, kind: type[T]) -> T | None:
    return _needed(answers, code, kind) if code in answers else None


def _chosen(answers: Mapping[str, Value], code: str) -> tuple[str, ...]:
    value = answers.get(code, ())
    return value if isinstance(value, tuple) else ()


def _offered(answers: Mapping[str, Value], code: str) -> tuple[str, ...]:
    return tuple(c for c in _chosen(answers, code) if not is_own(c) and c != _NOTHING)


def _own(answers: Mapping[str, Value], code: str) -> tuple[str, ...]:
    return tuple(own_words(c) for c in _chosen(answers, code) if is_own(c))


def _codes(answers: Mapping[str, Value], code: str) -> tuple[str, ...]:
    return tuple(map(_as_code, _chosen(answers, code)))


def _as_code(code: str) -> str:
    """Return own words as a code that another person's same words have too."""
    return fold(own_words(code)).replace(" ", "_")[:_CODE_MOST] if is_own(code) else code


def _importance(answers: Mapping[str, Value]) -> dict[str, int]:
    most = _chosen(answers, MATTERS_MOST)
    rest = LITTLE if most else USUAL
    return {code: UTMOST if code in most else rest for code in _offered(answers, EXPERIENCES)}


def _traits(form: Form, answers: Mapping[str, Value]) -> dict[str, str]:
    """Return what was told of each trait: a question with one answer that is not one of ours."""
    asked = [question.code for question in form.questions if question.kind == "one"]
    traits = [c for c in asked if not c.startswith(WISH) and c not in _NO_TRAIT_QUESTIONS]
    return {trait: _as_code(str(answers[trait])) for trait in traits if trait in answers}


def _wishes(answers: Mapping[str, Value]) -> tuple[Wish, ...]:
    """Return the wishes; a code is strength and want, such as "must_same"."""
    asked = [(c.removeprefix(WISH), str(v)) for c, v in answers.items() if c.startswith(WISH)]
    parts = [(trait, *value.partition("_")) for trait, value in asked]
    return tuple(
        Wish(trait, cast("Want", want), cast("Strength", strength))
        for trait, strength, _, want in parts
        if want
    )
