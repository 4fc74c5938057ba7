"""Lines of outcomes: what was counted of one figure in a period or a group, or in both at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from care.outcomes_intervals import Share, Spread, share, spread
from care.outcomes_tally import ALL, Tally, crossed, years_of

YEARS = "years"
UNKNOWN = "unknown"  # the group of those of whom it is not known (any more)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "kind": ("text", "voice"),
    "length": ("short", "middle", "long"),
    "fit": ("high", "middle", "low"),
    "experience": ("shared", "not_shared"),
    "stage": ("shared", "not_shared"),
    "wishes": ("all", "some", "none"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: of how many, their parts in the order of the table's `parts`; None is hidden.

    `share` is that of the first part. `spreads` are as many as the figure has points in time.
    """

    cut: str
    of: int | None
    parts: tuple[int | None, ...] = ()
    share: Share | None = None
    spreads: tuple[Spread | None, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is hidden."""
        return self.of is not None and None not in self.parts


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure of a tally, told in these parts and with a spread at these points in time."""

    tally: Tally
    figure: str
    parts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    def counts(self, cut: str = ALL) -> list[int]:
        """How many there are of each part; "other" are all those of no part that has a name."""
        if not self.parts:
            first = self.points[0] if self.points else None
            words = self.tally.values(first, cut) if first else self.tally.words(self.figure, cut)
            return [sum(words.values())]
        words = self.tally.words(f"{self.figure}.change" if self.points else self.figure, cut)
        named = [words.get(part, 0) for part in self.parts]
        if self.parts[-1] == "other":
            named[-1] = sum(words.values()) - sum(named)
        return named

    def years(self) -> dict[str, list[int]]:
        """Year -> its counts, and those of no year."""
        return self._with_rest({year: self.counts(year) for year in years_of(self.tally)}, YEARS)

    def groups(self, by: str, year: str = "") -> dict[str, list[int]]:
        """Group -> its counts, over all time or in one year; of whom it is not known as well."""
        cuts = [f"{by}:{group}" for group in GROUPS[by]]
        found = {cut: self.counts(crossed(year, cut) if year else cut) for cut in cuts}
        return self._with_rest(found, by, year or ALL)

    def row(self, cut: str, of: int | None, shown: tuple[int | None, ...]) -> Row:
        """The line of a cut with what may be seen of its counts."""
        is_told = of is not None
        first = shown[0] if self.parts and is_told and None not in shown else None
        spreads = (spread(self.tally.values(one, cut)) if is_told else None for one in self.points)
        of_first = share(first, of) if first is not None and of else None
        return Row(cut, of, shown if self.parts else (), of_first, tuple(spreads))

    def _with_rest(
        self, found: dict[str, list[int]], by: str, cut: str = ALL
    ) -> dict[str, list[int]]:
        rest = less(self.counts(cut), list(found.values()))
        return {**found, f"{by}:{UNKNOWN}": rest} if any(rest) else found


def less(whole: Sequence[int], lines: Sequence[Sequence[int]]) -> list[int]:
    """What is left of the counts of a whole without these lines."""
    return [n - sum(line[m] for line in lines) for m, n in enumerate(whole)]
