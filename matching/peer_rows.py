"""One person against all peer workers of a table: the limits that are broken, and the fits."""

from collections.abc import Iterator

import numpy as np

from matching.fit import experience_shares, stage_thousandths, wish_shares
from matching.kept_apart import spared
from matching.marks import marks
from matching.peer_table import Flags, PeerTable, Whole
from matching.people import ServiceUser
from matching.rules import FULL_TERM
from matching.wishes import is_met, musts, nices, value_of

# The code of a limit, and the trait where it is a wish.
Limit = tuple[str, str]


def broken_rows(table: PeerTable, person: ServiceUser) -> dict[Limit, Flags]:
    """Which peer workers break which limit of `matching.limits`; limits that nobody breaks too.

    Free places are not looked at.
    """
    rows = dict(_limits(table, person))
    for wish in musts(person):
        rows["limit.wish", wish.trait] = ~table.met(wish, value_of(person, wish.trait))
    for asked in table.asked.musts:
        trait = asked.wish.trait
        if not is_met(asked.wish, asked.own, value_of(person, trait), table.rules):
            flags = rows.setdefault(
                ("limit.peer_wish", trait), np.zeros(len(table), dtype=np.bool_)
            )
            flags[asked.peers] = True
    return rows


def allowed_row(table: PeerTable, person: ServiceUser) -> Flags:
    """Which peer workers break no limit."""
    allowed = np.ones(len(table), dtype=np.bool_)
    for flags in broken_rows(table, person).values():
        allowed &= ~flags
    return allowed


def fit_row(table: PeerTable, person: ServiceUser) -> Whole:
    """The fit with each peer worker, allowed or not."""
    weight = table.rules.weight
    full = 60 * table.rules.full_hours
    hours = np.minimum(FULL_TERM, FULL_TERM * table.week.minutes(person) // full)
    parts = (
        weight("experiences") * _experiences(table, person),
        weight("stage") * _stage(table, person),
        weight("wishes") * _wishes(table, person),
        weight("peer_wishes") * _peer_wishes(table, person),
        weight("hours") * hours,
        weight("language") * _language(table, person),
        weight("balance") * table.balance,
    )
    return np.asarray(np.sum(parts, axis=0), dtype=np.int64)


def _limits(table: PeerTable, person: ServiceUser) -> Iterator[tuple[Limit, Flags]]:
    rules = table.rules
    until = table.trained_until(person.setting)
    yield ("limit.programme", ""), ~table.programmes.holding((person.programme,))
    yield ("limit.stopped", ""), table.stopped
    if "setting" in rules.limits:
        yield ("limit.setting", ""), until == 0
    if "training" in rules.limits:
        yield ("limit.training", ""), (until > 0) & (until < table.today.toordinal())
    if "recovery" in rules.limits:
        yield ("limit.recovery", ""), table.recovering
        yield ("limit.recovery_unknown", ""), table.recovery_unknown
    if "language" in rules.limits:
        yield ("limit.language", ""), ~table.languages.holding(person.languages)
    if "hours" in rules.limits:
        yield ("limit.hours", ""), table.week.minutes(person) < 60 * rules.least_shared_hours
    yield ("limit.apart", ""), _apart(table, person)
    yield ("limit.avoid", ""), table.marks.holding(person.avoid)
    yield ("limit.peer_avoid", ""), table.avoid.holding(marks(person))
    yield ("limit.topic", ""), table.topics.holding(marks(person))
    kept_apart = table.marks.holding(spared(person, rules)) | table.spared.holding(marks(person))
    yield ("limit.kept_apart", ""), kept_apart


def _apart(table: PeerTable, person: ServiceUser) -> Flags:
    apart = np.zeros(len(table), dtype=np.bool_)
    apart[[table.position[id_] for id_ in person.apart if id_ in table.position]] = True
    apart[table.refusing.get(person.id, [])] = True
    return apart


def _experiences(table: PeerTable, person: ServiceUser) -> Whole:
    points = np.full(len(table), 0 if person.experiences else FULL_TERM, dtype=np.int64)
    for code, part in experience_shares(person, table.rarity):
        points += part * table.experiences.holding((code,))
    return points


def _stage(table: PeerTable, person: ServiceUser) -> Whole:
    values, where = table.told("stage")
    worth = [
        stage_thousandths(
            person.stage, stages if isinstance(stages, frozenset) else frozenset(), table.rules
        )
        for stages in values
    ]
    return np.array(worth, dtype=np.int64)[where]


def _wishes(table: PeerTable, person: ServiceUser) -> Whole:
    points = np.full(len(table), 0 if nices(person) else FULL_TERM, dtype=np.int64)
    for wish, part in wish_shares(person):
        points += part * table.met(wish, value_of(person, wish.trait))
    return points


def _peer_wishes(table: PeerTable, person: ServiceUser) -> Whole:
    points = table.nothing_asked.copy()
    for asked in table.asked.nices:
        if is_met(asked.wish, asked.own, value_of(person, asked.wish.trait), table.rules):
            points[asked.peers] += asked.shares
    return points


def _language(table: PeerTable, person: ServiceUser) -> Whole:
    if not person.languages:
        return np.full(len(table), FULL_TERM, dtype=np.int64)
    return FULL_TERM * table.languages.holding(person.languages[:1]).astype(np.int64)
