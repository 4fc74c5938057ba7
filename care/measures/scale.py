"""What a measure is, how it becomes a form, and how its answers become a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from care.forms import Form, Given, Option, Question

LicenceKind = Literal["public_domain", "own_notice", "ours"]


@dataclass(frozen=True, slots=True)
class Licence:
    """Who may use the wording: free for all, under its own notice, or our own questions."""

    kind: LicenceKind
    notice: str
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its stored `code` (digits on a scale), its label, and its points if any."""

    code: str
    label: str
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a measure.

    `fine` makes it a safety item and names the only answers that raise no concern, which is
    `about` the person asked or about somebody they support. A `reverse` item counts from the
    other end of its points.
    """

    code: str
    text: str
    short: str
    choices: tuple[Choice, ...]
    reverse: bool = False
    fine: frozenset[str] | None = None
    about: Literal["self", "other"] = "self"

    @property
    def is_scored(self) -> bool:
        """Whether its answers carry points."""
        return any(choice.points is not None for choice in self.choices)

    @property
    def is_scale(self) -> bool:
        """Whether its answers are numbers, so that a typed 3 means 3 and not the third answer."""
        return all(choice.code.isdigit() for choice in self.choices)

    def points(self, code: str) -> int | None:
        """The points of an answer, turned round where the item is reverse; None for no such."""
        found = next((c.points for c in self.choices if c.code == code), None)
        if found is None or not self.reverse:
            return found
        return self.least + self.most - found

    @property
    def least(self) -> int:
        """The fewest points."""
        return min((c.points for c in self.choices if c.points is not None), default=0)

    @property
    def most(self) -> int:
        """The most points."""
        return max((c.points for c in self.choices if c.points is not None), default=0)


@dataclass(frozen=True, slots=True)
class CutOff:
    """A published threshold on the total. `tells`: reaching it is told to a coordinator."""

    code: str
    side: Literal["at_most", "at_least"]
    total: int
    tells: bool
    source: str

    def is_reached(self, total: int) -> bool:
        """Whether a total lies on the side of concern, the threshold included."""
        return total <= self.total if self.side == "at_most" else total >= self.total


@dataclass(frozen=True, slots=True)
class Measure:
    """A published questionnaire, word for word, or our own short questions.

    `recall_days`: the days its questions look back on; never asked twice within them.
    `multiplier` turns the sum into the total. Up to `most_missing` scored items may be skipped,
    then the mean of the others stands in. `reliable_change` in points of the total, None where
    none is published.
    """

    code: str
    version: int
    title: str
    items: tuple[Item, ...]
    licence: Licence
    citation: str
    languages: tuple[str, ...] = ("en",)
    stem: str = ""
    instructions: str = ""
    author_line: str = ""
    intro: str = ""
    recall_days: int = 0
    multiplier: int = 1
    higher_is_better: bool = True
    most_missing: int = 0
    cut_offs: tuple[CutOff, ...] = ()
    reliable_change: int | None = None
    reliable_change_source: str = ""

    def item(self, code: str) -> Item | None:
        """The item with this code, or None."""
        return next((item for item in self.items if item.code == code), None)

    @property
    def scored(self) -> tuple[Item, ...]:
        """The items that make the score."""
        return tuple(item for item in self.items if item.is_scored)

    @property
    def least(self) -> int:
        """The lowest total."""
        return self.multiplier * sum(item.least for item in self.scored)

    @property
    def most(self) -> int:
        """The highest total."""
        return self.multiplier * sum(item.most for item in self.scored)

    @property
    def has_safety_item(self) -> bool:
        """Whether somebody has to be there to answer before it may be asked."""
        return any(item.fine is not None for item in self.items)


@dataclass(frozen=True, slots=True)
class Score:
    """A `total` on the measure's whole range up to `of`; `complete` if nothing was skipped."""

    total: int
    of: int
    complete: bool


def score(measure: Measure, given: Mapping[str, Given]) -> Score | None:
    """The score of these answers, or None where too many scored items have no answer."""
    points = [p for item in measure.scored if (p := _points(item, given)) is not None]
    missing = len(measure.scored) - len(points)
    if not points or missing > measure.most_missing:
        return None
    mean = Fraction(sum(points), len(points))
    total = _round_half_up(mean * len(measure.scored) * measure.multiplier)
    return Score(total, measure.most, complete=missing == 0)


def as_form(measure: Measure) -> Form:
    """The measure as the question engine asks it: one item a question, each may be skipped."""
    return Form(
        code=measure.code,
        version=measure.version,
        title=measure.title,
        questions=tuple(_as_question(item, measure.stem) for item in measure.items),
        intro=measure.intro,
        instructions=measure.instructions,
        author_line=measure.author_line,
    )


def _points(item: Item, given: Mapping[str, Given]) -> int | None:
    answer = given.get(item.code)
    if answer is None or not answer.settled or answer.value is None:
        return None
    return item.points(str(answer.value))


def _round_half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def _as_question(item: Item, stem: str) -> Question:
    codes = [int(choice.code) for choice in item.choices] if item.is_scale else []
    return Question(
        code=item.code,
        kind="number" if codes else "one",
        text=item.text,
        stem=stem,
        short=item.short,
        options=tuple(Option(choice.code, choice.label) for choice in item.choices),
        least=min(codes, default=None),
        most=max(codes, default=None),
        safety=item.fine is not None,
    )
