"""The parts of the fit that are a product of two tables: one row a person, one column a fact.

Entries are weight x thousandths. Every sum stays below 2**24, so 32-bit floats hold it exactly and
the product may use the machine's fast matrix routine.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.fit import (
    balance_thousandths,
    experience_shares,
    stage_thousandths,
    wish_shares,
)
from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import FULL_TERM, Rules
from matching.wishes import Value, is_met, value_of

Table = NDArray[np.float32]
Person = ServiceUser | PeerWorker
Cell = tuple[int, int, int]


def features_of(
    people: Sequence[ServiceUser],
    peers: Sequence[PeerWorker],
    rules: Rules,
    rarity: Mapping[str, int],
) -> tuple[Table, Table]:
    """Two tables whose product holds, for every pair, all terms but the hours."""
    wishes, peer_wishes = rules.weight("wishes"), rules.weight("peer_wishes")
    asked = _wish_tables(people, peers, wishes, rules)
    offered = _wish_tables(peers, people, peer_wishes, rules)
    parts = [
        _experience_tables(people, peers, rules.weight("experiences"), rarity),
        _stage_tables(people, peers, rules),
        _language_tables(people, peers, rules.weight("language")),
        asked,
        (offered[1], offered[0]),
        _constant_tables(people, peers, rules),
    ]
    return (
        np.concatenate([left for left, _ in parts], axis=1),
        np.concatenate([right for _, right in parts], axis=1),
    )


def _table(rows: int, columns: int, cells: list[Cell]) -> Table:
    table = np.zeros((rows, columns), dtype=np.float32)
    if cells:
        row, column, value = np.array(cells, dtype=np.int64).T
        table[row, column] = value
    return table


def _experience_tables(
    people: Sequence[ServiceUser],
    peers: Sequence[PeerWorker],
    weight: int,
    rarity: Mapping[str, int],
) -> tuple[Table, Table]:
    column = {code: j for j, code in enumerate(sorted({c for p in peers for c in p.experiences}))}
    wanted = [
        (i, column[code], weight * part)
        for i, person in enumerate(people)
        for code, part in experience_shares(person, rarity).items()
        if code in column
    ]
    shared = [(j, column[code], 1) for j, peer in enumerate(peers) for code in peer.experiences]
    return _table(len(people), len(column), wanted), _table(len(peers), len(column), shared)


def _stage_tables(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules
) -> tuple[Table, Table]:
    stages = {stage: i for i, stage in enumerate({person.stage: None for person in people})}
    sets = {stages_: j for j, stages_ in enumerate({peer.stages: None for peer in peers})}
    worth = np.zeros((len(stages), len(sets)), dtype=np.float32)
    for stage, i in stages.items():
        for others, j in sets.items():
            worth[i, j] = rules.weight("stage") * stage_thousandths(stage, others, rules)
    rows = np.array([stages[person.stage] for person in people], dtype=np.int64)
    columns = np.array([sets[peer.stages] for peer in peers], dtype=np.int64)
    return worth[rows], np.eye(len(sets), dtype=np.float32)[columns]


def _language_tables(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], weight: int
) -> tuple[Table, Table]:
    preferred = sorted({person.languages[0] for person in people if person.languages})
    column = {code: j for j, code in enumerate(preferred)}
    wanted = [
        (i, column[person.languages[0]], weight * FULL_TERM)
        for i, person in enumerate(people)
        if person.languages
    ]
    spoken = [
        (j, column[code], 1)
        for j, peer in enumerate(peers)
        for code in peer.languages
        if code in column
    ]
    return _table(len(people), len(column), wanted), _table(len(peers), len(column), spoken)


def _wish_tables(
    askers: Sequence[Person], others: Sequence[Person], weight: int, rules: Rules
) -> tuple[Table, Table]:
    shares = [wish_shares(asker) for asker in askers]
    traits = sorted({wish.trait for parts in shares for wish in parts})
    values = {trait: [value_of(other, trait) for other in others] for trait in traits}
    column: dict[tuple[str, Value], int] = {}
    for trait in traits:
        for value in values[trait]:
            column.setdefault((trait, value), len(column))
    seen: dict[tuple[Wish, Value], list[int]] = {}
    wanted: list[Cell] = []
    for i, (asker, parts) in enumerate(zip(askers, shares, strict=True)):
        for wish, part in parts.items():
            key = (wish, value_of(asker, wish.trait))
            if key not in seen:
                seen[key] = _met_columns(*key, column, rules)
            wanted += [(i, j, weight * part) for j in seen[key]]
    shown = [(j, column[trait, v], 1) for trait in traits for j, v in enumerate(values[trait])]
    return _table(len(askers), len(column), wanted), _table(len(others), len(column), shown)


def _met_columns(
    wish: Wish, own: Value, column: Mapping[tuple[str, Value], int], rules: Rules
) -> list[int]:
    return [
        j
        for (trait, value), j in column.items()
        if trait == wish.trait and is_met(wish, own, value, rules)
    ]


def _constant_tables(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules
) -> tuple[Table, Table]:
    """What depends on one side alone: the balance of load, and full terms nobody asked about."""
    left = np.ones((len(people), 2), dtype=np.float32)
    right = np.ones((len(peers), 2), dtype=np.float32)
    for i, person in enumerate(people):
        asked = rules.weight("experiences") * (not person.experiences)
        asked += rules.weight("language") * (not person.languages)
        left[i, 0] = FULL_TERM * (asked + rules.weight("wishes") * (not wish_shares(person)))
    for j, peer in enumerate(peers):
        right[j, 1] = rules.weight("balance") * balance_thousandths(peer)
        right[j, 1] += FULL_TERM * rules.weight("peer_wishes") * (not wish_shares(peer))
    return left, right
