"""The parts of the fit that are a product of two tables: one row a person, one column a fact.

Entries are weight x thousandths. Every sum stays below 2**24, so 32-bit floats hold it exactly and
the product may use the machine's fast matrix routine.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

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
from matching.told import Told
from matching.wishes import Value, is_met, nices, value_of

Table = NDArray[np.float32]
Person = ServiceUser | PeerWorker
Cell = tuple[int, int, int]
Asked = tuple[Wish, Value]


def features_of(
    people: Sequence[ServiceUser],
    peers: Sequence[PeerWorker],
    told: tuple[Told, Told],
    rules: Rules,
    rarity: Mapping[str, int],
) -> tuple[Table, Table]:
    """Two tables whose product holds, for every pair, all terms but the hours."""
    wishes, peer_wishes = rules.weight("wishes"), rules.weight("peer_wishes")
    asked = _wish_tables(people, told[1], wishes, rules)
    offered = _wish_tables(peers, told[0], peer_wishes, rules)
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


def _table(rows: int, columns: int, cells: Iterable[Cell]) -> Table:
    table = np.zeros((rows, columns), dtype=np.float32)
    flat = np.fromiter(chain.from_iterable(cells), dtype=np.int64).reshape(-1, 3)
    table[flat[:, 0], flat[:, 1]] = flat[:, 2]
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
        for code, part in experience_shares(person, rarity)
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
    askers: Sequence[Person], others: Told, weight: int, rules: Rules
) -> tuple[Table, Table]:
    """One column for each wish that differs, with its share on the left and 1 where it is met."""
    columns: dict[Asked, int] = {}
    cells: list[Cell] = []
    for i, asker in enumerate(askers):
        if not asker.wishes:
            continue
        for wish, part in wish_shares(asker):
            asked = (wish, value_of(asker, wish.trait))
            cells.append((i, columns.setdefault(asked, len(columns)), weight * part))
    met = np.zeros((len(others), len(columns)), dtype=np.float32)
    for trait in sorted({wish.trait for wish, _ in columns}):
        values, where = others.of(trait)
        for (wish, own), column in columns.items():
            if wish.trait == trait:
                meets = [is_met(wish, own, value, rules) for value in values]
                met[:, column] = np.array(meets, dtype=np.float32)[where]
    return _table(len(askers), len(columns), cells), met


def _constant_tables(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules
) -> tuple[Table, Table]:
    """What depends on one side alone: the balance of load, and full terms nobody asked about."""
    experiences, language = rules.weight("experiences"), rules.weight("language")
    wishes, peer_wishes = rules.weight("wishes"), rules.weight("peer_wishes")
    left = np.ones((len(people), 2), dtype=np.float32)
    right = np.ones((len(peers), 2), dtype=np.float32)
    left[:, 0] = [
        FULL_TERM
        * (
            experiences * (not person.experiences)
            + language * (not person.languages)
            + wishes * (not nices(person))
        )
        for person in people
    ]
    right[:, 1] = [
        FULL_TERM * peer_wishes * (not nices(peer))
        + rules.weight("balance") * balance_thousandths(peer)
        for peer in peers
    ]
    return left, right
