"""How fair a round is: waits of those placed and left out, by group, and who is hard to match."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.people import ServiceUser, waiting_days
from matching.round import Round

FEW_OPTIONS = 2  # our choice: with so few suitable peer workers somebody is hard to match


@dataclass(frozen=True, slots=True)
class Waits:
    """A group: how many `waiting`, how many `placed`, and waits in whole days.

    `longest_left` is None when nobody of the group is left out, `median` is of the whole group.
    """

    waiting: int
    placed: int
    median: int
    longest_left: int | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """Waits of everybody and by group, and ids of people with at most two suitable peer workers.

    A person counts under each language; people who told no stage stand under "".
    """

    everybody: Waits
    by_language: Mapping[str, Waits]
    by_setting: Mapping[str, Waits]
    by_stage: Mapping[str, Waits]
    hard_to_match: tuple[str, ...]


def fairness(people: Iterable[ServiceUser], found: Round) -> Fairness:
    """Fairness figures of a round over these people."""
    everybody = tuple(people)
    placed = {pair.person for pair in found.pairs}

    def by(keys: Callable[[ServiceUser], Iterable[str]]) -> dict[str, Waits]:
        groups: dict[str, list[ServiceUser]] = {}
        for person in everybody:
            for key in keys(person):
                groups.setdefault(key, []).append(person)
        return {key: _waits(groups[key], placed, found) for key in sorted(groups)}

    hard = [
        (found.options[person.id], -waiting_days(person, found.today), person.id)
        for person in everybody
        if found.options.get(person.id, FEW_OPTIONS + 1) <= FEW_OPTIONS
    ]
    return Fairness(
        everybody=_waits(everybody, placed, found),
        by_language=by(lambda person: person.languages),
        by_setting=by(lambda person: (person.setting,)),
        by_stage=by(lambda person: (person.stage or "",)),
        hard_to_match=tuple(id_ for _, _, id_ in sorted(hard)),
    )


def _waits(group: Sequence[ServiceUser], placed: set[str], found: Round) -> Waits:
    days = sorted(waiting_days(person, found.today) for person in group)
    left = [waiting_days(person, found.today) for person in group if person.id not in placed]
    return Waits(
        waiting=len(days),
        placed=len(days) - len(left),
        median=days[len(days) // 2] if days else 0,
        longest_left=max(left, default=None),
    )
