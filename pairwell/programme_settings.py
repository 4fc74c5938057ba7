"""What programmes allow, read and changed at the command line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from db.programmes import Programme, programme_by_name, programmes
from flows.programme_settings import OFF, ON, change_setting
from flows.programmes import PACKS_FOLDER
from flows.regions import REGIONS, Regions
from flows.story import Story
from pairwell.errors import UnknownProgramme
from pairwell.invitations import check_region
from pairwell.records import open_records
from pairwell.settings import Settings


@dataclass(frozen=True, slots=True)
class Allowed:
    """One programme and what it allows."""

    name: str
    pack: str
    region: str
    self_referral: bool


async def all_programmes(settings: Settings) -> list[Allowed]:
    """All programmes by name; raises what `open_records` raises."""
    async with open_records(settings) as database, database.reading() as session:
        return [_allowed(found) for found in await programmes(session)]


async def allow(
    settings: Settings,
    name: str,
    now: datetime,
    *,
    self_referral: bool | None = None,
    region: str | None = None,
) -> Allowed:
    """Let people come in without an invitation or not, choose the region.

    Each change is one that coordinators are told of, find in their list and can put back. What is
    None stays. Raises UnknownProgramme, BadRequest or PackRefused for the region, and
    what `open_records` raises.
    """
    if region is not None:
        check_region(region, settings.programmes_dir)
    async with open_records(settings) as database, database.transaction() as session:
        found = await programme_by_name(session, name)
        if found is None:
            raise UnknownProgramme(name, [one.name for one in await programmes(session)])
        session.info[PACKS_FOLDER] = settings.programmes_dir
        session.info[REGIONS] = Regions(settings.programmes_dir)
        story = Story(session, now, f"command:set:{now.isoformat()}")
        if self_referral is not None:
            choice = ON if self_referral else OFF
            await change_setting(story, found, "self_referral", choice, by=None)
        if region is not None:
            await change_setting(story, found, "region", region, by=None)
        return _allowed(found)


def show(found: Sequence[Allowed], *, as_json: bool) -> str:
    """The programmes as lines of text, or as JSON for a script."""
    if as_json:
        return json.dumps([asdict(one) for one in found], ensure_ascii=False)
    lines = [
        f"{one.name}: pack {one.pack}, region {one.region}, "
        f"self-referral {'on' if one.self_referral else 'off'}"
        for one in found
    ]
    return "\n".join(lines) or "There is no programme yet."


def _allowed(found: Programme) -> Allowed:
    return Allowed(found.name, found.pack, found.region, found.self_referral)
