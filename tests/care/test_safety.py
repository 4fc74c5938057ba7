import pytest

from care.measures import Score, measure
from care.safety import (
    REPORT_REASONS,
    Concern,
    Reason,
    assess_answer,
    assess_help_asked,
    assess_report,
    assess_score,
    assess_silence,
    assess_words,
    assess_worry,
    reason_for,
)
from care.urgent_words import urgent_words

WEEKLY, WHO5, PEER_WEEK = measure("weekly"), measure("who5"), measure("peer_week")
UNSAFE = Concern(
    "answer",
    urgent=True,
    reasons=(Reason("safety.answer", {"measure": "weekly", "item": "safe"}),),
)


def who5(total):
    return Score(total, 100, complete=True)


@pytest.mark.parametrize("value", ["no", "not_sure", "something newer", 7])
def test_assess_answer_that_is_not_fine(value):
    assert assess_answer(WEEKLY, "safe", value) == UNSAFE


@pytest.mark.parametrize(
    ("item", "value"), [("safe", "yes"), ("safe", None), ("week", "very_hard"), ("gone", "no")]
)
def test_assess_answer_without_concern(item, value):
    assert assess_answer(WEEKLY, item, value) is None


def test_assess_answer_of_a_worried_peer_worker():
    params = {"measure": "peer_week", "item": "worry"}
    expected = Concern("worry", urgent=True, reasons=(Reason("safety.worry_answer", params),))
    assert assess_answer(PEER_WEEK, "worry", "yes") == expected
    assert assess_answer(PEER_WEEK, "worry", "bit") is None


@pytest.mark.parametrize(
    ("total", "previous", "reasons"),
    [
        (60, None, ()),
        (50, None, ()),
        (32, 40, ()),
        (28, None, (Reason("safety.threshold", {"measure": "who5", "cut_off": "very_low"}),)),
        (60, 72, (Reason("safety.worse", {"measure": "who5"}),)),
        (
            20,
            60,
            (
                Reason("safety.threshold", {"measure": "who5", "cut_off": "very_low"}),
                Reason("safety.worse", {"measure": "who5"}),
            ),
        ),
        (90, 60, ()),
    ],
)
def test_assess_score_of_the_who5(total, previous, reasons):
    before = None if previous is None else who5(previous)
    expected = Concern("score", urgent=False, reasons=reasons) if reasons else None
    assert assess_score(WHO5, who5(total), before) == expected


@pytest.mark.parametrize(("code", "total", "told"), [("phq2", 3, True), ("gad2", 2, False)])
def test_assess_score_of_the_short_screens(code, total, told):
    assert (assess_score(measure(code), Score(total, 6, complete=True), None) is not None) == told


@pytest.mark.parametrize(
    ("first", "previous", "now", "reasons"),
    [
        (72, 70, 66, ()),  # 6 points in all: less than the 10 that are named
        (72, 66, 60, (Reason("safety.worse_since_first", {"measure": "who5"}),)),
        (72, 60, 56, ()),  # told already, when it was reached
        (72, 76, 64, (Reason("safety.worse", {"measure": "who5"}),)),  # from the one before
        (72, 60, 48, (Reason("safety.worse", {"measure": "who5"}),)),  # both: told once
        (40, 60, 60, ()),
    ],
)
def test_assess_score_of_many_small_steps_down(first, previous, now, reasons):
    expected = Concern("score", urgent=False, reasons=reasons) if reasons else None
    assert assess_score(WHO5, who5(now), who5(previous), who5(first)) == expected


def test_reason_for_an_item_is_that_of_its_concern():
    assert reason_for(WEEKLY, "safe") == UNSAFE.reasons[0]
    assert [reason_for(WEEKLY, item) for item in ("week", "gone")] == [None, None]


def test_assess_score_of_nothing():
    assert assess_score(WHO5, None, who5(90)) is None


def test_assess_words_names_the_groups_and_none_of_the_words():
    found = assess_words("I want to kill myself, he hits me", urgent_words("en"))
    reasons = tuple(Reason("safety.words", {"group": g}) for g in ("suicide", "danger_at_home"))
    assert found == Concern("words", urgent=True, reasons=reasons)


def test_assess_words_of_an_ordinary_message():
    assert assess_words("See you on Monday", urgent_words("en")) is None


@pytest.mark.parametrize(
    ("assess", "kind"),
    [(assess_worry, "worry"), (assess_help_asked, "help")],
)
def test_a_press_that_asks_for_a_human_is_urgent(assess, kind):
    found = assess()
    assert (found.kind, found.urgent, len(found.reasons)) == (kind, True, 1)


def test_assess_report_is_urgent_where_somebody_may_be_hurt():
    assert {why: assess_report(why) for why in REPORT_REASONS} == {
        why: Concern(
            "report",
            urgent=why in ("unsafe", "unkind"),
            reasons=(Reason("safety.report", {"why": why}),),
        )
        for why in ("unsafe", "contact", "unkind", "rules", "other")
    }


def silence(**changed):
    usual = {"missed": 0, "low_before": False, "blocked": False, "active": True}
    return assess_silence(**(usual | changed))


def test_assess_silence_after_a_low_answer():
    assert silence(missed=1, low_before=True) is None
    assert silence(missed=2, low_before=True) == Concern(
        "silence", urgent=False, reasons=(Reason("safety.missed", {"missed": 2}),)
    )


def test_assess_silence_without_anything_low_before():
    assert silence(missed=5) is None


def test_assess_silence_of_a_blocked_bot():
    assert silence(blocked=True, active=False) is None
    assert silence(blocked=True) == Concern(
        "silence", urgent=False, reasons=(Reason("safety.blocked"),)
    )
