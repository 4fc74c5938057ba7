"""Answers as their owner reads them back, one line each, in the language they read."""

from collections.abc import Iterable, Mapping
from datetime import date

from care.questions import Given, Question, is_own, own_words
from flows.letters import Day, Line, Lines, Text, Words, say


def answer_lines(questions: Iterable[Question], answers: Mapping[str, Given]) -> Lines:
    """A line for each question: its short name, and what was answered."""
    return Lines(
        tuple(
            Line(Words(question.short), values_of(question, answers.get(question.code)))
            for question in questions
        )
    )


def values_of(question: Question, given: Given | None) -> tuple[Text | Words | Day, ...]:
    """What was answered: several where several were chosen; never empty."""
    if given is None or given.value == ():
        return (say("answer.not_yet"),)
    if given.value is None:
        return (say("answer.skipped"),)
    if isinstance(given.value, tuple):
        return tuple(_label(question, code) for code in given.value)
    if isinstance(given.value, bool):
        return (_yes_or_no(question, yes=given.value),)
    if isinstance(given.value, date):
        return (Day(given.value.isoformat()),)
    if question.kind == "one":
        return (_label(question, str(given.value)),)
    return (Words(str(given.value).replace("_", " ") if _is_zone(question) else str(given.value)),)


def _is_zone(question: Question) -> bool:
    return question.kind == "time_zone"


def _yes_or_no(question: Question, *, yes: bool) -> Text | Words:
    code = "yes" if yes else "no"
    named = next((o.label for o in question.options if o.code == code), None)
    if named is not None:
        return Words(named)
    agreed = question.kind == "agree" and yes
    return say("form.button.agree" if agreed else f"form.button.{code}")


def _label(question: Question, code: str) -> Text | Words:
    if is_own(code):
        return Words(own_words(code))
    found = next((o.label for o in question.options if o.code == code), None)
    return say("answer.offered_no_longer") if found is None else Words(found)
