"""A round at the command line: match the waiting list now, for coordinators to review."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from db.programmes import Programme, programme_by_name, programmes
from flows.story import Story
from flows.suggestions import suggest_anew
from pairwell.errors import UnknownProgramme
from pairwell.records import open_records
from pairwell.settings import Settings

NOTHING = ("There is no programme yet. The first coordinator invitation makes one.",)


@dataclass(frozen=True, slots=True)
class SuggestedPair:
    """A pair by own ids, with its fit in thousandths."""

    service_user: str
    peer_worker: str
    fit: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a round came to in one programme."""

    programme: str
    waiting: int
    places: int
    pairs: tuple[SuggestedPair, ...]


async def suggest_now(settings: Settings, name: str | None, now: datetime) -> list[Suggested]:
    """Make the suggestions of one programme, or of all; coordinators are told of new pairs.

    Raises UnknownProgramme, and what `open_records` raises.
    """
    async with open_records(settings) as database, database.transaction() as session:
        story = Story(session, now, cause=f"command:round:{now.isoformat()}")
        return [await _suggest(story, where) for where in await _chosen(session, name)]


def show(rounds: Sequence[Suggested], *, as_json: bool) -> str:
    """The rounds as lines for a person, without names, or as JSON for a script."""
    if as_json:
        return json.dumps([asdict(one) for one in rounds])
    lines = [
        f"{one.programme}: {one.waiting} waiting, {one.places} free places, "
        f"{len(one.pairs)} suggested."
        for one in rounds
    ]
    return "\n".join((*lines, "Coordinators review the pairs in the bot.") if lines else NOTHING)


async def _chosen(session: AsyncSession, name: str | None) -> list[Programme]:
    everything = await programmes(session)
    if name is None:
        return everything
    found = await programme_by_name(session, name)
    if found is None:
        raise UnknownProgramme(name, [one.name for one in everything])
    return [found]


async def _suggest(story: Story, where: Programme) -> Suggested:
    found = await suggest_anew(story, where)
    pairs = tuple(SuggestedPair(pair.person, pair.peer, pair.fit) for pair in found.pairs)
    return Suggested(where.name, found.totals.waiting, found.totals.places, pairs)
