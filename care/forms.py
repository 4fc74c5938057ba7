"""The shapes of a form: its questions, their options, and the answers given."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["one", "several", "text", "number", "date", "time", "time_zone", "yes_no", "agree"]
Value = str | int | bool | date | tuple[str, ...]

ANY = "*"  # in a condition: any answer that was not skipped
OWN = "own:"  # stands before a person's own words where an option's code could stand

LABEL_MOST = 30  # letters of a button on a small phone
LISTED_MOST = 300  # letters of an option that is written out in the message
SHORT_MOST = 24  # letters, so that "Change <short>" fits a button
TEXT_MOST = 1000  # letters, where a text question sets no `most` of its own


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: its stored `code` and the `label` on its button.

    An `alone` option ("None of these") is never chosen together with another.
    """

    code: str
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only where the settled answer to `question` is, or contains, one of `any_of`.

    A yes_no or agree answer reads as "yes" or "no", a number as its digits; a skipped one is never
    among them. `ANY` stands for every answer, own words too.
    """

    question: str
    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    `least` and `most` are inclusive and mean: for a number its range; for several the number of
    choices; for a text its letters (a text of at most 80 letters is kept on one line); for a date
    whole days from today, negative for the past. `options` of a number, date or time_zone are
    quick answers whose codes read as if typed. An agree question shows its text with one button;
    an option "no" lets the person decline. `stem` is the part of a measure's item that repeats.
    `among` names an earlier question: what was chosen there is offered here, own words too, and
    with fewer than two to choose from the question does not apply. The options of a `listed` number
    or one are written out above short buttons, since their words are too long for a button.
    `about` names an earlier text question whose answer is shown with this one.
    """

    code: str
    kind: Kind
    text: str
    why: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    only_if: Condition | None = None
    least: int | None = None
    most: int | None = None
    short: str = ""
    other: bool = False
    safety: bool = False
    stem: str = ""
    among: str = ""
    listed: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in order. `minutes` is what an unhurried person needs; `review` ends with a list.

    A `brief` form is a question or two beside all else: it can be dropped, and belongs to no role.
    `instructions` and `author_line` are the published words of a measure, shown as they stand.
    """

    code: str
    version: int
    title: str
    questions: tuple[Question, ...]
    minutes: int = 1
    intro: str = ""
    review: bool = False
    instructions: str = ""
    author_line: str = ""
    brief: bool = False

    def question(self, code: str) -> Question | None:
        """Return the question with this code, or None where this version does not ask it."""
        return next((question for question in self.questions if question.code == code), None)


@dataclass(frozen=True, slots=True)
class Given:
    """A stored answer: None means skipped; not settled means still being chosen."""

    value: Value | None
    settled: bool = True


def own(words: str) -> str:
    """Return a person's own words as they stand among option codes."""
    return OWN + words


def is_own(code: str) -> bool:
    """Tell whether a chosen code is a person's own words."""
    return code.startswith(OWN)


def own_words(code: str) -> str:
    """Return the words of an own answer, without their mark."""
    return code.removeprefix(OWN)


def codes_of(value: Value | None) -> frozenset[str]:
    """Return what a condition compares: option codes, "yes" or "no", digits, an ISO date."""
    if value is None:
        return frozenset()
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    if isinstance(value, tuple):
        return frozenset(value)
    return frozenset({str(value)})
