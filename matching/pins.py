"""The coordinator's pins and bans, checked before anything is computed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from matching.errors import PinRefused
from matching.limits import broken_limits
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.words import words

Couple = tuple[str, str]


def check_pins(
    waiting: Iterable[ServiceUser],
    offering: Iterable[PeerWorker],
    rules: Rules,
    today: date,
    pins: Sequence[Couple],
    bans: Sequence[Couple],
) -> None:
    """Raise `PinRefused` with every pin that cannot be kept and why."""
    if not pins and not bans:
        return
    people = {person.id: person for person in waiting}
    peers = {peer.id: peer for peer in offering}
    problems = [*_unknown(people, peers, (*pins, *bans))]
    if not problems:
        problems += _contradictions(pins, set(bans))
        problems += _crowded(peers, pins)
        problems += [
            f"pin {one} with {other}: {words(limit, 'coordinator')}"
            for one, other in pins
            for limit in broken_limits(people[one], peers[other], rules, today)
        ]
    if problems:
        raise PinRefused(tuple(problems))


def keepable_pins(
    waiting: Iterable[ServiceUser],
    offering: Iterable[PeerWorker],
    rules: Rules,
    today: date,
    pins: Iterable[Couple],
) -> tuple[Couple, ...]:
    """Those of these pins that a round can keep today; of two that collide, the first given.

    Somebody may have left since, or be away or full: such a pin waits, and stops no round.
    """
    people = {person.id: person for person in waiting}
    peers = {peer.id: peer for peer in offering}
    free = Counter({peer.id: peer.free_places for peer in peers.values()})
    kept: dict[str, str] = {}
    for one, other in pins:
        if one in kept or one not in people or other not in peers or not free[other]:
            continue
        if not broken_limits(people[one], peers[other], rules, today):
            kept[one] = other
            free[other] -= 1
    return tuple(kept.items())


def _unknown(
    people: Mapping[str, ServiceUser], peers: Mapping[str, PeerWorker], couples: Iterable[Couple]
) -> Iterable[str]:
    for one, other in couples:
        if one not in people:
            yield f"{one} with {other}: nobody with the id {one} is waiting"
        if other not in peers:
            yield f"{one} with {other}: there is no peer worker with the id {other}"


def _contradictions(pins: Sequence[Couple], bans: set[Couple]) -> Iterable[str]:
    for person, count in Counter(person for person, _ in pins).items():
        if count > 1:
            yield f"{person} is pinned {count} times, keep one pin"
    for one, other in pins:
        if (one, other) in bans:
            yield f"{one} with {other} is both pinned and banned, keep one of the two"


def _crowded(peers: Mapping[str, PeerWorker], pins: Sequence[Couple]) -> Iterable[str]:
    for other, count in Counter(other for _, other in pins).items():
        free = peers[other].free_places
        if count > free:
            yield f"{other} has {free} free places and {count} pins"
