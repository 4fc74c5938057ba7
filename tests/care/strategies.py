"""Made-up questions, forms and answers of every kind, for properties of the question engine."""

from datetime import date
from typing import get_args

from hypothesis import strategies as st

from care.questions import ANY, Condition, Form, Given, Kind, Option, Pressed, Question, Typed, own

KINDS = get_args(Kind)
CODES = ("a", "b", "c", "d")
OPTIONS = tuple(Option(code, f"Option {code}", alone=code == "d") for code in CODES)
HOSTILE = (
    "",
    "\x00",
    "\ud800",
    "\u202eevil",
    "\U0001f600" * 4096,
    "1, 3",
    "9" * 5000,
    "31/02/2026",
    "0001-01-01",
    "99/99/9999",
    "Europe/London",
    "..//etc/passwd",
    "yes",
    "own:",
    "Z\u0351\u036b" * 400,
)

typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)).map(Typed)
pressed = st.one_of(st.sampled_from((*CODES, "yes", "no", "")), st.text(max_size=10)).map(Pressed)
raws = st.one_of(typed, pressed)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def question(kind, code="q", **parts):
    choices = OPTIONS if kind in {"one", "several"} else ()
    return Question(code, kind, "What is it?", options=choices, **parts)


questions = st.builds(
    question,
    kind=st.sampled_from(KINDS),
    required=st.booleans(),
    other=st.booleans(),
)
_words = st.text(st.characters(categories=("L",)), min_size=1, max_size=8)


@st.composite
def values(draw, asked):
    offered = [option.code for option in asked.options if not option.alone]
    codes = st.sampled_from(offered or ["none"])
    choices = {
        "one": st.one_of(codes, _words.map(own)) if asked.other else codes,
        "several": st.lists(codes, min_size=1, unique=True).map(tuple),
        "text": _words,
        "number": st.integers(-(10**6), 10**6),
        "date": days,
        "time": st.integers(0, 48).map(lambda halves: 30 * halves),
        "time_zone": st.sampled_from(("Europe/London", "Asia/Kathmandu", "UTC")),
        "yes_no": st.booleans(),
        "agree": st.booleans(),
    }
    return draw(choices[asked.kind])


@st.composite
def forms(draw):
    asked = []
    for n in range(draw(st.integers(1, 7))):
        condition = None
        if n and draw(st.booleans()):
            earlier = draw(st.sampled_from(asked)).code
            wanted = draw(st.frozensets(st.sampled_from((*CODES, "yes", "no", ANY)), min_size=1))
            condition = Condition(earlier, wanted)
        kind = draw(st.sampled_from(KINDS))
        required = draw(st.booleans())
        among = draw(st.sampled_from(["", *(q.code for q in asked if q.kind == "several")]))
        parts = {"among": among if kind in {"one", "several"} else "", "required": required}
        asked.append(question(kind, f"q{n}", only_if=condition, **parts))
    return Form("made_up", 1, "Made up", tuple(asked))


@st.composite
def answered(draw, form):
    given = {}
    for asked in form.questions:
        if draw(st.booleans()):
            value = draw(st.one_of(st.none(), values(asked), values(question("number"))))
            given[asked.code] = Given(value, settled=draw(st.booleans()))
    if draw(st.booleans()):
        given["no_longer_asked"] = Given("a")
    return given
