"""A tally: how often each figure had each value, cut by period and by group; it names nobody.

Tallies of different people can be added up, so that many people are counted a few at a time.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

ALL = "all"
Value = str | int
Entry = tuple[str, Value]  # a figure, and what it was for one person or pairing


@dataclass(slots=True)
class Tally:
    """Counts of values by figure and cut."""

    counted: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry], day: date, groups: Iterable[str] = ()) -> None:
        """Count entries once over all time, for each period of the day, each group, and its year.

        A group is not counted by quarters: a group in one quarter would be a few people.
        """
        periods, groups = periods_of(day), tuple(groups)
        cuts = (ALL, *periods, *groups, *(crossed(periods[0], group) for group in groups))
        for figure, value in entries:
            for cut in cuts:
                self.counted.setdefault((figure, cut), Counter())[str(value)] += 1

    def add_all(self, other: "Tally") -> None:
        """Count all that the other one counted too."""
        for place, values in other.counted.items():
            self.counted.setdefault(place, Counter()).update(values)

    def values(self, figure: str, cut: str = ALL) -> dict[int, int]:
        """How often each whole number came."""
        return {int(value): n for value, n in self.words(figure, cut).items()}

    def words(self, figure: str, cut: str = ALL) -> dict[str, int]:
        """How often each word came."""
        return dict(self.counted.get((figure, cut), {}))

    def cuts(self) -> set[str]:
        """Every period and group that something was counted in."""
        return {cut for _, cut in self.counted}

    def figures(self) -> set[str]:
        """Every figure that was counted."""
        return {figure for figure, _ in self.counted}

    def write(self) -> str:
        """The tally as text."""
        rows = [[*place, values] for place, values in sorted(self.counted.items())]
        return json.dumps(rows, separators=(",", ":"))


def years_of(tally: Tally) -> list[str]:
    """The years that something was counted in, the earliest first."""
    return sorted(cut for cut in tally.cuts() if cut.isdecimal())


def crossed(year: str, group: str) -> str:
    """The cut of a group in one year."""
    return f"{year}/{group}"


def read_tally(text: str) -> Tally:
    """The tally that `write` wrote; nothing for an empty text."""
    rows = json.loads(text or "[]")
    return Tally({(figure, cut): Counter(values) for figure, cut, values in rows})


def periods_of(day: date) -> tuple[str, str]:
    """The year and the quarter of a day, such as "2026" and "2026-Q4"."""
    return f"{day.year}", f"{day.year}-Q{(day.month + 2) // 3}"
