from datetime import date, timedelta

import pytest

from care.answers import Typed, accept
from care.brief_questions import AWAY_UNTIL, BRIEF_QUESTIONS, COVER_NAME, SEND_BACK
from care.choices import AnswerRefused
from care.form_checks import form_faults
from care.forms import Form

TODAY = date(2026, 11, 26)


def refusal(question, text):
    with pytest.raises(AnswerRefused) as refused:
        accept(question, Typed(text), TODAY)
    return refused.value.key


def test_brief_questions_are_good_forms_alone_and_say_why():
    for question in BRIEF_QUESTIONS:
        assert form_faults(Form("brief", 1, "brief", (question,), brief=True)) == ()
        assert question.required
        assert question.why
        assert question.text.count("?") <= 1
        assert max(len(s.split()) for s in f"{question.text} {question.why}".split(". ")) <= 20


@pytest.mark.parametrize(
    ("text", "day"),
    [("today", TODAY), ("tomorrow", TODAY + timedelta(days=1)), ("29/02/2028", None)],
)
def test_away_until_takes_today_and_later_within_a_year(text, day):
    if day is None:
        assert refusal(AWAY_UNTIL, text) == "answer.date_range"
    else:
        assert accept(AWAY_UNTIL, Typed(text), TODAY) == day


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("29 February 2027", "answer.no_such_date"),
        ("yesterday", "answer.date_range"),
        ("when I feel like it", "answer.date_form"),
    ],
)
def test_away_until_refuses(text, key):
    assert refusal(AWAY_UNTIL, text) == key


def test_words_of_others_have_a_length():
    assert refusal(SEND_BACK, "ok") == "answer.too_short"
    assert refusal(SEND_BACK, "x" * 401) == "answer.too_long"
    assert refusal(COVER_NAME, "x" * 41) == "answer.too_long"
    assert accept(COVER_NAME, Typed("  Beth\n "), TODAY) == "Beth"
