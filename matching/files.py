"""People in: service users and peer workers from a CSV or JSON Lines file.

Everything wrong in a file is told at once, by row and column. Rows are counted as a spreadsheet
counts them: the first row below the header is 2; in JSON Lines the first line is 1.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from matching.cells import Unreadable
from matching.errors import FileRefused, PersonRefused
from matching.file_table import FileTable, read_table
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.schema import Column, peer_columns, people_columns

MOST_TOLD = 100
TOLD_EVERY = 1000  # rows

Person = TypeVar("Person", ServiceUser, PeerWorker)
Progress = Callable[[int, int], object]


def read_people(
    data: bytes, name: str, rules: Rules, progress: Progress | None = None
) -> list[ServiceUser]:
    """Service users in a file; `name` is for messages, and its ending tells the kind.

    `progress` hears now and then how many of how many rows are read. Raises `FileRefused`.
    """
    return _read(read_table(data, name), people_columns(rules), ServiceUser, progress)


def read_peers(
    data: bytes, name: str, rules: Rules, progress: Progress | None = None
) -> list[PeerWorker]:
    """Peer workers in a file; otherwise as `read_people`."""
    return _read(read_table(data, name), peer_columns(rules), PeerWorker, progress)


def read_couples(data: bytes, name: str) -> list[tuple[str, str]]:
    """Pins or bans: a file with the columns `person` and `peer_worker`. Raises `FileRefused`."""
    table = read_table(data, name)
    columns = ("person", "peer_worker")
    table.check_columns(columns, columns)
    return [(row.get("person", ""), row.get("peer_worker", "")) for _, row in table.rows]


def _read(
    table: FileTable,
    columns: Mapping[str, Column],
    kind: type[Person],
    progress: Progress | None,
) -> list[Person]:
    required = [name for name, column in columns.items() if column.required]
    if table.rows or table.columns:
        table.check_columns(columns.keys(), required)
    problems: list[str] = []
    people: list[Person] = []
    first_row: dict[str, int] = {}
    for done, (number, row) in enumerate(table.rows):
        where = f"{table.name} row {number}"
        found, wrong = _fields(row, columns)
        wrong += _given_twice(row.get("id", ""), number, first_row)
        if not wrong:
            try:
                people.append(kind(**found))
            except PersonRefused as refusal:
                wrong.append(f": {refusal}")
        problems += [f"{where}{problem}" for problem in wrong]
        if progress is not None and done % TOLD_EVERY == 0:
            progress(done, len(table.rows))
    _refuse(problems)
    return people


def _fields(
    row: Mapping[str, str], columns: Mapping[str, Column]
) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    wrong = []
    for name, column in columns.items():
        cell = row.get(name, "")
        if not cell:
            wrong += [f", column {name}: empty, expected {column.says}"] * column.required
            continue
        try:
            value = column.read(cell)
        except (Unreadable, PersonRefused) as refusal:
            wrong.append(f", column {name}: found {cell[:40]!r}, expected {refusal}")
            continue
        group, _, trait = column.field.partition(".")
        if trait:
            found.setdefault(group, {})[trait] = value
        else:
            found[group] = value
    return found, wrong


def _given_twice(id_: str, number: int, first_row: dict[str, int]) -> list[str]:
    first = first_row.setdefault(id_, number)
    if first == number or not id_:
        return []
    return [f", column id: {id_[:40]!r} stands in row {first} already, expected each id once"]


def _refuse(problems: list[str]) -> None:
    if len(problems) > MOST_TOLD:
        problems = [*problems[:MOST_TOLD], f"and {len(problems) - MOST_TOLD} more"]
    if problems:
        raise FileRefused(tuple(problems))
