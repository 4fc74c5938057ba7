"""Outcomes in words: what a figure is called, how it is counted, and what may be said of it."""

from collections.abc import Callable, Iterator

from care.outcomes_intervals import FEWEST_VALUES, Share
from care.outcomes_lines import Row
from care.outcomes_tally import ALL
from flows.outcomes import SETTING, Outcomes, Section

Wording = Callable[..., str]


def stem_of(section: Section) -> str:
    """The figure as it stands in keys, without the weeks that it is asked after."""
    return section.name.rstrip("0123456789").rstrip("_")


def title_of(t: Wording, outcomes: Outcomes, section: Section) -> str:
    """What the figure is called."""
    if section.measure is not None:
        return section.measure.title
    weeks, hours = section.name.rpartition("_")[2], outcomes.pack.first_contact_hours
    return t(f"console.outcomes.{stem_of(section)}.title", weeks=weeks, hours=hours)


def how_of(t: Wording, outcomes: Outcomes, section: Section) -> str:
    """Who is counted, and how."""
    if section.measure is not None:
        return t(f"console.outcomes.measure.how.{section.who}")
    return t(
        f"console.outcomes.{stem_of(section)}.how",
        hours=outcomes.pack.first_contact_hours,
        days=outcomes.pack.contact_every_days,
    )


def choice_of(t: Wording, by: str) -> str:
    """By what figures are told."""
    if by.isdecimal():
        return t("console.outcomes.by.quarters", year=by)
    way, _, year = by.partition("-")
    told = t(f"console.outcomes.by.{way}")
    return t("console.outcomes.by.in_year", way=told, year=year) if year else told


def label_of(t: Wording, outcomes: Outcomes, cut: str) -> str:
    """A period or a group."""
    by, _, group = cut.partition(":")
    if by == SETTING:
        return outcomes.settings.get(group, group)
    if group:
        return t(f"console.outcomes.group.{by}.{group}")
    year, _, quarter = cut.partition("-Q")
    if quarter:
        return t("console.outcomes.quarter", n=quarter, year=year)
    return t("console.outcomes.all") if cut == ALL else year


def sentences_of(t: Wording, outcomes: Outcomes, section: Section) -> Iterator[str]:
    """What the figure says of all that are counted; that nothing may be said, where that is so."""
    row = section.table.total
    if outcomes.by == SETTING:
        yield t("console.outcomes.each_alone")
        return
    if row.of is None:
        yield t("console.outcomes.too_few")
        return
    if section.measure is not None:
        yield from _of_measure(t, section, row)
    elif section.is_share:
        yield _of_share(t, f"console.outcomes.{stem_of(section)}.sentence", row)
    else:
        yield _of_spread(t, section, row)
    if not section.table.rows and not outcomes.by.isdecimal():
        yield t("console.outcomes.not_by_this")


def percent(part: float) -> int:
    """A part of 1 in whole percent."""
    return round(100 * part)


def _of_share(t: Wording, key: str, row: Row, **more: int) -> str:
    found: Share | None = row.share
    if found is None:
        return t("console.outcomes.not_split", of=row.of or 0)
    return t(
        key,
        yes=found.yes,
        of=found.of,
        percent=percent(found.part),
        low=percent(found.low),
        high=percent(found.high),
        **more,
    )


def _of_spread(t: Wording, section: Section, row: Row) -> str:
    (found,) = row.spreads
    if found is None:
        return t("console.outcomes.few", of=row.of or 0, least=FEWEST_VALUES)
    return t(
        f"console.outcomes.{stem_of(section)}.sentence",
        of=found.of,
        median=f"{found.median:g}",
        low=found.low,
        high=found.high,
    )


def _of_measure(t: Wording, section: Section, row: Row) -> Iterator[str]:
    measure, reached = section.measure, section.reached
    if measure is None:
        return
    if reached is not None and reached.share is not None:
        yield _of_share(t, "console.outcomes.measure.reached", reached)
    start, _, end = row.spreads
    if start is None or end is None:
        yield t("console.outcomes.few", of=row.of or 0, least=FEWEST_VALUES)
    else:
        yield t(
            "console.outcomes.measure.points",
            of=row.of or 0,
            start=f"{start.median:g}",
            end=f"{end.median:g}",
            least=measure.least,
            most=measure.most,
        )
    if measure.reliable_change is None:
        yield t("console.outcomes.measure.no_change")
    else:
        points = measure.reliable_change
        yield _of_share(t, "console.outcomes.measure.change", row, points=points)
