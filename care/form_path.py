"""Walking through a form: which questions apply, which comes next, how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from care.forms import ANY, LABEL_MOST, Form, Given, Option, Question, codes_of, is_own, own_words
from care.stored_answers import is_settled


@dataclass(frozen=True, slots=True)
class Progress:
    """Question `n` of `of`, both counted from 1 along the questions that apply now."""

    n: int
    of: int


def path(form: Form, given: Mapping[str, Given]) -> tuple[Question, ...]:
    """Return the questions that apply under the answers given, in order.

    A question that offers what was chosen `among` earlier ones comes with those options. Answers
    that this version of the form does not ask are ignored.
    """
    applicable: dict[str, Question] = {}
    for question in form.questions:
        offered = _offer(question, applicable, given)
        if offered is not None and _applies(question, applicable, given):
            applicable[question.code] = offered
    return tuple(applicable.values())


def question_now(form: Form, given: Mapping[str, Given], code: str) -> Question | None:
    """Return the question as `path` has it, with its options, or None where it does not apply."""
    return next((question for question in path(form, given) if question.code == code), None)


def next_question(form: Form, given: Mapping[str, Given], after: str | None) -> Question | None:
    """Return the first unsettled question after `after`, else the first anywhere, else None."""
    unsettled = [q for q in path(form, given) if not is_settled(q, given.get(q.code))]
    position = _position(form, after)
    later = (question for question in unsettled if _position(form, question.code) > position)
    return next(later, None) or next(iter(unsettled), None)


def previous_question(
    form: Form, given: Mapping[str, Given], before: str | None
) -> Question | None:
    """Return the question that applies just before `before`; the last one where that is None."""
    position = len(form.questions) if before is None else _position(form, before)
    earlier = [q for q in path(form, given) if _position(form, q.code) < position]
    return earlier[-1] if earlier else None


def progress(form: Form, given: Mapping[str, Given], code: str) -> Progress:
    """Return where the question stands among those that apply now."""
    steps = path(form, given)
    earlier = sum(_position(form, step.code) < _position(form, code) for step in steps)
    return Progress(min(earlier + 1, len(steps)), len(steps))


def is_complete(form: Form, given: Mapping[str, Given]) -> bool:
    """Tell whether every question that applies is settled."""
    return next_question(form, given, None) is None


def _applies(
    question: Question, applicable: Mapping[str, Question], given: Mapping[str, Given]
) -> bool:
    condition = question.only_if
    if condition is None:
        return True
    codes = _settled_codes(condition.question, applicable, given)
    return bool(codes) if ANY in condition.any_of else not condition.any_of.isdisjoint(codes)


def _offer(
    question: Question, applicable: Mapping[str, Question], given: Mapping[str, Given]
) -> Question | None:
    if not question.among:
        return question
    earlier = applicable.get(question.among)
    codes = _settled_codes(question.among, applicable, given)
    labelled = [o for o in earlier.options if o.code in codes and not o.alone] if earlier else []
    added = [Option(code, own_words(code)[:LABEL_MOST]) for code in sorted(codes) if is_own(code)]
    options = (*labelled, *added)
    return replace(question, options=options) if len(options) > 1 else None


def _settled_codes(
    code: str, applicable: Mapping[str, Question], given: Mapping[str, Given]
) -> frozenset[str]:
    asked, answer = applicable.get(code), given.get(code)
    if asked is None or answer is None or not is_settled(asked, answer):
        return frozenset()
    return codes_of(answer.value)


def _position(form: Form, code: str | None) -> int:
    return next((n for n, question in enumerate(form.questions) if question.code == code), -1)
