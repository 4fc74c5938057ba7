import re

import pytest

from care.form_checks import form_faults
from care.forms import LABEL_MOST, Form
from care.review_questions import REVIEWS
from tests.reading import grade


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review.code)
def test_reviews_are_good_forms_that_nobody_has_to_answer(review: Form) -> None:
    assert form_faults(review) == ()
    for question in review.questions:
        assert not question.required
        assert "coordinator" in question.why
        assert question.text.count("?") == 1
        assert (
            max(len(s.split()) for s in re.split("[.?] ", f"{question.text} {question.why}")) <= 16
        )
        assert [o for o in question.options if len(o.label) > LABEL_MOST] == []


def test_reviews_read_easily() -> None:
    assert grade(q.text for review in REVIEWS for q in review.questions) < 4
