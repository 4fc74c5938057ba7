"""Reading a setting pack, bundled or a programme's own, and refusing a bad one whole."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from care.measures.own import own_measures
from care.pack_checks import check_measures, check_region
from care.pack_files import bundled_codes, pack_codes, source_at, sources_of
from care.pack_layers import (
    EXTENDS,
    Misplaced,
    Place,
    Source,
    Written,
    laid_over,
    place_in,
    written,
)
from care.pack_parts import read_parts
from care.pack_problems import PackRefused, Problem
from care.pack_table import Fault, PackTable
from care.region_files import all_region_codes
from care.setting_pack import SettingPack
from care.toml_lines import Path as KeyPath

__all__ = [
    "PackRefused",
    "Problem",
    "bundled_codes",
    "check_name",
    "load_pack",
    "matching_refusal",
    "pack_codes",
    "parse_pack",
    "read_pack",
]


def load_pack(code: str, folder: Path | None = None) -> SettingPack:
    """Return the pack with this code, read once: from a programme's own folder, else bundled.

    Raises PackRefused with all its problems, or for a code that no pack has.
    """
    return _load(code, folder)


def read_pack(path: Path) -> SettingPack:
    """Return the pack in a file; what it extends is looked for beside it, then bundled.

    Raises PackRefused with all its problems, by line.
    """
    return _read(source_at(path), path.parent)


def parse_pack(text: str, file: str, folder: Path | None = None) -> SettingPack:
    """Return the pack in a TOML text; `file` is the name that its problems carry."""
    return _read(Source(file, text), folder)


@cache
def _load(code: str, folder: Path | None) -> SettingPack:
    source = next(sources_of(code, folder), None)
    if source is None:
        reason = f"there is no pack {code[:40]!r}; choose one of: {', '.join(pack_codes(folder))}"
        raise PackRefused((Problem("packs", 1, reason),))
    pack = _read(source, folder)
    check_name(pack, code, source.name)
    return pack


def check_name(pack: SettingPack, code: str, file: str) -> None:
    """Raise PackRefused where a file `code`.toml holds a pack with another code."""
    if pack.code != code:
        reason = f'code: "{code}" is expected, as the file is called'
        raise PackRefused((Problem(file, 1, reason),))


def matching_refusal(pack: SettingPack, problems: Iterable[str]) -> PackRefused:
    """Return what the matching rules found wrong, each "key: reason", by file and line."""
    found = []
    for problem in problems:
        key = problem.partition(":")[0]
        place = _place_of_matching(pack, tuple(key.split(".")))
        found.append(Problem(place.source.name, place.line, f"matching.{problem}"))
    return PackRefused(tuple(found))


def _place_of_matching(pack: SettingPack, path: KeyPath) -> Place:
    if isinstance(pack.matching, Written):
        return place_in(pack.matching, path)
    return Place(Source(pack.code, ""), ())


def _read(source: Source, folder: Path | None) -> SettingPack:
    misplaced: list[Misplaced] = []
    values = _layered(source, folder, misplaced)
    root = PackTable(values)
    pack = read_parts(root)
    check_measures(root, pack, own_measures(folder))
    check_region(root, pack, all_region_codes(folder))
    problems = [*map(_misplaced_problem, misplaced), *(_problem(values, f) for f in root.faults)]
    if problems:
        first = source.name
        raise PackRefused(
            tuple(sorted(problems, key=lambda p: (p.file != first, p.line, p.reason)))
        )
    return pack


def _layered(source: Source, folder: Path | None, misplaced: list[Misplaced]) -> Written:
    """The tables of a file, laid over those of the files that it extends."""
    *aboves, values = _layers(source, folder)
    for above in reversed(aboves):
        values = laid_over(values, above, misplaced)
    return values


def _layers(source: Source, folder: Path | None) -> Iterator[Written]:
    """The tables of a file, then of the one it extends, and so on; each file once."""
    seen = [source.name]
    while True:
        values = _tables(source)
        yield values.without(EXTENDS)
        if EXTENDS not in values:
            return
        source = _extended(values, folder, seen)
        seen.append(source.name)


def _extended(values: Written, folder: Path | None, seen: list[str]) -> Source:
    code = values[EXTENDS]
    found = sources_of(code, folder) if isinstance(code, str) else iter(())
    source = next((one for one in found if one.name not in seen), None)
    if source is None:
        place = values.places[EXTENDS]
        known = ", ".join(("base", *pack_codes(folder)))
        reason = f"{EXTENDS}: another pack is expected, one of {known}"
        raise PackRefused((Problem(place.source.name, place.line, reason),))
    return source


def _tables(source: Source) -> Written:
    try:
        tables: Written = written(tomllib.loads(source.text), source)
    except tomllib.TOMLDecodeError as error:
        raise PackRefused((_syntax_problem(source.name, error),)) from error
    return tables


def _misplaced_problem(misplaced: Misplaced) -> Problem:
    place = misplaced.place
    return Problem(place.source.name, place.line, misplaced.reason)


def _problem(values: Written, fault: Fault) -> Problem:
    place = place_in(values, fault.path)
    return Problem(
        place.source.name, place.line, f"{_in_words(values, fault.path)}: {fault.reason}"
    )


def _in_words(values: Written, path: KeyPath) -> str:
    """The path with the code of an entry, or its number from 1 where it has none."""
    node: object = values
    words: list[str] = []
    for part in path:
        node = _inside(node, part)
        code = node.get("code") if isinstance(node, Written) else None
        number = str(part + 1) if isinstance(part, int) else part
        words.append(str(code) if isinstance(part, int) and code else number)
    return ".".join(words)


def _inside(node: object, part: str | int) -> object:
    if isinstance(node, list) and isinstance(part, int):
        return node[part]
    return node.get(str(part)) if isinstance(node, Written) else None


def _syntax_problem(file: str, error: tomllib.TOMLDecodeError) -> Problem:
    line = re.search(r"line (\d+)", str(error))
    return Problem(file, int(line[1]) if line else 1, f"not TOML: {error}")
