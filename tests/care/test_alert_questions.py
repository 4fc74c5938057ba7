import re

from care.alert_questions import (
    ALERT_QUESTIONS,
    DAYS,
    FROM,
    MAIL_CODE,
    RANK,
    UNTIL,
    hours_of,
    who_question,
)
from care.form_checks import form_faults
from care.forms import Form
from care.rota import Span

WHO = who_question([("a", "Sam"), ("b", "Lee")])


def test_questions_to_coordinators_are_good_forms_alone():
    for question in (WHO, *ALERT_QUESTIONS):
        assert form_faults(Form("brief", 1, "brief", (question,), brief=True)) == ()
        assert question.required
        assert question.text.count("?") == 1 or question is MAIL_CODE
        sentences = re.split(r"[.?] ", f"{question.text} {question.why}")
        assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_hours_of_answers_are_split_at_midnight():
    given = {DAYS: ("friday", "sunday"), FROM: 18, UNTIL: 8, RANK: "first"}
    assert hours_of(given) == (Span(4, 18, 24), Span(5, 0, 8), Span(6, 18, 24), Span(0, 0, 8))
    assert hours_of({DAYS: ("friday",), FROM: 0, UNTIL: 24}) == (Span(4, 0, 24),)


def test_hours_of_answers_that_are_missing_are_none():
    assert hours_of({DAYS: ("friday",), FROM: 9}) == ()
