"""Packs in layers: a file that extends another says what differs, and the rest is taken over.

Every table remembers where it was written, so that a problem is told by the right file and line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from care.toml_lines import Path, line_of

EXTENDS, CODE, AFTER, REMOVE = "extends", "code", "after", "remove"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: the name that its problems carry, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a path of keys in a file."""

    source: Source
    path: Path

    @property
    def line(self) -> int:
        """The line, from 1."""
        return line_of(self.source.text, self.path)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An entry that says how to change a list and cannot be followed."""

    place: Place
    reason: str


class Written(dict[str, Any]):
    """A table that knows where it, and each of its keys, was written."""

    def __init__(
        self, values: Mapping[str, Any], place: Place, places: Mapping[str, Place]
    ) -> None:
        super().__init__(values)
        self.place = place
        self.places = dict(places)

    def without(self, *keys: str) -> "Written":
        """A copy that lacks these keys."""
        kept = {key: value for key, value in self.items() if key not in keys}
        return Written(kept, self.place, self.places)


def written(value: Any, source: Source, path: Path = ()) -> Any:
    """The value as TOML gave it, with its tables knowing their places."""
    if isinstance(value, Mapping):
        inner = {key: written(one, source, (*path, key)) for key, one in value.items()}
        places = {key: Place(source, (*path, key)) for key in value}
        return Written(inner, Place(source, path), places)
    if isinstance(value, list):
        return [written(one, source, (*path, n)) for n, one in enumerate(value)]
    return value


def place_in(root: Written, path: Path) -> Place:
    """Where the deepest part of a path was written."""
    node: Any = root
    place = root.place
    for part in path:
        if isinstance(node, Written) and part in node:
            place, node = node.places[str(part)], node[str(part)]
        elif isinstance(node, list) and isinstance(part, int):
            node = node[part]
            place = node.place if isinstance(node, Written) else place
        else:
            break
    return place


def laid_over(below: Written, above: Written, misplaced: list[Misplaced]) -> Written:
    """What `above` says, and for the rest what `below` says.

    Tables are joined key by key, and an empty one takes away what was there. Lists whose entries
    have a code are joined by code; other values are replaced. What cannot be followed is added to
    `misplaced`.
    """
    values = dict(below)
    for key, value in above.items():
        known = below.get(key)
        if isinstance(value, Written) and value and isinstance(known, Written):
            values[key] = laid_over(known, value, misplaced)
        elif _is_coded(value) and _is_coded(known):
            values[key] = _joined(known, value, misplaced)
        else:
            values[key] = value
    return Written(values, above.place, {**below.places, **above.places})


def _is_coded(value: object) -> TypeGuard[list[Written]]:
    return isinstance(value, list) and all(
        isinstance(one, Written) and CODE in one for one in value
    )


def _joined(
    below: list[Written], above: list[Written], misplaced: list[Misplaced]
) -> list[Written]:
    """The entries of both: a known code is changed or removed, a new one is added."""
    entries = list(below)
    for change in above:
        spot = _spot(entries, change[CODE])
        if REMOVE in change:
            _remove(entries, spot, change, misplaced)
        else:
            _put(entries, spot, change, misplaced)
    return entries


def _put(
    entries: list[Written], spot: int | None, change: Written, misplaced: list[Misplaced]
) -> None:
    own = change.without(AFTER)
    entry = own if spot is None else _changed(entries.pop(spot), own)
    if AFTER in change:
        before = _spot(entries, change[AFTER])
        if before is None:
            reason = f'{AFTER}: there is no "{change[AFTER]}" to stand after'
            misplaced.append(Misplaced(change.places[AFTER], reason))
        spot = None if before is None else before + 1
    entries.insert(len(entries) if spot is None else spot, entry)


def _changed(below: Written, above: Written) -> Written:
    return Written({**below, **above}, below.place, {**below.places, **above.places})


def _remove(
    entries: list[Written], spot: int | None, change: Written, misplaced: list[Misplaced]
) -> None:
    if change[REMOVE] is not True or set(change) != {CODE, REMOVE}:
        reason = f"{REMOVE}: {REMOVE} = true stands alone with the code"
    elif spot is None:
        reason = f'{REMOVE}: there is no "{change[CODE]}" to remove'
    else:
        del entries[spot]
        return
    misplaced.append(Misplaced(change.places[REMOVE], reason))


def _spot(entries: list[Written], code: Any) -> int | None:
    return next((n for n, entry in enumerate(entries) if entry[CODE] == code), None)
