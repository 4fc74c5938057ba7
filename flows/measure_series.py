"""Series: what somebody answered to a measure over time, for a chart and a table on a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from care.measures.over_time import Answered, Entry, Unanswered, latest, runs
from db.answer_history import past_checkins
from db.memberships import Membership
from db.people import Person
from flows.actor import PEER_WORKER
from flows.letters import Lines, Part, Words
from flows.over_time_words import entries_of, in_words
from flows.own_measures import measure_or_none
from flows.story import Story

MOST_SHOWN = 26  # answers: half a year of weekly ones


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """One measure of one person: its whole range, each day, and what may be joined by a line.

    `told` says its range, and a change where it is more than chance by the published value.
    """

    code: str
    title: str
    least: int
    most: int
    entries: tuple[Entry, ...]
    runs: tuple[tuple[Answered, ...], ...]
    told: tuple[Part, ...]

    @property
    def answered(self) -> tuple[Answered, ...]:
        """The days with a total, the earliest first."""
        return tuple(one for one in self.entries if isinstance(one, Answered))


def total_of(entry: Entry) -> int | None:
    """The total of that day; None where the measure was due and has none."""
    return None if isinstance(entry, Unanswered) else entry.total


async def series_of(
    story: Story,
    membership: Membership,
    codes: Iterable[str],
    reader: Person,
    *,
    singles: bool = False,
) -> tuple[MeasureSeries, ...]:
    """The measures of these that have a total, as they were answered in this role and programme.

    Those of a single scored item, which stand among the answers already, only with `singles`.
    """
    found = []
    for code in codes:
        asked = measure_or_none(story, code)
        if asked is None or not asked.has_total or not (singles or len(asked.scored) > 1):
            continue
        past = await past_checkins(
            story.session,
            membership.person_id,
            code,
            programme_id=membership.programme_id,
            of_peer_work=membership.role == PEER_WORKER,
        )
        if not any(one.total is not None for one in past):
            continue
        entries = entries_of(past, reader)
        shown = latest(entries, MOST_SHOWN)
        words = in_words(asked, entries, reader, MOST_SHOWN)
        told = tuple(one for one in words if not isinstance(one, Lines | Words))
        found.append(
            MeasureSeries(code, asked.title, asked.least, asked.most, shown, runs(shown), told)
        )
    return tuple(found)
