"""The columns of a file of people: what each holds, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matching import cells
from matching.people import LEAST_AGE, MOST_AGE, MOST_PLACES, MOST_PRIORITY
from matching.rules import Rules

USUAL_IMPORTANCE, MOST_IMPORTANCE = 2, 3
OWN_FIELDS = ("age", "stage", "experience")  # traits that have a column of another kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills, how a cell is read, and what it holds, with an example."""

    field: str
    read: Callable[[str], Any]
    says: str
    example: str
    required: bool = False


def _importance(cell: str) -> dict[str, int]:
    return cells.weighted(cell, USUAL_IMPORTANCE, MOST_IMPORTANCE)


def _whole(least: int, most: int) -> Callable[[str], int]:
    return lambda cell: cells.whole(cell, least, most)


def _set(cell: str) -> frozenset[str]:
    return frozenset(cells.texts(cell))


BOTH: Mapping[str, Column] = {
    "id": Column("id", str, "a number or word that means nothing elsewhere", "u1", required=True),
    "programme": Column("programme", str, "the service", "north", required=True),
    "languages": Column(
        "languages",
        cells.texts,
        "languages to talk in, the preferred first",
        "english; urdu",
        required=True,
    ),
    "age": Column("age", _whole(LEAST_AGE, MOST_AGE), "age in years, or nothing", "34"),
    "wishes": Column(
        "wishes", cells.wishes, "trait, same or different, must or nice", "gender same must"
    ),
    "avoid": Column(
        "avoid", _set, "lived experiences or trait:value to avoid", "baby_loss; gender:man"
    ),
    "open_to": Column(
        "open_to", _set, "groups of the pack's kept_apart that they ask to meet", "loss"
    ),
    "hours": Column(
        "slots", cells.hours, "free hours by the clock where they live", "mon-fri 16-24"
    ),
    "zone": Column("zone", cells.zone, "time zone, UTC when empty", "Europe/London"),
    "apart": Column("apart", cells.reasoned, "ids never to be paired with", "p7:block"),
}
PEOPLE: Mapping[str, Column] = {
    "setting": Column("setting", str, "the kind of support", "perinatal", required=True),
    "stage": Column("stage", str, "where they are in it", "first_year"),
    "waiting_since": Column(
        "waiting_since", cells.day, "the day they asked", "2026-10-01", required=True
    ),
    "experiences": Column(
        "experiences", _importance, "lived experiences, importance 1 to 3", "low_mood:3; worry"
    ),
    "priority": Column(
        "priority", _whole(0, MOST_PRIORITY), "0 to 9, higher goes first, usually 0", "0"
    ),
}
PEERS: Mapping[str, Column] = {
    "training": Column(
        "training", cells.dated, "settings and the last day", "perinatal:2027-03-31", required=True
    ),
    "capacity": Column("capacity", _whole(0, MOST_PLACES), "people at a time", "3", required=True),
    "load": Column("load", _whole(0, MOST_PLACES), "people now, usually 0", "1"),
    "recovered_since": Column(
        "recovered_since", cells.day, "the day since they are well", "2024-05-01"
    ),
    "stages": Column("stages", _set, "stages they went through", "first_year; second_year"),
    "experiences": Column("experiences", _set, "lived experiences they share", "low_mood; worry"),
    "limits": Column("limits", _set, "lived experiences they do not take on", "baby_loss"),
}


def people_columns(rules: Rules) -> dict[str, Column]:
    """The columns of a file of service users, by name."""
    return {**BOTH, **PEOPLE, **_traits(rules)}


def peer_columns(rules: Rules) -> dict[str, Column]:
    """The columns of a file of peer workers, by name."""
    return {**BOTH, **PEERS, **_traits(rules)}


def _traits(rules: Rules) -> dict[str, Column]:
    return {
        trait: Column(f"traits.{trait}", str, f"their own {trait}, or nothing", "")
        for trait in sorted(rules.traits - set(OWN_FIELDS))
    }
