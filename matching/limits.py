"""The limits no fit can outweigh: every one that a pair breaks, and those that are near."""

from collections.abc import Iterator
from datetime import date

from matching.kept_apart import groups_between
from matching.marks import marks
from matching.people import PeerWorker, ServiceUser
from matching.reasons import Reason, reason
from matching.rules import Rules
from matching.week import minutes_shared
from matching.wishes import is_met, musts, value_of


def broken_limits(
    person: ServiceUser, peer: PeerWorker, rules: Rules, today: date
) -> tuple[Reason, ...]:
    """Every limit that rules this pair out, in a fixed order; empty for an allowed pair.

    Free places are not looked at here: they are a limit of the round, see `place_limit`.
    """
    return (
        *_programme(person, peer),
        *_stopped(peer),
        *_training(person, peer, rules, today),
        *_recovery(peer, rules, today),
        *_language(person, peer, rules),
        *_hours(person, peer, rules, today),
        *_apart(person, peer),
        *_avoid(person, peer),
        *_kept_apart(person, peer, rules),
        *_wishes(person, peer, rules),
    )


def place_limit(peer: PeerWorker) -> tuple[Reason, ...]:
    """The limit of a peer worker without a free place."""
    if peer.free_places:
        return ()
    return (reason("limit.capacity", load=peer.load, capacity=peer.capacity),)


def _programme(person: ServiceUser, peer: PeerWorker) -> Iterator[Reason]:
    if person.programme != peer.programme:
        yield reason("limit.programme", person=person.programme, peer=peer.programme)


def _stopped(peer: PeerWorker) -> Iterator[Reason]:
    if peer.stopped:
        yield reason("limit.stopped", why=peer.stopped)


def _training(person: ServiceUser, peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    valid_until = peer.training.get(person.setting)
    if valid_until is None:
        if "setting" in rules.limits:
            yield reason("limit.setting", setting=person.setting)
    elif valid_until < today and "training" in rules.limits:
        yield reason("limit.training", setting=person.setting, until=valid_until.isoformat())


def _recovery(peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    if "recovery" not in rules.limits:
        return
    if peer.recovered_since is None:
        yield reason("limit.recovery_unknown", days=rules.recovery_days)
    elif (days := (today - peer.recovered_since).days) < rules.recovery_days:
        yield reason("limit.recovery", days=rules.recovery_days, so_far=max(0, days))


def _language(person: ServiceUser, peer: PeerWorker, rules: Rules) -> Iterator[Reason]:
    if "language" in rules.limits and set(person.languages).isdisjoint(peer.languages):
        yield reason("limit.language", languages=person.languages)


def _hours(person: ServiceUser, peer: PeerWorker, rules: Rules, today: date) -> Iterator[Reason]:
    if "hours" not in rules.limits:
        return
    minutes = minutes_shared(person.slots, person.zone, peer.slots, peer.zone, today)
    if minutes < rules.least_shared_hours * 60:
        yield reason("limit.hours", hours=rules.least_shared_hours, minutes=minutes)


def _apart(person: ServiceUser, peer: PeerWorker) -> Iterator[Reason]:
    why = person.apart.get(peer.id) or peer.apart.get(person.id)
    if why:
        yield reason("limit.apart", why=why)


def _avoid(person: ServiceUser, peer: PeerWorker) -> Iterator[Reason]:
    if met := person.avoid.intersection(marks(peer)):
        yield reason("limit.avoid", what=tuple(sorted(met)))
    if met := peer.avoid.intersection(marks(person)):
        yield reason("limit.peer_avoid", what=tuple(sorted(met)))
    if met := peer.limits.intersection(marks(person)):
        yield reason("limit.topic", what=tuple(sorted(met)))


def _kept_apart(person: ServiceUser, peer: PeerWorker, rules: Rules) -> Iterator[Reason]:
    if met := groups_between(person, peer, rules):
        yield reason("limit.kept_apart", what=met)


def _wishes(person: ServiceUser, peer: PeerWorker, rules: Rules) -> Iterator[Reason]:
    for asks, other, code in ((person, peer, "limit.wish"), (peer, person, "limit.peer_wish")):
        for wish in sorted(musts(asks), key=lambda wish: wish.trait):
            if not is_met(wish, value_of(asks, wish.trait), value_of(other, wish.trait), rules):
                yield reason(code, trait=wish.trait, want=wish.want)
