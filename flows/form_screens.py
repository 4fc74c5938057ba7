"""What a form shows: the open question, the list of answers, the list of what can be changed."""

import base64
import hashlib
from collections.abc import Mapping, Sequence

from care.questions import (
    Form,
    Given,
    Question,
    path,
    previous_question,
    progress,
)
from db.answers import FormSession
from flows.answer_lines import answer_lines
from flows.letters import URGENT, Body, Button, Part, Rows, Text, Words, body, one_each, say

REVIEW = "*review"  # the place after the last question

OPTION, DONE, SKIP, BACK, LATER, RESUME = "q", "qd", "qs", "qb", "ql", "qr"
SEND, CHANGE_LIST, CHANGE = "qf", "qm", "qc"
PREVIEW, DROP = "qv", "qx"

_TYPED_HINTS = {
    "text": "form.hint.text",
    "date": "form.hint.date",
    "time": "form.hint.time",
    "time_zone": "form.hint.time_zone",
}


def short_code(code: str) -> str:
    """Six characters that stand for a question or option in a button; they survive reordering."""
    return base64.urlsafe_b64encode(hashlib.sha256(code.encode()).digest()[:5])[:6].decode()


def question_screen(
    form: Form, form_session: FormSession, answers: Mapping[str, Given], question: Question
) -> Body:
    """One question with its buttons; "Question 2 of 9" first, the reason for asking last."""
    step = progress(form, answers, question.code)
    parts: list[Part] = []
    if step.n == 1 and form.intro:
        parts.append(Words(form.intro))
    if question.kind != "agree" and not (form.brief and step.of == 1):
        parts.append(say("form.progress", n=step.n, of=step.of))
    if step.n == 1 and form.instructions:
        parts.append(Words(form.instructions))
    about = answers.get(question.about)
    words = str(about.value) if about is not None and about.value else ""
    parts += [Words(text) for text in (words, question.stem, question.text) if text]
    if question.listed:
        written = zip(_marks(question), question.options, strict=True)
        parts.append(Words("\n".join(f"{mark}: {option.label}" for mark, option in written)))
    if question.why:
        parts.append(Words(question.why))
    parts += _hints(question)
    if form.author_line:
        parts.append(Words(form.author_line))
    given = answers.get(question.code)
    back = previous_question(form, answers, question.code) is not None
    return body(*parts, rows=_rows(form, form_session, question, given, back=back))


def review_screen(
    form: Form, form_session: FormSession, answers: Mapping[str, Given], *, previewed: bool = False
) -> Body:
    """Check your answers: all of them in words, then what can be done."""
    asked = (question for question in path(form, answers) if question.kind != "agree")
    lines = answer_lines(asked, answers)
    ref = form_session.id
    rows = one_each(
        *([Button(say("form.button.preview"), PREVIEW, ref)] if previewed else []),
        Button(say("form.button.send"), SEND, ref),
        Button(say("form.button.change"), CHANGE_LIST, ref),
        Button(say("form.button.later"), LATER, ref),
        URGENT,
    )
    return body(say("form.review"), lines, say("form.review_next"), rows=rows)


def change_list(form_session: FormSession, questions: Sequence[Question]) -> Body:
    """Which answer to change: one button each."""
    buttons = [
        Button(Words(question.short), CHANGE, form_session.id, short_code(question.code))
        for question in questions
        if question.kind != "agree"
    ]
    back = Button(say("form.button.back"), RESUME, form_session.id)
    return body(say("form.change_which"), rows=one_each(*buttons, back, URGENT))


def preview_screen(form_session: FormSession, seen: Sequence[Part]) -> Body:
    """What another person will see of the answers, and the way back."""
    back = Button(say("form.button.back"), RESUME, form_session.id)
    return body(say("form.preview"), *seen, rows=one_each(back, URGENT))


def is_measure(form_session: FormSession) -> bool:
    """Whether a measure is asked, whose name says so."""
    return form_session.form.startswith("measure.")


def resume_row(form_session: FormSession) -> Rows:
    """The button that goes on with a form."""
    return one_each(Button(say("form.button.resume"), RESUME, form_session.id))


def _hints(question: Question) -> list[Part]:
    """How to answer, in words, since a list of buttons does not say it."""
    if question.kind == "number":
        return [say("form.hint.number" if question.options else "form.hint.number_typed")]
    if question.kind in _TYPED_HINTS:
        return [say(_TYPED_HINTS[question.kind])]
    hints: list[Part] = [say("form.hint.several")] if question.kind == "several" else []
    return [*hints, say("form.hint.own_words")] if question.other else hints


def _rows(
    form: Form, form_session: FormSession, question: Question, given: Given | None, *, back: bool
) -> Rows:
    ref, code = form_session.id, short_code(question.code)
    choices = [
        Button(label, OPTION, ref, f"{code}.{short_code(option)}")
        for option, label in _choices(question, given)
    ]
    last: list[Button] = []
    if back:
        last.append(Button(say("form.button.back"), BACK, ref))
    chosen = given is not None and isinstance(given.value, tuple) and bool(given.value)
    if question.kind == "several" and (chosen or question.least == 0):
        choices.append(Button(say("form.button.done"), DONE, ref, code))
    if not question.required and not chosen:
        last.append(Button(say("form.button.skip"), SKIP, ref, code))
    last.append(_leave(form, form_session))
    if question.kind == "agree":  # what is read before anything is asked speaks of this button
        choices.append(Button(say("button.urgent_help"), "u"))
    return (*one_each(*choices), tuple(last))


def _leave(form: Form, form_session: FormSession) -> Button:
    if form.brief:
        return Button(say("form.button.drop"), DROP, form_session.id)
    key = "checkin.button.stop" if is_measure(form_session) else "form.button.later"
    return Button(say(key), LATER, form_session.id)


def _choices(question: Question, given: Given | None) -> list[tuple[str, Text | Words]]:
    if question.kind in ("yes_no", "agree") and not question.options:
        usual = "form.button.yes" if question.kind == "yes_no" else "form.button.agree"
        choices: list[tuple[str, Text | Words]] = [("yes", say(usual))]
        if question.kind == "yes_no":
            choices.append(("no", say("form.button.no")))
        return choices
    chosen = given.value if given is not None and isinstance(given.value, tuple) else ()
    own = [code for code in chosen if code not in {o.code for o in question.options}]
    labels = _marks(question) if question.listed else [o.label for o in question.options]
    labelled = [(o.code, label) for o, label in zip(question.options, labels, strict=True)]
    labelled += [(code, code.removeprefix("own:")) for code in own]
    return [(code, _label(label, ticked=code in chosen)) for code, label in labelled]


def _marks(question: Question) -> list[str]:
    """What stands for the options of a listed question: its numbers, else their places from 1."""
    if question.kind == "number":
        return [option.code for option in question.options]
    return [str(place) for place, _ in enumerate(question.options, 1)]


def _label(label: str, *, ticked: bool) -> Words:
    return Words(f"\u2713 {label}" if ticked else label)  # a plain tick, not an emoji
