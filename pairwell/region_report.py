"""Regions listed, shown and checked, for whoever answers for their numbers."""

from collections.abc import Iterable
from pathlib import Path

from care.pack_problems import PackRefused
from care.region_files import all_region_codes, read_region_file, region
from care.regions import RegionPack, urgent_help_text


def list_regions(folder: Path | None) -> str:
    """One line for each region; raises PackRefused for a file with mistakes."""
    return "\n".join(_in_short(region(code, folder)) for code in all_region_codes(folder))


def show_region(code: str, folder: Path | None) -> str:
    """The text that people read, and where its numbers come from.

    Raises RegionUnknownError or PackRefused.
    """
    return _in_full(region(code, folder))


def check_files(paths: Iterable[Path]) -> tuple[list[str], list[str]]:
    """What each good file says to people, and every problem of the others, by file and line."""
    good, problems = [], []
    for path in paths:
        try:
            good.append(f"{path}: good\n\n{_in_full(read_region_file(path))}")
        except PackRefused as refused:
            problems += [str(problem) for problem in refused.problems]
    return good, problems


def _in_short(pack: RegionPack) -> str:
    return (
        f"{pack.code}: {pack.title}, {len(pack.lines)} numbers, last checked "
        f"{pack.last_checked:%d %B %Y}, owner {pack.owner}"
    )


def _in_full(pack: RegionPack) -> str:
    sources = [f"{line.number}: {line.source}" for line in pack.lines]
    about = [f"Checked: {pack.checked_how}.", *(f"Not checked: {one}." for one in pack.unverified)]
    return "\n".join([urgent_help_text(pack), "", _in_short(pack), *about, *sources])
