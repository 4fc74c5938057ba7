"""A small made-up waiting list in files, to try the command on and to fill with one's own."""

import csv
import io
from collections.abc import Mapping, Sequence

from matching.rules import Rules
from matching.schema import Column, peer_columns, people_columns

# Made up. Only the columns that differ from empty are given.
PEOPLE: Sequence[Mapping[str, str]] = (
    {
        "id": "u1", "stage": "first_year", "languages": "english", "waiting_since": "2026-09-20",
        "experiences": "hard_birth:3; low_mood", "gender": "woman", "age": "31",
        "wishes": "gender same must; age same nice", "hours": "mon-fri 20-24; sun 8-16",
    },
    {
        "id": "u2", "stage": "loss", "languages": "english", "waiting_since": "2026-10-02",
        "experiences": "baby_loss:3", "gender": "woman", "age": "38",
        "wishes": "stage same must", "hours": "mon-wed 8-16",
    },
    {
        "id": "u3", "stage": "pregnancy", "languages": "urdu; english",
        "waiting_since": "2026-10-11",
        "experiences": "worry:2", "gender": "woman", "age": "27", "avoid": "baby_loss",
        "wishes": "culture same nice", "culture": "south asian", "hours": "mon-fri 8-12",
    },
    {
        "id": "u4", "stage": "first_year", "languages": "polish", "waiting_since": "2026-10-30",
        "experiences": "low_mood:2", "gender": "man", "age": "33", "hours": "sat-sun 8-20",
    },
    {
        "id": "u5", "stage": "second_year", "languages": "english", "waiting_since": "2026-11-05",
        "experiences": "hard_birth; worry:3", "gender": "woman", "age": "35",
        "hours": "mon-fri 20-24",
    },
)  # fmt: skip
PEERS: Sequence[Mapping[str, str]] = (
    {
        "id": "p1", "languages": "english", "capacity": "2", "load": "1", "stages": "first_year",
        "experiences": "hard_birth; low_mood", "gender": "woman", "age": "34",
        "hours": "mon-fri 20-24", "recovered_since": "2024-03-01",
        "training": "perinatal:2027-06-30",
    },
    {
        "id": "p2", "languages": "english", "capacity": "2", "stages": "loss",
        "experiences": "baby_loss; worry", "gender": "woman", "age": "41", "hours": "mon-fri 8-16",
        "recovered_since": "2023-01-15", "training": "perinatal:2026-12-20",
    },
    {
        "id": "p3", "languages": "urdu; english", "capacity": "1",
        "stages": "pregnancy; first_year",
        "experiences": "worry", "gender": "woman", "age": "29", "culture": "south asian",
        "hours": "mon-fri 8-12; sat 8-16", "recovered_since": "2025-02-01",
        "training": "perinatal:2027-02-28",
    },
)  # fmt: skip
SHARED = {"programme": "north", "zone": "Europe/London"}


def example_files(rules: Rules) -> dict[str, str]:
    """File name to text: `people.csv`, `peers.csv`, and `schema.csv` with what columns hold."""
    people = [{**SHARED, "setting": "perinatal", **row} for row in PEOPLE]
    peers = [{**SHARED, **row} for row in PEERS]
    return {
        "people.csv": _csv(list(people_columns(rules)), people),
        "peers.csv": _csv(list(peer_columns(rules)), peers),
        "schema.csv": _csv(
            ["file", "column", "needed", "holds", "example"],
            [*_schema("people", people_columns(rules)), *_schema("peers", peer_columns(rules))],
        ),
    }


def _schema(file: str, columns: Mapping[str, Column]) -> list[Mapping[str, str]]:
    return [
        {
            "file": file,
            "column": name,
            "needed": "yes" if column.required else "no",
            "holds": column.says,
            "example": column.example,
        }
        for name, column in columns.items()
    ]


def _csv(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
