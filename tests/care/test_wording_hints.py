import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.wording_hints import Hint, grade, hints

PLAIN = "You are on the waiting list. We tell you when we find a peer who fits."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PLAIN, ()),
        ("", ()),
        ("a" * 301, (Hint("long"),)),
        ("Are you there? Are you well?", (Hint("questions"),)),
        ("One. Two. Three. Four.", (Hint("sentences", "One."),)),
        ("One. Two. Three.\n\nFour. Five.", ()),
        ("For you: one. Two. Three. Four.", ()),
        ("We " * 20 + "go.", (Hint("long_sentence", "We " * 20 + "go."),)),
        (
            "Participation necessitates continuous evaluation of individual circumstances.",
            (Hint("hard"),),
        ),
        ("Just ask, just as a client.", (Hint("word", "just"), Hint("word", "client"))),
        ("Well done \U0001f600 \u2014 go on", (Hint("sign", "\U0001f600"), Hint("sign", "\u2014"))),
    ],
)
def test_text_gets_the_hints_that_it_needs(text, found):
    assert hints(text) == found


def test_text_that_is_agreed_to_may_be_longer():
    text = "We are kind. " * 30
    kinds = {one.kind for one in hints(text)}
    assert kinds - {one.kind for one in hints(text, is_agreed=True)} == {"long"}


def test_grade_tells_plain_words_from_hard_ones():
    hard = "Participation necessitates continuous evaluation of individual circumstances."
    assert grade(PLAIN) < 5 < 15 < grade(hard)
    assert grade("\u0645\u0631\u062d\u0628\u0627") == 0.0


@settings(max_examples=50)
@given(st.text())
def test_any_text_can_be_looked_at(text):
    assert all(one.quoted in text.casefold() or one.quoted in text for one in hints(text))
