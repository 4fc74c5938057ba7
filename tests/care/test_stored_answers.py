from datetime import date

import pytest

from care.questions import (
    AnswerRefused,
    Given,
    Option,
    Question,
    decode,
    encode,
    in_words,
    is_settled,
)

YES_NO = (Option("no", "Not now"), Option("yes", "I would like that"))
NUMBER = Question("n", "number", "How many?", least=1, most=6)
TIME = Question("at", "time", "When?")
SEVERAL = Question("s", "several", "Which?", options=YES_NO, least=0, most=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Josie", '"Josie"'),
        (3, "3"),
        (True, "true"),
        (date(2026, 3, 5), '"2026-03-05"'),
        (("a", "own:x"), '["a", "own:x"]'),
        ((), "[]"),
    ],
)
def test_encode_writes_plain_json(value, text):
    assert encode(value) == text


@pytest.mark.parametrize("text", ["", "{", "null", "1.5", '{"a": 1}', "[1]", "[" * 100_000])
def test_decode_refuses_what_was_never_written(text):
    with pytest.raises(AnswerRefused, match=r"answer\.unreadable"):
        decode(NUMBER, text)


@pytest.mark.parametrize(
    ("question", "value", "settled"),
    [
        (NUMBER, 1, True),
        (NUMBER, 6, True),
        (NUMBER, 0, False),
        (NUMBER, 7, False),
        (Question("n", "number", "How many?"), -5, True),
        (TIME, 1110, True),
        (TIME, 1470, False),
        (TIME, "18:30", False),
        (SEVERAL, (), True),
        (SEVERAL, ("yes", "no"), False),
        (SEVERAL, "yes", False),
        (Question("z", "time_zone", "Where?"), "Europe/London", True),
        (Question("z", "time_zone", "Where?"), "Europe/Atlantis", False),
        (Question("z", "time_zone", "Where?"), 1, False),
        (Question("t", "text", "What?"), "x", True),
        (Question("t", "text", "What?"), ("x",), False),
        (Question("y", "yes_no", "Well?"), False, True),
        (Question("y", "yes_no", "Well?"), "no", False),
        (Question("o", "one", "Which?", options=YES_NO), "yes", True),
        (Question("o", "one", "Which?", options=YES_NO), "own:x", False),
        (Question("o", "one", "Which?", options=YES_NO, other=True), "own:x", True),
        (Question("o", "one", "Which?", options=YES_NO), True, False),
    ],
)
def test_answer_is_settled_while_the_question_still_takes_it(question, value, settled):
    assert is_settled(question, Given(value)) is settled


def test_yes_and_no_are_told_as_on_their_buttons():
    asked = Question("y", "yes_no", "Well?", options=YES_NO)
    assert in_words(asked, Given(value=True)) == "I would like that"
    assert in_words(asked, Given(value=False)) == "Not now"
    assert in_words(Question("y", "yes_no", "Well?"), Given(value=True)) == "Yes"
    assert in_words(SEVERAL, Given(())) == "Not answered yet"
    assert in_words(TIME, Given(1110)) == "18:30"
