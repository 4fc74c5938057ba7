from dataclasses import replace
from datetime import date

import pytest

from care.questions import (
    ANY,
    AnswerRefused,
    Condition,
    Form,
    Given,
    Option,
    Progress,
    Question,
    in_words,
    is_complete,
    is_settled,
    merge,
    next_question,
    path,
    previous_question,
    progress,
    question_now,
    settle,
    toggle,
)

STAGE = Question(
    "stage",
    "one",
    "Where are you now?",
    options=(Option("pregnant", "Pregnant"), Option("born", "Baby is here")),
    required=True,
)
DUE = Question(
    "due", "date", "When is it due?", only_if=Condition("stage", frozenset({"pregnant"}))
)
LIVED = Question(
    "lived",
    "several",
    "What has been hard?",
    options=(Option("birth", "A hard birth"), Option("mood", "Low mood"), Option("no", "No", True)),
    most=2,
    other=True,
)
SURE = Question(
    "sure", "yes_no", "Are you sure?", only_if=Condition("due", frozenset({"2026-03-05"}))
)
FORM = Form("f", 1, "A form", (STAGE, DUE, SURE, LIVED))
PREGNANT = {"stage": Given("pregnant")}


def test_path_asks_only_what_applies():
    assert path(FORM, {}) == (STAGE, LIVED)
    assert path(FORM, PREGNANT) == (STAGE, DUE, LIVED)
    assert path(FORM, {"stage": Given("born"), "due": Given(date(2026, 3, 5))}) == (STAGE, LIVED)
    assert path(FORM, {**PREGNANT, "due": Given(date(2026, 3, 5))}) == (STAGE, DUE, SURE, LIVED)


def test_path_follows_any_answer_but_a_skip():
    culture = Question("culture", "text", "Which culture?")
    wish = Question("wish", "yes_no", "Same?", only_if=Condition("culture", frozenset({ANY})))
    form = Form("f", 1, "A form", (culture, wish))
    assert path(form, {"culture": Given("Irish")}) == (culture, wish)
    assert path(form, {"culture": Given(None)}) == (culture,)


def test_path_offers_what_was_chosen_earlier():
    most = Question("most", "several", "Which matters most?", among="lived", most=1)
    form = Form("f", 1, "A form", (LIVED, most))
    given = {"lived": Given(("mood", "own:" + "a" * 40))}
    options = (Option("mood", "Low mood"), Option("own:" + "a" * 40, "a" * 30))
    assert question_now(form, given, "most") == replace(most, options=options)
    assert question_now(form, {"lived": Given(("mood",))}, "most") is None
    assert question_now(form, {}, "most") is None


def test_answer_among_earlier_ones_is_asked_again_once_they_change():
    most = Question("most", "several", "Which matters most?", among="lived", most=1)
    form = Form("f", 1, "A form", (replace(LIVED, most=None), most))
    given = {"lived": Given(("birth", "mood", "own:x")), "most": Given(("own:x",))}
    assert is_complete(form, given)
    assert not is_complete(form, {**given, "lived": Given(("birth", "mood"))})


def test_path_waits_for_a_settled_answer():
    assert path(FORM, {"stage": Given("pregnant", settled=False)}) == (STAGE, LIVED)


def test_next_question_goes_on_then_returns_to_what_was_left():
    given = {**PREGNANT, "lived": Given(None)}
    assert next_question(FORM, given, "lived") == DUE
    assert next_question(FORM, {**PREGNANT, "due": Given(None)}, "stage") == LIVED
    assert next_question(FORM, {**given, "due": Given(None)}, "stage") is None


def test_required_question_is_not_settled_by_a_skip():
    assert next_question(FORM, {"stage": Given(None)}, "stage") == LIVED
    assert not is_settled(STAGE, Given(None))


def test_answer_that_is_no_longer_offered_is_asked_again():
    assert not is_settled(STAGE, Given("retired"))
    assert in_words(STAGE, Given("retired")) == "An answer we no longer offer"


def test_answers_of_an_older_form_are_ignored():
    given = {**PREGNANT, "due": Given(None), "lived": Given(("mood",)), "old": Given("x")}
    assert is_complete(FORM, given)


def test_previous_question_is_none_at_the_start():
    assert previous_question(FORM, {}, "stage") is None
    assert previous_question(FORM, {}, None) == LIVED
    assert previous_question(FORM, PREGNANT, "lived") == DUE


def test_progress_counts_what_applies():
    assert progress(FORM, PREGNANT, "lived") == Progress(3, 3)
    assert progress(FORM, {}, "lived") == Progress(2, 2)


def test_toggle_puts_in_and_takes_out_in_the_order_of_options():
    assert toggle(LIVED, ("mood",), "birth") == ("birth", "mood")
    assert toggle(LIVED, ("birth", "mood"), "birth") == ("mood",)
    assert toggle(LIVED, ("own:my dad",), "own:my dad") == ()


def test_toggle_keeps_an_alone_option_alone():
    assert toggle(LIVED, ("birth", "mood"), "no") == ("no",)
    assert toggle(LIVED, ("no",), "mood") == ("mood",)


@pytest.mark.parametrize(
    ("chosen", "code", "key"),
    [
        (("birth", "mood"), "own:my dad", "answer.too_many"),
        ((), "gone", "answer.not_offered"),
    ],
)
def test_toggle_refuses(chosen, code, key):
    with pytest.raises(AnswerRefused) as refused:
        toggle(LIVED, chosen, code)
    assert refused.value.key == key


def test_merge_adds_typed_answers_to_pressed_ones():
    assert merge(LIVED, ("mood",), ("own:my dad",)) == ("mood", "own:my dad")


def test_settle_refuses_nothing_chosen():
    with pytest.raises(AnswerRefused) as refused:
        settle(LIVED, ())
    assert (refused.value.key, refused.value.params) == ("answer.too_few", {"least": 1})
    assert settle(LIVED, ("mood",)) == ("mood",)


@pytest.mark.parametrize(
    ("question", "given", "words"),
    [
        (LIVED, None, "Not answered yet"),
        (LIVED, Given(None), "Skipped"),
        (LIVED, Given(("birth", "own:my dad died")), "A hard birth, my dad died"),
        (DUE, Given(date(2026, 3, 5)), "5 March 2026"),
        (SURE, Given(value=False), "No"),
        (Question("t", "agree", "Terms"), Given(value=True), "I agree"),
        (Question("z", "time_zone", "Where?"), Given("America/Sao_Paulo"), "America/Sao Paulo"),
        (Question("n", "number", "How many?"), Given(3), "3"),
    ],
)
def test_in_words_reads_as_the_person_would(question, given, words):
    assert in_words(question, given) == words
