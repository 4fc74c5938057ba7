import re

from care.alert_questions import (
    ALERT_QUESTIONS,
    DAYS,
    FROM,
    MAIL_CODE,
    RANK,
    UNTIL,
    hours_of,
    who_off_question,
    who_question,
)
from care.form_checks import form_faults
from care.forms import Form
from care.rota import Span

WHO = who_question([("a", "Sam"), ("b", "Lee")])
WHO_OFF = who_off_question([("a", "Sam")])


def test_questions_to_coordinators_are_good_forms_alone():
    for question in (WHO, WHO_OFF, *ALERT_QUESTIONS):
        assert form_faults(Form("brief", 1, "brief", (question,), brief=True)) == ()
        assert question.required
        assert question.text.count("?") == 1 or question is MAIL_CODE
        sentences = re.split(r"[.?] ", f"{question.text} {question.why}")
        assert max(len(sentence.split()) for sentence in sentences) <= 20


def test_hours_of_answers_are_split_at_midnight():
    given = {DAYS: ("friday", "sunday"), FROM: 1110, UNTIL: 480, RANK: "first"}
    assert hours_of(given) == (
        Span(4, 1110, 1440),
        Span(5, 0, 480),
        Span(6, 1110, 1440),
        Span(0, 0, 480),
    )
    assert hours_of({DAYS: ("friday",), FROM: 0, UNTIL: 1440}) == (Span(4, 0, 1440),)


def test_hours_of_answers_that_are_missing_are_none():
    assert hours_of({DAYS: ("friday",), FROM: 540}) == ()
