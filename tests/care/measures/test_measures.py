import pytest

from care.form_checks import form_faults
from care.forms import Given, Option
from care.measures import (
    MeasureUnknownError,
    Score,
    all_measures,
    as_form,
    measure,
    score,
    scored_only,
)


def answers(code, *values):
    items = measure(code).items
    return {item.code: Given(value) for item, value in zip(items, values, strict=True)}


@pytest.mark.parametrize(
    ("meaning", "code", "values", "expected"),
    [
        ("worst possible", "who5", (0, 0, 0, 0, 0), Score(0, 100, complete=True)),
        ("best possible", "who5", (5, 5, 5, 5, 5), Score(100, 100, complete=True)),
        ("raw 13 is 52", "who5", (3, 3, 3, 2, 2), Score(52, 100, complete=True)),
        ("raw 7 is 28", "who5", (1, 1, 1, 2, 2), Score(28, 100, complete=True)),
        ("one skipped", "who5", (3, 3, None, 2, 2), None),
        ("both at the top", "phq2", (3, 3), Score(6, 6, complete=True)),
        ("at the threshold", "phq2", (1, 2), Score(3, 6, complete=True)),
        ("one skipped", "phq2", (None, 2), None),
        ("nothing at all", "gad2", (0, 0), Score(0, 6, complete=True)),
        ("both in the middle", "gad2", (2, 2), Score(4, 6, complete=True)),
        ("one of each, twice", "phq8", (0, 1, 2, 3, 0, 1, 2, 3), Score(12, 24, complete=True)),
        ("one skipped of eight", "phq8", (0, 1, 2, 3, None, 1, 2, 3), None),
        ("at the threshold", "gad7", (1, 1, 2, 2, 2, 1, 1), Score(10, 21, complete=True)),
        ("all of the time", "k6", (4, 4, 4, 4, 4, 4), Score(24, 24, complete=True)),
        ("none of the time", "k6", (0, 0, 0, 0, 0, 0), Score(0, 24, complete=True)),
        ("the worst", "phq9", (3,) * 9, Score(27, 27, complete=True)),
        ("two items turned", "core10", (0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Score(8, 40, complete=True)),
        ("the best", "core10", (0, 4, 4, 0, 0, 0, 0, 0, 0, 0), Score(0, 40, complete=True)),
        ("own definition", "burnout", (4,), Score(4, 5, complete=True)),
        ("often", "ucla3", (3, 3, 3, "often"), Score(9, 9, complete=True)),
        ("the direct question skipped", "ucla3", (1, 2, 1, None), Score(4, 9, complete=True)),
        ("no total is published", "ons4", (7, 8, 6, 2), None),
        ("one yes", "whooley", ("yes", "no"), Score(1, 2, complete=True)),
        ("a hard week", "weekly", ("hard", "tried", None), Score(1, 4, complete=True)),
        ("the week itself skipped", "weekly", (None, "yes", "yes"), None),
        ("nothing to score", "peer_week", ("much", "no", "yes"), None),
    ],
)
def test_score_examples(meaning, code, values, expected):
    assert score(measure(code), answers(code, *values)) == expected, meaning


def test_score_does_not_count_what_is_still_being_chosen():
    given = answers("phq2", 1, 1) | {"down": Given(1, settled=False)}
    assert score(measure("phq2"), given) is None


@pytest.mark.parametrize("known", all_measures(), ids=lambda known: known.code)
def test_as_form_has_no_faults(known):
    assert form_faults(as_form(known)) == ()


@pytest.mark.parametrize("known", all_measures(), ids=lambda known: known.code)
def test_measure_carries_its_licence_and_source(known):
    assert known.licence.notice
    assert known.licence.source
    assert known.citation
    assert known.languages
    assert all(language.source for language in known.languages)
    assert all(band.source for band in known.bands)
    assert all(cut.source for cut in known.cut_offs)
    assert (known.reliable_change is None) == (known.reliable_change_source == "")


def test_measure_unknown_is_refused_with_the_known_ones():
    with pytest.raises(MeasureUnknownError, match=r"phq2, .*, who5, .*, weekly, peer_week"):
        measure("epds")


def test_as_form_of_a_scale_takes_numbers():
    question = as_form(measure("phq2")).questions[1]
    assert (question.kind, question.least, question.most) == ("number", 0, 3)
    assert question.stem == (
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    )
    assert question.text == "Feeling down, depressed, or hopeless"
    assert question.options == (
        Option("0", "Not at all"),
        Option("1", "Several days"),
        Option("2", "More than half the days"),
        Option("3", "Nearly every day"),
    )


def test_who5_has_its_published_words():
    form = as_form(measure("who5"))
    assert [question.text for question in form.questions] == [
        "I have felt cheerful and in good spirits",
        "I have felt calm and relaxed",
        "I have felt active and vigorous",
        "I woke up feeling fresh and rested",
        "My daily life has been filled with things that interest me",
    ]
    assert [(option.code, option.label) for option in form.questions[0].options] == [
        ("5", "All of the time"),
        ("4", "Most of the time"),
        ("3", "More than half of the time"),
        ("2", "Less than half of the time"),
        ("1", "Some of the time"),
        ("0", "At no time"),
    ]


def test_gad2_has_its_published_words():
    assert [item.text for item in measure("gad2").items] == [
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
    ]


def test_weekly_has_one_safety_question_that_may_be_skipped():
    form = as_form(measure("weekly"))
    safety = [question for question in form.questions if question.safety]
    assert [(question.code, question.required) for question in safety] == [("safe", False)]


def test_has_safety_item_names_the_measures_that_need_somebody_on_duty():
    everything = (*all_measures(), *scored_only())
    assert [m.code for m in everything if m.has_safety_item] == [
        "phq9",
        "core10",
        "weekly",
        "peer_week",
        "epds",
        "reqol10",
    ]


def test_short_measures_are_the_beginning_of_the_long_ones():
    assert measure("phq8").items[:2] == measure("phq2").items
    assert measure("gad7").items[:2] == measure("gad2").items


def test_k6_has_its_published_words():
    assert [item.text for item in measure("k6").items] == [
        "nervous?",
        "hopeless?",
        "restless or fidgety?",
        "so depressed that nothing could cheer you up?",
        "that everything was an effort?",
        "worthless?",
    ]
    assert measure("k6").stem == "During the past 30 days, about how often did you feel"


@pytest.mark.parametrize(
    ("code", "safety", "fine"),
    [("phq9", 9, ("0",)), ("core10", 6, ("0",)), ("weekly", 3, ("yes",))],
)
def test_safety_item_is_the_published_one_and_has_one_fine_answer(code, safety, fine):
    items = measure(code).items
    assert [n for n, item in enumerate(items, 1) if item.fine is not None] == [safety]
    assert tuple(items[safety - 1].fine) == fine


def test_measures_begin_alike():
    assert measure("phq9").items[:8] == measure("phq8").items


def test_long_answers_are_written_out_above_short_buttons():
    question = as_form(measure("burnout")).questions[0]
    assert (question.kind, question.listed) == ("number", True)
    assert not any(q.listed for q in as_form(measure("who5")).questions)


@pytest.mark.parametrize(
    ("code", "total", "reached"),
    [
        ("phq8", 9, []),
        ("phq8", 10, ["high"]),
        ("gad7", 10, ["high"]),
        ("k6", 12, []),
        ("k6", 13, ["high"]),
    ],
)
def test_cut_off_is_reached_from_the_published_total_on(code, total, reached):
    assert [c.code for c in measure(code).cut_offs if c.is_reached(total)] == reached
