from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from care.questions import (
    AnswerRefused,
    Given,
    Question,
    accept,
    decode,
    encode,
    in_words,
    is_complete,
    is_settled,
    next_question,
    path,
    previous_question,
    progress,
)
from tests.care.strategies import answered, days, forms, questions, raws, values

HARMFUL = frozenset("\x00\x1b\u202e\u2066") | {chr(code) for code in range(0xD800, 0xE000)}


def value_or_none(read, *arguments):
    try:
        return read(*arguments)
    except AnswerRefused:
        return None


@settings(max_examples=400, deadline=None)
@given(questions, raws, days)
def test_accept_answers_or_refuses_and_never_fails(question, raw, today):
    value = value_or_none(accept, question, raw, today)
    if value is None:
        return
    assert is_settled(question, Given(value))
    assert decode(question, encode(value)) == value
    assert not HARMFUL.intersection(in_words(question, Given(value)))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_encode_and_decode_give_the_value_back(data):
    question = data.draw(questions)
    value = data.draw(values(question))
    assert decode(question, encode(value)) == value


@settings(max_examples=100, deadline=None)
@given(questions, st.text(max_size=30))
def test_decode_reads_or_refuses_any_text(question, text):
    value = value_or_none(decode, question, text)
    assert isinstance(in_words(question, Given(value)), str)
    assert isinstance(is_settled(question, Given(value)), bool)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_walk_ends_with_every_question_settled(data):
    form = data.draw(forms())
    current = data.draw(answered(form))
    for _ in range(2 * len(form.questions)):
        question = next_question(form, current, None)
        if question is None:
            break
        current[question.code] = Given(data.draw(values(question)))
    assert is_complete(form, current)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_walk_goes_on_from_any_question_and_leaves_none_out(data):
    form = data.draw(forms())
    current = data.draw(answered(form))
    after = data.draw(st.sampled_from([None, "unknown", *(q.code for q in form.questions)]))
    following = next_question(form, current, after)
    open_questions = [q for q in path(form, current) if not is_settled(q, current.get(q.code))]
    assert (following is None) == (not open_questions)
    assert following is None or following in open_questions


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_back_and_forward_returns_to_the_same_question(data):
    form = data.draw(forms())
    current = data.draw(answered(form))
    steps = path(form, current)
    for earlier, later in pairwise(steps):
        assert previous_question(form, current, later.code) == earlier
    assert previous_question(form, current, None) == (steps[-1] if steps else None)
    assert [progress(form, current, step.code).n for step in steps] == list(
        range(1, len(steps) + 1)
    )


def test_number_keeps_no_second_meaning_as_a_yes():
    asked = Question("n", "number", "How many?")
    assert not is_settled(asked, Given(value=True))
    assert is_settled(asked, Given(1))


def test_date_stored_before_a_change_of_kind_is_asked_again():
    asked = Question("d", "date", "When?")
    assert decode(asked, '"in spring"') == "in spring"
    assert not is_settled(asked, Given("in spring"))
    assert decode(asked, '"2026-03-05"') == date(2026, 3, 5)
