"""What a measure is: its items, options and points, its licence, and the source of each number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from care.forms import LABEL_MOST

LicenceKind = Literal["public_domain", "own_notice", "permission", "ours"]
LICENCE_KINDS: tuple[LicenceKind, ...] = ("public_domain", "own_notice", "permission", "ours")


@dataclass(frozen=True, slots=True)
class Licence:
    """Who may use the wording: all, under its own notice, by written permission; or it is ours."""

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
    other end of its points. One of `own_words` has no choices. One that comes `after` another is
    asked only where that one has an answer, and shows the own words that were given there.
    """

    code: str
    text: str
    short: str
    choices: tuple[Choice, ...] = ()
    own_words: bool = False
    after: str = ""
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
        return bool(self.choices) and all(choice.code.isdigit() for choice in self.choices)

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
class Band:
    """A published range of totals, both ends included; never shown to a person as a label."""

    code: str
    least: int
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which the wording is held, as a BCP 47 tag, and where it was taken from."""

    tag: str
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A published questionnaire, word for word, or our own short questions.

    `recall_days`: the days its questions look back on; never asked twice within them.
    `multiplier` turns the sum into the total. Up to `most_missing` scored items may be skipped,
    then the mean of the others stands in. `reliable_change` in points of the total, None where
    none is published. `conversion` gives each total its published value on another scale, as a
    decimal number; empty where there is none. A measure without `sums` has no total: each item
    stands for itself. `short` names it on a button, in plain words.
    """

    code: str
    version: int
    title: str
    items: tuple[Item, ...]
    licence: Licence
    citation: str
    languages: tuple[Language, ...] = ()
    short: str = ""
    stem: str = ""
    instructions: str = ""
    author_line: str = ""
    intro: str = ""
    recall_days: int = 0
    multiplier: int = 1
    higher_is_better: bool = True
    most_missing: int = 0
    sums: bool = True
    cut_offs: tuple[CutOff, ...] = ()
    bands: tuple[Band, ...] = ()
    reliable_change: int | None = None
    reliable_change_source: str = ""
    conversion: Mapping[int, str] = field(default_factory=dict)
    conversion_source: str = ""

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
    def has_total(self) -> bool:
        """Whether its answers add up to something."""
        return self.sums and bool(self.scored)

    @property
    def short_title(self) -> str:
        """What a button calls it: its short name, else a title that fits, else its code."""
        fitting = self.title if len(self.title) <= LABEL_MOST else self.code
        return self.short or fitting

    @property
    def has_safety_item(self) -> bool:
        """Whether somebody has to be there to answer before it may be asked."""
        return any(item.fine is not None for item in self.items)

    @property
    def needs_text(self) -> bool:
        """Whether only its scoring is here, and its words come from a programme's own file."""
        return any(not item.text for item in self.items)
