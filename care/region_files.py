"""Region packs in files: a programme's own folder first, then the bundled ones.

A programme anywhere in the world can write its own: `docs/regions.md` explains every key.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from care.pack_problems import PackRefused, Problem
from care.pack_table import PackTable
from care.plain_text import clean_text
from care.regions import (
    HELP_TEXT_MOST,
    NO_OWNER,
    HelpLine,
    RegionPack,
    RegionUnknownError,
    urgent_help_text,
)
from care.toml_files import refuse_faults, tables_in

FOLDER, SUFFIX = "regions", ".toml"
TEXT_MOST, WORD_MOST, SOURCE_MOST, NUMBER_MOST = 300, 60, 300, 40
_CODE = re.compile(r"[a-z][a-z_]{0,39}")
_WAYS = ("call", "text")


def region(code: str, folder: Path | None = None) -> RegionPack:
    """The pack with this code: of the programmes' folder as it is now, else the bundled one.

    Raises RegionUnknownError, or PackRefused for a file with mistakes.
    """
    if not _CODE.fullmatch(code) or code not in all_region_codes(folder):
        known = ", ".join(all_region_codes(folder))
        raise RegionUnknownError(f'There is no region "{code[:40]}". Choose one of: {known}.')
    own = _own_file(code, folder)
    return read_region_file(own) if own is not None else _bundled(code)


def all_region_codes(folder: Path | None = None) -> tuple[str, ...]:
    """The code of every region: bundled ones, and those of the programmes' folder."""
    found = {entry.name for entry in (files("care") / FOLDER).iterdir()}
    if folder is not None and (folder / FOLDER).is_dir():
        found |= {entry.name for entry in (folder / FOLDER).iterdir()}
    codes = (name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX))
    return tuple(sorted(code for code in codes if _CODE.fullmatch(code)))


def read_region_file(path: Path) -> RegionPack:
    """The region pack in a programme's own file; raises PackRefused with all problems, by line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise PackRefused(
            (Problem(str(path), 1, "the file cannot be read as UTF-8 text"),)
        ) from None
    return read_region(text, str(path), code=path.stem, is_own=True)


def read_region(text: str, file: str, *, code: str, is_own: bool) -> RegionPack:
    """The region pack in a TOML text; `file` is the name that its problems carry.

    One of a programme's `is_own` has an owner and a number; a bundled one may still wait for them.
    """
    root = PackTable(tables_in(text, file))
    lines = tuple(_line(table) for table in root.tables("lines", needed=is_own))
    pack = RegionPack(
        code=root.text("code", most=40),
        title=root.text("title", most=WORD_MOST),
        danger=root.text("danger", most=TEXT_MOST),
        perinatal=root.text("perinatal", most=TEXT_MOST, default=""),
        lines=lines,
        owner=root.text("owner", most=WORD_MOST),
        last_checked=root.day("last_checked"),
        checked_how=root.text("checked_how", most=TEXT_MOST),
        unverified=root.texts("unverified", most=TEXT_MOST),
    )
    root.finish()
    _check(pack, root, code, is_own=is_own)
    refuse_faults(text, file, root.faults)
    return pack


@cache
def _bundled(code: str) -> RegionPack:
    source = files("care") / FOLDER / f"{code}{SUFFIX}"
    text = source.read_text(encoding="utf-8")
    return read_region(text, source.name, code=code, is_own=False)


def _own_file(code: str, folder: Path | None) -> Path | None:
    own = folder / FOLDER / f"{code}{SUFFIX}" if folder is not None else None
    return own if own is not None and own.is_file() else None


def _line(table: PackTable) -> HelpLine:
    found = HelpLine(
        label=table.text("label", most=WORD_MOST),
        how=table.word("how", _WAYS),
        number=table.text("number", most=NUMBER_MOST),
        hours=table.text("hours", most=WORD_MOST),
        source=table.text("source", most=SOURCE_MOST),
        note=table.text("note", most=WORD_MOST, default=""),
    )
    if found.number and not re.search(r"\d", found.number):
        table.note("number", "a number is expected, written as it is dialled")
    table.finish()
    return found


def _check(pack: RegionPack, root: PackTable, code: str, *, is_own: bool) -> None:
    if pack.code and pack.code != code:
        root.note("code", f'"{code}" is expected, as the file is called')
    if is_own and pack.owner == NO_OWNER:
        root.note("owner", "the name of the person who answers for these numbers is expected")
    if is_own and not pack.lines and "lines" in root.values:
        root.note("lines", "one line with a number is expected, or more")
    text = urgent_help_text(pack)
    if len(text) >= HELP_TEXT_MOST:
        root.note("", f"{len(text)} letters in all, fewer than {HELP_TEXT_MOST} are allowed")
    if re.search(r"https?:|[<>*_]", text) or clean_text(text) != text:
        root.note("", "plain words are expected: no links, no signs such as < > * _")
