"""Finding the line of a key in a TOML text, which tomllib does not tell."""

import re

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[{1,2})\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def line_of(text: str, path: Path) -> int:
    """Return the line, from 1, of the deepest part of `path` that stands on a line of its own.

    A path names tables and keys, and the position of an array's table as a number. What stands
    inside a value is found at its key; 1 where nothing is found.
    """
    found = _lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return 1


def _lines(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _table(tuple(header[2].split(".")), found, is_array=header[1] == "[[")
            for length in range(len(table), 0, -1):
                found.setdefault(table[:length], number)
        elif key:
            found.setdefault((*table, key[1]), number)
    return found


def _table(names: tuple[str, ...], found: dict[Path, int], *, is_array: bool) -> Path:
    """Return the path of a header; a part that names an array means its last table so far."""
    path: Path = ()
    for depth, name in enumerate(names, 1):
        path = (*path, name)
        count = _count(path, found)
        if is_array and depth == len(names):
            path = (*path, count)
        elif count:
            path = (*path, count - 1)
    return path


def _count(path: Path, found: dict[Path, int]) -> int:
    count = 0
    while (*path, count) in found:
        count += 1
    return count
