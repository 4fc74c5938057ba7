from dataclasses import replace
from datetime import date

import pytest

from care.questions import AnswerRefused, Option, Pressed, Question, Typed, accept

TODAY = date(2026, 3, 10)
RANGE = {"earliest": "8 February 2026", "latest": "4 January 2027"}
FEED = Question(
    "feeding",
    "one",
    "How do you feed your baby?",
    options=(
        Option("breast", "Breast"),
        Option("bottle", "Bottle, day & night"),
        Option("both", "A bit of both"),
    ),
)
LIVED = Question(
    "experiences",
    "several",
    "What has been hard?",
    options=(
        Option("birth_trauma", "A hard birth"),
        Option("low_mood", "Low mood"),
        Option("feeding", "Feeding"),
        Option("none", "None of these", alone=True),
    ),
    most=3,
    other=True,
)
PLAIN_SEVERAL = Question("hours", "several", "When?", options=LIVED.options)
NAME = Question("name", "text", "What should we call you?", most=40)
LONGER = Question("why", "text", "Why?", least=3)
ABOUT = Question("about", "text", "Anything else?", most=500)
AGE = Question("age", "number", "How old are you?", least=0, most=120)
DUE = Question("due", "date", "When is your baby due?", least=-30, most=300)
ZONE = Question("zone", "time_zone", "Where are you?", options=(Option("Europe/London", "UK"),))
OVER = Question("over", "yes_no", "Are you 18 or over?")
WORDED = Question(
    "more",
    "yes_no",
    "More?",
    options=(Option("no", "Not now"), Option("yes", "I would like that")),
)
BEGIN = Question("begin", "time", "From?", options=(Option("540", "9am"), Option("0", "Midnight")))
END = Question("end", "time", "Until?", least=1)
TERMS = Question("terms", "agree", "We are not a crisis service.")
TERMS_OR_NOT = Question("consent", "agree", "May we keep this?", options=(Option("no", "No"),))


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (FEED, Pressed("both"), "both"),
        (FEED, Typed("  a BIT of both! "), "both"),
        (FEED, Typed("Bottle day night"), "bottle"),
        (FEED, Typed("2."), "bottle"),
        (BEGIN, Pressed("540"), 540),
        (BEGIN, Typed("9am"), 540),
        (BEGIN, Typed("midnight"), 0),
        (END, Typed("midnight"), 1440),
        (END, Typed("18.30"), 1110),
        (LIVED, Pressed("feeding"), ("feeding",)),
        (LIVED, Typed("3, 1"), ("birth_trauma", "feeding")),
        (LIVED, Typed("1 and 3"), ("birth_trauma", "feeding")),
        (LIVED, Typed("low mood and feeding"), ("low_mood", "feeding")),
        (LIVED, Typed("Feeding & my dad died"), ("feeding", "own:my dad died")),
        (LIVED, Typed("low mood, mum and dad"), ("low_mood", "own:mum and dad")),
        (LIVED, Typed("my dad and my mum died"), ("own:my dad and my mum died",)),
        (LIVED, Typed("low mood; a hard birth"), ("birth_trauma", "low_mood")),
        (LIVED, Typed("low mood, my dad died"), ("low_mood", "own:my dad died")),
        (LIVED, Typed("my dad died, then I moved"), ("own:my dad died, then I moved",)),
        (NAME, Typed(" Josie\n\x00 B\u202e "), "Josie B"),
        (ABOUT, Typed("one\r\n\n\n\n\ntwo"), "one\n\ntwo"),
        (AGE, Typed("I am 27"), 27),
        (replace(ABOUT, most=80), Typed("one\ntwo"), "one two"),
        (replace(ABOUT, most=81), Typed("one\ntwo"), "one\ntwo"),
        (AGE, Typed("seven"), 7),
        (replace(AGE, least=None), Typed("-7"), -7),
        (AGE, Typed("5 p.m."), 17),
        (AGE, Typed("12am"), 0),
        (AGE, Typed("120"), 120),
        (NAME, Typed("J" * 40), "J" * 40),
        (LONGER, Typed("abc"), "abc"),
        (LIVED, Typed("a" * 100), ("own:" + "a" * 100,)),
        (AGE, Typed("\u0663\u0660"), 30),
        (DUE, Typed("5 March 2026"), date(2026, 3, 5)),
        (DUE, Typed("5th of march, 2026"), date(2026, 3, 5)),
        (DUE, Typed("March 5, 2026"), date(2026, 3, 5)),
        (DUE, Typed("05/03/2026"), date(2026, 3, 5)),
        (DUE, Typed("5.3.26"), date(2026, 3, 5)),
        (DUE, Typed("2026-03-05"), date(2026, 3, 5)),
        (DUE, Typed("Apr 2026"), date(2026, 4, 1)),
        (DUE, Typed("31 March 2026"), date(2026, 3, 31)),
        (DUE, Typed("2026 March 31"), date(2026, 3, 31)),
        (DUE, Typed("today"), TODAY),
        (DUE, Typed("8 February 2026"), date(2026, 2, 8)),
        (DUE, Typed("4 January 2027"), date(2027, 1, 4)),
        (ZONE, Pressed("Europe/London"), "Europe/London"),
        (ZONE, Typed("uk"), "Europe/London"),
        (ZONE, Typed("europe/london"), "Europe/London"),
        (ZONE, Typed("S\u00e3o Paulo"), "America/Sao_Paulo"),
        (ZONE, Typed("Buenos Aires"), "America/Argentina/Buenos_Aires"),
        (OVER, Pressed("yes"), True),
        (WORDED, Typed("i would like that"), True),
        (WORDED, Typed("Not now"), False),
        (ZONE, Typed("united kingdom"), "Europe/London"),
        (OVER, Typed("Nope"), False),
        (TERMS, Typed("I understand"), True),
        (TERMS_OR_NOT, Pressed("no"), False),
    ],
)
def test_accept_returns_the_value(question, raw, value):
    assert accept(question, raw, TODAY) == value


@pytest.mark.parametrize(
    ("question", "raw", "key", "params"),
    [
        (FEED, Pressed("gone"), "answer.not_offered", {}),
        (FEED, Typed("4"), "answer.choose_one", {}),
        (FEED, Typed("\U0001f600" * 4096), "answer.choose_one", {}),
        (PLAIN_SEVERAL, Typed("1, 9"), "answer.choose_several", {}),
        (PLAIN_SEVERAL, Typed(",,,"), "answer.choose_several", {}),
        (LIVED, Typed("9"), "answer.choose_or_write", {}),
        (LIVED, Typed("a, b, c, low mood"), "answer.too_many", {"most": 3}),
        (LIVED, Typed("a" * 101), "answer.too_long", {"most": 100, "letters": 101}),
        (NAME, Typed("\x00\u202e \ud800"), "answer.empty_text", {}),
        (NAME, Typed("J" * 41), "answer.too_long", {"most": 40, "letters": 41}),
        (NAME, Pressed("yes"), "answer.type_it", {}),
        (LONGER, Typed("ab"), "answer.too_short", {"least": 3}),
        (END, Typed("18:20"), "answer.time_form", {}),
        (END, Typed("late"), "answer.time_form", {}),
        (AGE, Typed("121"), "answer.number_range", {"least": 0, "most": 120}),
        (AGE, Typed("9" * 5000), "answer.number_range", {"least": 0, "most": 120}),
        (replace(AGE, most=None), Typed("-1"), "answer.number_least", {"least": 0}),
        (replace(AGE, least=None), Typed("121"), "answer.number_most", {"most": 120}),
        (AGE, Typed("27.5"), "answer.whole_number", {}),
        (AGE, Typed("20-30"), "answer.whole_number", {}),
        (DUE, Typed("31 June 2026"), "answer.no_such_date", {}),
        (DUE, Typed("29/02/2026"), "answer.no_such_date", {}),
        (DUE, Typed("soon"), "answer.date_form", {}),
        (DUE, Typed("5 March"), "answer.date_form", {}),
        (DUE, Typed("2026"), "answer.date_form", {}),
        (DUE, Typed("5/3"), "answer.date_form", {}),
        (DUE, Typed("1/2/3/4"), "answer.date_form", {}),
        (DUE, Typed("5/3/100"), "answer.date_range", RANGE),
        (
            DUE,
            Typed("5 March 2029"),
            "answer.date_range",
            RANGE,
        ),
        (ZONE, Typed("Lundon"), "answer.time_zone_which", {"suggestions": "Europe/London"}),
        (ZONE, Typed("\U0001f600"), "answer.time_zone_unknown", {}),
        (OVER, Typed("maybe"), "answer.yes_or_no", {}),
        (TERMS, Typed("no"), "answer.agree_or_leave", {}),
        (TERMS, Pressed("no"), "answer.agree_or_leave", {}),
    ],
)
def test_accept_refuses_with_what_to_do(question, raw, key, params):
    with pytest.raises(AnswerRefused) as refused:
        accept(question, raw, TODAY)
    assert (refused.value.key, refused.value.params) == (key, params)


def test_accept_keeps_29_february_in_a_leap_year():
    born = Question("born", "date", "When were you born?")
    assert accept(born, Typed("29/2/1992"), TODAY) == date(1992, 2, 29)


def test_accept_never_repeats_what_was_typed_in_its_refusal():
    with pytest.raises(AnswerRefused) as refused:
        accept(FEED, Typed("secretword"), TODAY)
    assert "secretword" not in f"{refused.value} {refused.value.params}"
