"""People as columns of bits and numbers, ready to be compared block by block.

Rows are sorted, service users by programme, setting and id, peer workers by id, so that the order
in which people were given never shows in a result.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matching.bits import Words, both_words
from matching.conflicts import conflict_masks
from matching.features import Table, features_of
from matching.fit import hours_thousandths
from matching.needs import Need, needs_of
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.told import Told
from matching.week import WEEK_MINUTES, offset_minutes, unit_minutes, week_mask

Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Group:
    """Service users `first` to `last` (exclusive), who may meet the peer workers in `peers`."""

    first: int
    last: int
    peers: Indices


@dataclass(frozen=True, slots=True)
class Hours:
    """Both sides' weeks as bits; `points[n]` is what n shared bits add to the fit."""

    rows: Words
    columns: Words
    least_bits: int
    points: Indices


@dataclass(frozen=True, slots=True)
class Columns:
    """Both sides of a round; the left part of each couple belongs to the service users."""

    people: tuple[ServiceUser, ...]
    peers: tuple[PeerWorker, ...]
    groups: tuple[Group, ...]
    needs: tuple[Need, ...]
    conflicts: tuple[Words, Words]
    hours: Hours
    features: tuple[Table, Table]

    def facing(self, group: Group) -> "Facing":
        """The peer workers of a group, laid out to be compared with its service users."""
        peers = group.peers
        return Facing(
            peers=peers,
            needs=tuple(_turned(others, peers) for _, others in self.needs),
            conflicts=_turned(self.conflicts[1], peers),
            hours=_turned(self.hours.columns, peers),
            features=np.ascontiguousarray(self.features[1][peers].T),
        )


@dataclass(frozen=True, slots=True)
class Facing:
    """Peer workers of one group: one row for each 64-bit word, one column for each of them."""

    peers: Indices
    needs: tuple[Words, ...]
    conflicts: Words
    hours: Words
    features: Table


def columns_of(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    today: date,
    rarity: Mapping[str, int],
) -> Columns:
    """The people as columns; the limits of programme and peer worker become groups."""
    rows = tuple(sorted(people, key=lambda person: (person.programme, person.setting, person.id)))
    columns = tuple(sorted(peers, key=lambda peer: peer.id))
    told = (Told(rows), Told(columns))
    return Columns(
        people=rows,
        peers=columns,
        groups=tuple(_groups(rows, columns, rules, today)),
        needs=tuple(needs_of(rows, columns, rules)),
        conflicts=_conflicts(told, rules),
        hours=_hours(rows, columns, rules, today),
        features=features_of(rows, columns, told, rules, rarity),
    )


def _turned(words: Words, peers: Indices) -> Words:
    return np.ascontiguousarray(words[peers].T)


def _groups(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules, today: date
) -> Iterable[Group]:
    may_support = _supports(rules, today)
    first = 0
    for (programme, setting), members in groupby(people, key=lambda p: (p.programme, p.setting)):
        last = first + len(list(members))
        suited = [
            j
            for j, peer in enumerate(peers)
            if peer.programme == programme and may_support(peer, setting)
        ]
        yield Group(first, last, np.array(suited, dtype=np.int32))
        first = last


def _supports(rules: Rules, today: date) -> Callable[[PeerWorker, str], bool]:
    """The limits that hang on the peer worker and the setting alone."""
    setting, training = "setting" in rules.limits, "training" in rules.limits

    def supports(peer: PeerWorker, wanted: str) -> bool:
        valid_until = peer.training.get(wanted)
        trained = not setting if valid_until is None else not training or valid_until >= today
        return trained and not peer.stopped and is_recovered(peer, rules, today)

    return supports


def is_recovered(peer: PeerWorker, rules: Rules, today: date) -> bool:
    """Whether the peer worker's recovery is known and as long as the rules ask."""
    if "recovery" not in rules.limits:
        return True
    since = peer.recovered_since
    return since is not None and (today - since).days >= rules.recovery_days


def _conflicts(told: tuple[Told, Told], rules: Rules) -> tuple[Words, Words]:
    people, peers = told
    forbidden_peers, shown_peers = conflict_masks(people.people, peers, rules)
    forbidden_people, shown_people = conflict_masks(peers.people, people, rules)
    shift = max((mask.bit_length() for mask in forbidden_peers), default=0)
    return both_words(
        _joined(forbidden_peers, shown_people, shift), _joined(shown_peers, forbidden_people, shift)
    )


def _joined(low: list[int], high: list[int], shift: int) -> list[int]:
    return [one | other << shift for one, other in zip(low, high, strict=True)]


def _hours(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules, today: date
) -> Hours:
    everybody: list[ServiceUser | PeerWorker] = [*people, *peers]
    offsets = [offset_minutes(person.zone, today) for person in everybody]
    base = min(offsets, default=0)
    shifts = [offset - base for offset in offsets]
    unit = unit_minutes(sorted(set(shifts)))
    masks = [
        week_mask(person.slots, shift, unit)
        for person, shift in zip(everybody, shifts, strict=True)
    ]
    rows, columns = both_words(masks[: len(people)], masks[len(people) :])
    weight, bits = rules.weight("hours"), WEEK_MINUTES // unit
    points = [weight * hours_thousandths(unit * n, rules) for n in range(bits + 1)]
    least = -(-rules.least_shared_hours * 60 // unit) if "hours" in rules.limits else 0
    return Hours(rows, columns, least, np.array(points, dtype=np.int32))
