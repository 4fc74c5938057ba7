"""Limits that are kept but near: what a coordinator should look at twice."""

from collections.abc import Iterator
from datetime import date

from matching.people import PeerWorker, ServiceUser
from matching.reasons import Reason, reason
from matching.rules import Rules
from matching.week import minutes_shared


def notes(person: ServiceUser, peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    """A note for each limit that is kept by little."""
    yield from _training(person, peer, rules, today)
    yield from _recovery(peer, rules, today)
    yield from _hours(person, peer, rules, today)
    if peer.free_places == 1:
        yield reason("note.last_place", capacity=peer.capacity)


def _training(person: ServiceUser, peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    valid_until = peer.training.get(person.setting)
    if valid_until is not None and 0 <= (valid_until - today).days <= rules.note_days:
        days = (valid_until - today).days
        yield reason("note.training", setting=person.setting, days=days)


def _recovery(peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    if "recovery" not in rules.limits or peer.recovered_since is None:
        return
    over = (today - peer.recovered_since).days - rules.recovery_days
    if 0 <= over <= rules.note_days:
        yield reason("note.recovery", days=rules.recovery_days, over=over)


def _hours(person: ServiceUser, peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    least = rules.least_shared_hours * 60
    minutes = minutes_shared(person.slots, person.zone, peer.slots, peer.zone, today)
    if "hours" in rules.limits and least <= minutes < 2 * least:
        yield reason("note.hours", hours=minutes // 60)
