"""Outcomes of a programme as a coordinator may see them, from the last count that is ready."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from care.measures import Measure
from care.outcomes_lines import GROUPS, YEARS, Row
from care.outcomes_pairings import PEER_STAY_WEEKS, STAY_WEEKS
from care.outcomes_tables import (
    Table,
    choices,
    measure_table,
    share_table,
    spread_table,
)
from care.outcomes_tally import ALL, Tally, read_tally, years_of
from care.setting_pack import SettingPack
from db.ids import ProgrammeId
from db.outcome_counts import count_under_way, latest_count, tally_in
from db.programmes import Programme, programme
from flows.actor import COORDINATOR, Actor
from flows.own_measures import measure_or_none
from flows.programmes import pack_of
from flows.story import Story

Make = Callable[[Tally, str, str], Table]

SETTING = "setting"
USER, PEER = "user", "peer"
FIGURES: Mapping[str, tuple[str, ...]] = {
    USER: (
        "wait_days",
        "matched?",
        "accepted?",
        "first_contact?",
        "first_contact_hours",
        "dose_percent",
        *(f"stayed_{weeks}?" for weeks in STAY_WEEKS),
        "ended_as_planned?",
    ),
    PEER: ("peer_people", *(f"peer_stayed_{weeks}?" for weeks in PEER_STAY_WEEKS)),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One figure with its table: of a `measure`, a share (`is_share`), or a spread.

    `reached` is, for a measure, who of those with a start has an end too.
    """

    code: str
    who: str
    table: Table
    measure: Measure | None = None
    reached: Row | None = None

    @property
    def is_share(self) -> bool:
        """Whether it tells how many of how many."""
        return self.code.endswith("?")

    @property
    def name(self) -> str:
        """The figure as it stands in keys and files."""
        return self.code.removesuffix("?").replace(".", "_")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All figures, told by periods or groups. `counted_at` is None before the first count."""

    by: str
    years: tuple[str, ...]  # in which they can be told, the last first
    counted_at: datetime | None
    is_counting: bool
    pack: SettingPack
    settings: Mapping[str, str]  # code of a pack -> its title
    sections: tuple[Section, ...]

    @property
    def ways(self) -> tuple[str, ...]:
        """By what they can be told, in each of the years or in all of them."""
        return (YEARS, *GROUPS, SETTING)

    @property
    def way(self) -> tuple[str, str]:
        """By what they are told, and in which year; an empty one is all of them."""
        year = year_in(self.by)
        return (self.by.removesuffix(year).rstrip("-") or YEARS), year

    @property
    def has_anybody(self) -> bool:
        """Whether a single number may be told."""
        rows = (row for one in self.sections for row in (*one.table.rows, one.table.total))
        return any(row.of is not None for row in rows)


def year_in(by: str) -> str:
    """The year that a way of telling is about; "" for all of them."""
    year = by.rpartition("-")[2]
    return year if year.isdecimal() else ""


def way_in(way: str, year: str) -> str:
    """By what figures are told in a year: its quarters for "years", "kind-2026" for a group."""
    if not year or way == SETTING:
        return way
    return year if way == YEARS else f"{way}-{year}"


async def outcomes_of(story: Story, actor: Actor, where: Programme, by: str) -> Outcomes:
    """The figures of the programme; by years for what they cannot be told by.

    A year ("2026") tells its quarters, a group in a year is "kind-2026". By setting they are those
    of all programmes that the actor coordinates.
    """
    count = await latest_count(story.session, where.id)
    tally = await _tally(story, where.id)
    by = by if by in (*choices(tally), SETTING) else YEARS
    settings, tallies = await _settings(story, actor) if by == SETTING else ({}, {})
    return Outcomes(
        by,
        tuple(years_of(tally)[::-1]),
        count.ready_at if count else None,
        await count_under_way(story.session, where.id) is not None,
        pack_of(story, where),
        settings,
        tuple(_sections(story, tally, by, tallies)),
    )


def _sections(
    story: Story, tally: Tally, by: str, tallies: Mapping[str, Tally]
) -> Iterator[Section]:
    counted = [tally, *tallies.values()]
    for who, figures in FIGURES.items():
        for code in figures:
            make = share_table if code.endswith("?") else spread_table
            yield Section(code, who, _told(make, tally, code, by, tallies))
        begun = f"{who}."
        found = {f.split(".")[1] for one in counted for f in one.figures() if f.startswith(begun)}
        for name in sorted(found):
            measure = measure_or_none(story, name)
            if measure is not None:
                code = f"{who}.{name}"
                table = _told(measure_table, tally, code, by, tallies)
                reached = share_table(tally, f"{code}.reached", year_in(by) or YEARS).total
                yield Section(code, who, table, measure, reached)


def _told(make: Make, tally: Tally, code: str, by: str, tallies: Mapping[str, Tally]) -> Table:
    """The table; by setting each line stands alone, so that no total tells of another one."""
    if by != SETTING:
        return make(tally, code, by)
    found = {name: make(one, code, YEARS) for name, one in tallies.items()}
    parts = {table.parts for table in found.values() if table.total.of is not None}
    rows = [replace(table.total, cut=f"{SETTING}:{name}") for name, table in found.items()]
    if len(parts) > 1:  # one setting tells kinds of change apart that another one cannot
        rows = [replace(row, parts=(), share=None) for row in rows]
    return Table(code, parts.pop() if len(parts) == 1 else (), tuple(rows), Row(ALL, None))


async def _settings(story: Story, actor: Actor) -> tuple[dict[str, str], dict[str, Tally]]:
    """The settings of all programmes that the actor coordinates, each with its tally."""
    titles: dict[str, str] = {}
    tallies: dict[str, Tally] = {}
    for mine in actor.memberships:
        if mine.role == COORDINATOR and mine.stage == "active":
            where = await programme(story.session, mine.programme_id)
            pack = pack_of(story, where)
            titles[pack.code] = pack.title
            tallies.setdefault(pack.code, Tally()).add_all(await _tally(story, where.id))
    return titles, tallies


async def _tally(story: Story, programme_id: ProgrammeId) -> Tally:
    count = await latest_count(story.session, programme_id)
    return read_tally(tally_in(story.session, count) if count else "")
