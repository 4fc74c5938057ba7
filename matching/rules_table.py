"""Reading a `[matching]` table: every value is checked, and all problems are told at once."""

from collections.abc import Callable, Mapping
from typing import Any

POLICIES = ("longest-wait", "best-fit")

# Key to the least and the most it may be.
NUMBERS = {
    "recovery_days": (0, 3650),
    "least_shared_hours": (1, 168),
    "full_hours": (1, 168),
    "age_gap_years": (0, 50),
    "waiting_points_per_day": (0, 100_000),
    "note_days": (0, 365),
}
MOST_WEIGHT = 100
MOST_NEARNESS = 1000


def read_table(
    table: Mapping[str, Any], limits: tuple[str, ...], terms: tuple[str, ...]
) -> tuple[dict[str, Any], list[str]]:
    """The values in the table as `Rules` takes them, and what is wrong with it."""
    readers = _readers(limits, terms)
    given: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        if key not in readers:
            problems.append(f"{key}: unknown word, expected one of {', '.join(sorted(readers))}")
            continue
        check, convert = readers[key]
        found = [f"{key}{problem}" for problem in check(value)]
        problems += found
        if not found:
            given[key] = convert(value)
    return given, problems + _contradictions(given, terms)


Reader = tuple[Callable[[Any], list[str]], Callable[[Any], Any]]


def _readers(limits: tuple[str, ...], terms: tuple[str, ...]) -> dict[str, Reader]:
    readers: dict[str, Reader] = {key: (_in_range(*ends), int) for key, ends in NUMBERS.items()}
    readers["version"] = (_text, str)
    readers["policy"] = (lambda value: _one_of(value, POLICIES), str)
    readers["limits"] = (lambda value: _words(value, limits), frozenset)
    readers["traits"] = (lambda value: _words(value, None), frozenset)
    readers["weights"] = (lambda value: _weights(value, terms), dict)
    readers["near_stages"] = (_near_stages, dict)
    readers["kept_apart"] = (_kept_apart, _groups)
    return readers


def _in_range(least: int, most: int) -> Callable[[Any], list[str]]:
    return lambda value: _number(value, least, most)


def _number(value: Any, least: int, most: int) -> list[str]:
    if type(value) is int and least <= value <= most:
        return []
    return [f": found {value!r}, expected a whole number {least} to {most}"]


def _text(value: Any) -> list[str]:
    return [] if isinstance(value, str) and value else [f": found {value!r}, expected a text"]


def _one_of(value: Any, words: tuple[str, ...]) -> list[str]:
    return [] if value in words else [f": found {value!r}, expected one of {', '.join(words)}"]


def _words(value: Any, known: tuple[str, ...] | None) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        return [f": found {value!r}, expected a list of words"]
    return [problem for word in value if known is not None for problem in _one_of(word, known)]


def _weights(value: Any, terms: tuple[str, ...]) -> list[str]:
    if not isinstance(value, Mapping):
        return [f": found {value!r}, expected a table of terms"]
    unknown = [
        f": unknown term {term!r}, expected one of {', '.join(terms)}"
        for term in value
        if term not in terms
    ]
    wrong = [
        f".{term}{problem}"
        for term, weight in value.items()
        for problem in _number(weight, 0, MOST_WEIGHT)
    ]
    return unknown + wrong


def _near_stages(value: Any) -> list[str]:
    if not isinstance(value, Mapping) or not all(isinstance(v, Mapping) for v in value.values()):
        return [f": found {value!r}, expected stage = {{ near stage = thousandths }}"]
    return [
        f".{stage}.{near}{problem}"
        for stage, nears in value.items()
        for near, nearness in nears.items()
        for problem in _number(nearness, 0, MOST_NEARNESS)
    ]


def _kept_apart(value: Any) -> list[str]:
    if not isinstance(value, Mapping) or len(value) == 1:
        return [f": found {value!r}, expected two groups or more, or none"]
    return [
        f".{group}{problem}"
        for group, among in value.items()
        for problem in _words(among, None) or ([] if among else [": found [], expected words"])
    ]


def _groups(value: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {group: frozenset(among) for group, among in value.items()}


def _contradictions(given: dict[str, Any], terms: tuple[str, ...]) -> list[str]:
    problems = []
    if given.get("full_hours", 168) < given.get("least_shared_hours", 1):
        problems.append("full_hours: must not be less than least_shared_hours")
    weights = given.get("weights", {})
    if set(weights) == set(terms) and not any(weights.values()):
        problems.append("weights: at least one term must count")
    return problems
