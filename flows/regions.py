"""Regions as the service uses them: as their files stand, or as they were when last good."""

import logging
from collections.abc import Mapping
from pathlib import Path

from care.errors import CareError
from care.region_files import all_region_codes, region
from care.regions import RegionPack, RegionUnknownError
from db.engine import Database
from db.programmes import Programme, programmes
from flows.story import Story

log = logging.getLogger(__name__)

REGIONS = "regions"


class RegionMissing(CareError):
    """A programme has no numbers for urgent help: nobody may be served without them."""

    def __init__(self, programme: str, code: str) -> None:
        super().__init__(
            f'The programme "{programme}" has the region "{code}", which has no numbers. '
            f"Write {REGIONS}/{code}.toml in the folder PAIRWELL_PROGRAMMES_DIR (docs/regions.md), "
            f'or choose another one: pairwell programme set "{programme}" --region CODE'
        )


class Regions:
    """Every region by its code, read anew whenever it is asked for.

    So a number that was put right counts at once, and a file that was broken or lost while
    people are served changes nothing: the last good one is remembered.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._last_good: dict[str, RegionPack] = {}

    def codes(self) -> tuple[str, ...]:
        """The codes of all regions that there are files for."""
        return all_region_codes(self.folder)

    def pack(self, code: str) -> RegionPack:
        """The region as it is, else as it was; raises CareError or OSError where it never was."""
        try:
            found = region(code, self.folder)
        except (CareError, OSError, ValueError) as error:
            if code not in self._last_good:
                raise
            log.warning("region.from_memory", extra={"error": type(error).__name__})
            return self._last_good[code]
        self._last_good[code] = found
        return found


def region_of(story: Story, where: Programme) -> RegionPack:
    """The region of a programme."""
    return regions_in(story.session.info).pack(where.region)


def regions_in(info: Mapping[str, object]) -> Regions:
    """The regions that the service uses; the bundled ones where it was told of none."""
    known = info.get(REGIONS)
    return known if isinstance(known, Regions) else Regions()


async def use_regions(database: Database, folder: Path | None) -> Regions:
    """Look for regions in this folder first, in every story of these records.

    Raises RegionMissing, or PackRefused, when the region of a programme cannot be used.
    """
    regions = Regions(folder)
    database.shared[REGIONS] = regions
    async with database.reading() as session:
        for where in await programmes(session):
            _check(regions, where)
    return regions


async def shared_region(database: Database) -> str | None:
    """The region of all programmes; None where there are several, or no programme yet."""
    async with database.reading() as session:
        found = {where.region for where in await programmes(session)}
    return found.pop() if len(found) == 1 else None


def _check(regions: Regions, where: Programme) -> None:
    try:
        regions.pack(where.region)
    except RegionUnknownError:
        raise RegionMissing(where.name, where.region) from None
