"""What can be wrong with a form, found before anybody is asked."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from care.forms import ANY, LABEL_MOST, LISTED_MOST, SHORT_MOST, Form, Question
from care.rota import DAY_MINUTES, STEP_MINUTES

QUESTION_TEXT_MOST = 400  # letters; one message on a small phone without scrolling
AGREE_TEXT_MOST = 1500  # letters of what is agreed to, which is read once and with time
_CODE = re.compile(r"[a-z][a-z0-9_]*(?::[a-z0-9_]+)?")
_CHOICES = frozenset({"one", "several"})


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong with the question at this position of the form, at one of its keys."""

    position: int
    key: str
    reason: str


def form_faults(form: Form) -> tuple[FormFault, ...]:
    """Return every fault of a form, in the order of its questions; empty for a good one."""
    earlier: dict[str, Question] = {}
    faults: list[FormFault] = []
    for position, question in enumerate(form.questions):
        found = [
            *_code_faults(question, earlier),
            *_option_faults(question),
            *_condition_faults(question, earlier),
            *_range_faults(question),
            *_text_faults(question),
        ]
        faults += [FormFault(position, key, reason) for key, reason in found]
        earlier.setdefault(question.code, question)
    return tuple(faults)


_Found = Iterable[tuple[str, str]]


def duplicates(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that stand more than once."""
    return tuple(code for code, count in Counter(codes).items() if count > 1)


def is_code(text: str) -> bool:
    """Tell whether a text can be a code: small letters, digits, underscores, a colon inside."""
    return _CODE.fullmatch(text) is not None


def _code_faults(question: Question, earlier: dict[str, Question]) -> _Found:
    if question.code in earlier:
        yield "code", f'"{question.code}" is asked twice'
    if not is_code(question.code):
        yield "code", "a code has small letters, digits and underscores"


def _option_faults(question: Question) -> _Found:
    codes = [option.code for option in question.options]
    for code in duplicates(codes):
        yield "options", f'"{code}" is offered twice'
    for label in duplicates([option.label.casefold() for option in question.options]):
        yield "options", f'two options are called "{label}"'
    if question.kind in _CHOICES and not question.among and len(codes) + question.other < 2:
        yield "options", "at least two options are needed"
    if question.kind in {"yes_no", "agree"} and not set(codes) <= {"yes", "no"}:
        yield "options", 'the codes are "yes" and "no"'
    if question.kind in _CHOICES and not all(map(is_code, codes)):
        yield "options", "a code has small letters, digits and underscores"
    most = LISTED_MOST if question.listed else LABEL_MOST
    if any(not 0 < len(option.label) <= most for option in question.options):
        yield "options", f"a label has 1 to {most} letters"
    if question.listed and question.kind not in {"number", "one"}:
        yield "listed", "only the options of a number or of one are written out"
    if question.kind == "time" and not all(map(_is_minute, codes)):
        yield "options", "the code of a time is its minute of the day, such as 1110 for 18:30"
    if question.other and question.kind not in _CHOICES:
        yield "other", "own words belong to one or several"


def _is_minute(code: str) -> bool:
    return (
        code.isascii() and code.isdecimal() and int(code) in range(0, DAY_MINUTES + 1, STEP_MINUTES)
    )


def _condition_faults(question: Question, earlier: dict[str, Question]) -> _Found:
    if question.among and getattr(earlier.get(question.among), "kind", "") != "several":
        yield "among", f'"{question.among}" is no earlier question with several answers'
    if question.only_if is None:
        return
    asked = earlier.get(question.only_if.question)
    if asked is None:
        yield "only_if", f'"{question.only_if.question}" is not asked before'
    elif unknown := sorted(question.only_if.any_of - _possible(asked)):
        yield "only_if", f'"{asked.code}" never has the answer "{unknown[0]}"'
    if not question.only_if.any_of:
        yield "only_if", "no answer is named"


def _possible(asked: Question) -> frozenset[str]:
    codes = {ANY, *(option.code for option in asked.options)}
    return frozenset(codes | ({"yes", "no"} if asked.kind in {"yes_no", "agree"} else set()))


def _range_faults(question: Question) -> _Found:
    least, most = question.least, question.most
    if least is not None and most is not None and least > most:
        yield "least", "least is more than most"
    lengths = question.kind in {"several", "text"}
    if lengths and ((least or 0) < 0 or (most is not None and most < 1)):
        yield "most", "a count is not below nought"
    closed = question.kind == "several" and not question.other and not question.among
    if closed and (least or 0) > len(question.options):
        yield "least", "more choices are asked for than are offered"


def _text_faults(question: Question) -> _Found:
    most = AGREE_TEXT_MOST if question.kind == "agree" else QUESTION_TEXT_MOST
    if not 0 < len(question.text) <= most:
        yield "text", f"a text has 1 to {most} letters"
    if not 0 < len(question.short) <= SHORT_MOST and question.kind != "agree":
        yield "short", f"a short name has 1 to {SHORT_MOST} letters"
