from datetime import date

import pytest

from care.questions import Given, Option, Question
from flows.answer_lines import answer_lines, values_of
from flows.letters import Day, Line, Lines, Words, say

OPTIONS = (Option("one", "The one"), Option("two", "The two"))


def asked(kind, **fields):
    return Question("code", kind, "Text?", short="Short", **fields)


@pytest.mark.parametrize(
    ("question", "given", "values"),
    [
        (asked("text"), None, (say("answer.not_yet"),)),
        (asked("several"), Given((), settled=False), (say("answer.not_yet"),)),
        (asked("text"), Given(None), (say("answer.skipped"),)),
        (asked("one", options=OPTIONS), Given("two"), (Words("The two"),)),
        (asked("one", options=OPTIONS), Given("gone"), (say("answer.offered_no_longer"),)),
        (
            asked("several", options=OPTIONS),
            Given(("one", "own:My words")),
            (Words("The one"), Words("My words")),
        ),
        (asked("date"), Given(date(2026, 3, 5)), (Day("2026-03-05"),)),
        (asked("number"), Given(31), (Words("31"),)),
        (asked("time_zone"), Given("America/New_York"), (Words("America/New York"),)),
        (asked("yes_no"), Given(value=False), (say("form.button.no"),)),
        (asked("agree"), Given(value=True), (say("form.button.agree"),)),
        (
            asked("agree", options=(Option("yes", "Yes, do"),)),
            Given(value=True),
            (Words("Yes, do"),),
        ),
    ],
)
def test_answer_as_its_owner_reads_it(question, given, values):
    assert values_of(question, given) == values
    answers = {} if given is None else {"code": given}
    assert answer_lines([question], answers) == Lines((Line(Words("Short"), values),))
