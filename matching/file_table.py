"""The rows of a CSV or JSON Lines file as texts, whatever program wrote it."""

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matching.errors import FileRefused

MOST_CELL = 10_000  # letters


@dataclass(frozen=True, slots=True)
class FileTable:
    """A file's columns, and its rows with their number: texts without space around them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def check_columns(self, known: Collection[str], required: Collection[str]) -> None:
        """Refuse a file with a column that is not known or without one that is needed."""
        listed = ", ".join(known)
        problems = [
            f"{self.name}: column {column!r} is not known, take it out (known are {listed})"
            for column in self.columns
            if column not in known
        ]
        problems += [
            f"{self.name}: column {column} is missing"
            for column in required
            if column not in self.columns
        ]
        if problems:
            raise FileRefused(tuple(problems))


def read_table(data: bytes, name: str) -> FileTable:
    """The table in a file: JSON Lines where the name ends so, else CSV with commas or semicolons.

    A byte order mark and any line ends are fine. Raises `FileRefused`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"{name}: byte {error.start + 1} is not UTF-8, save the file as UTF-8"
        raise FileRefused((problem,)) from None
    if name.lower().endswith((".jsonl", ".ndjson", ".json")):
        return _json_lines(text, name)
    return _csv(text, name)


def _csv(text: str, name: str) -> FileTable:
    header, _, _ = text.partition("\n")
    delimiter = ";" if ";" in header and "," not in header else ","
    csv.field_size_limit(MOST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[str] = []
    try:
        columns = tuple(cell.strip().lower() for cell in next(lines, []))
        for number, cells in enumerate(lines, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                wrong = f"{len(cells)} cells, expected {len(columns)} as in the first row"
                problems.append(f"{name} row {number}: {wrong}")
            texts = (cell.strip() for cell in cells)
            rows.append((number, dict(zip(columns, texts, strict=False))))
    except csv.Error as error:
        problems.append(f"{name} line {lines.line_num}: {error}, expected CSV")
    return _checked(name, columns, rows, problems)


def _json_lines(text: str, name: str) -> FileTable:
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if isinstance(row, dict):
            rows.append((number, {str(key).lower(): _cell(value) for key, value in row.items()}))
        else:
            problems.append(f"{name} row {number}: expected one JSON object in a line")
    columns = tuple(dict.fromkeys(column for _, row in rows for column in row))
    return _checked(name, columns, rows, problems)


def _cell(value: object) -> str:
    """A JSON value as it would stand in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}:{_cell(item)}" for key, item in value.items())
    return str(value).strip()


def _checked(
    name: str,
    columns: tuple[str, ...],
    rows: list[tuple[int, Mapping[str, str]]],
    problems: list[str],
) -> FileTable:
    twice = {column for column in columns if columns.count(column) > 1}
    problems += [f"{name}: column {column!r} stands there twice" for column in sorted(twice)]
    if problems:
        raise FileRefused(tuple(problems))
    return FileTable(name, columns, tuple(rows))
