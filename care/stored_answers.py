"""A stored answer: as text in a row, as words for its owner, and whether it still counts."""

import json
from datetime import date

from care.choices import AnswerRefused
from care.forms import Given, Question, Value, is_own, own_words
from care.rota import DAY_MINUTES, minute_in_words
from care.time_zones import is_zone
from care.typed_dates import date_in_words

SKIPPED = "Skipped"
NOT_ANSWERED = "Not answered yet"
NOT_OFFERED = "An answer we no longer offer"


def encode(value: Value) -> str:
    """Return the value as JSON text that any database can hold."""
    plain = value.isoformat() if isinstance(value, date) else value
    return json.dumps(plain)


def decode(question: Question, text: str) -> Value:
    """Return the value that `encode` wrote, also one that the question no longer offers.

    `is_settled` says whether it still counts. Raises AnswerRefused "answer.unreadable" for a
    text that `encode` cannot have written.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AnswerRefused("answer.unreadable") from error
    if isinstance(plain, list) and all(isinstance(code, str) for code in plain):
        return tuple(plain)
    if isinstance(plain, str):
        return _as_date(plain) if question.kind == "date" else plain
    if isinstance(plain, int):
        return plain
    raise AnswerRefused("answer.unreadable")


def is_settled(question: Question, given: Given | None) -> bool:
    """Tell whether nothing more is asked: answered as the question now stands, or skipped."""
    if given is None or not given.settled:
        return False
    if given.value is None:
        return not question.required
    return _fits(question, given.value)


def in_words(question: Question, given: Given | None) -> str:
    """Return the answer as its owner reads it in "check your answers"."""
    if given is None:
        return NOT_ANSWERED
    if given.value is None:
        return SKIPPED
    if isinstance(given.value, tuple):
        return ", ".join(_label(question, code) for code in given.value) or NOT_ANSWERED
    return _value_in_words(question, given.value)


def _value_in_words(question: Question, value: str | int | date) -> str:
    if isinstance(value, bool):
        code = "yes" if value else "no"
        usual = {"yes": "I agree" if question.kind == "agree" else "Yes", "no": "No"}[code]
        return next((o.label for o in question.options if o.code == code), usual)
    if isinstance(value, date):
        return date_in_words(value)
    if question.kind == "one":
        return _label(question, str(value))
    if question.kind == "time" and isinstance(value, int):
        return minute_in_words(value)
    if question.kind == "time_zone":
        return str(value).replace("_", " ")
    return str(value)


def _label(question: Question, code: str) -> str:
    if is_own(code):
        return own_words(code)
    return next((o.label for o in question.options if o.code == code), NOT_OFFERED)


def _fits(question: Question, value: Value) -> bool:
    match question.kind:
        case "one":
            return isinstance(value, str) and _is_offered(question, value)
        case "several":
            return isinstance(value, tuple) and _are_offered(question, value)
        case "number":
            return type(value) is int and _is_within(question, value)
        case "time":
            return type(value) is int and 0 <= value <= DAY_MINUTES
        case "date":
            return isinstance(value, date)
        case "time_zone":
            return isinstance(value, str) and is_zone(value)
        case "text":
            return isinstance(value, str)
        case "yes_no" | "agree":
            return isinstance(value, bool)


def _is_offered(question: Question, code: str) -> bool:
    if is_own(code) and question.other:
        return True
    return any(option.code == code for option in question.options)


def _are_offered(question: Question, codes: tuple[str, ...]) -> bool:
    enough = len(codes) >= (1 if question.least is None else question.least)
    not_many = question.most is None or len(codes) <= question.most
    return enough and not_many and all(_is_offered(question, code) for code in codes)


def _is_within(question: Question, number: int) -> bool:
    high_enough = question.least is None or number >= question.least
    return high_enough and (question.most is None or number <= question.most)


def _as_date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
