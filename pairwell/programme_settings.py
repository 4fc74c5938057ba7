"""What programmes allow, read and changed at the command line."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from db.audit import record_act
from db.programmes import Programme, programme_by_name, programmes
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
    """Let people come in without an invitation or not, choose the region; changes are audited.

    What is None stays. Raises UnknownProgramme, BadRequest or PackRefused for the region, and
    what `open_records` raises.
    """
    if region is not None:
        check_region(region, settings.programmes_dir)
    async with open_records(settings) as database, database.transaction() as session:
        found = await programme_by_name(session, name)
        if found is None:
            raise UnknownProgramme(name, [one.name for one in await programmes(session)])
        for act in _changed(found, region, self_referral=self_referral):
            await record_act(session, None, act, about=found.id, programme_id=found.id, now=now)
        session.add(found)
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


def _changed(found: Programme, region: str | None, *, self_referral: bool | None) -> Iterator[str]:
    """Change what is wanted, and name each change for the audit."""
    if self_referral is not None:
        found.self_referral = self_referral
        yield f"programme.self_referral.{'on' if self_referral else 'off'}"
    if region is not None:
        found.region = region
        yield f"programme.region.{region}"


def _allowed(found: Programme) -> Allowed:
    return Allowed(found.name, found.pack, found.region, found.self_referral)
