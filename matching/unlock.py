"""What one more peer worker would unlock: traits to recruit or train for, with exact counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from matching.columns import columns_of
from matching.pairs import Pairs, allowed_pairs
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.solve import Problem, problem_of
from matching.week import SLOTS_A_WEEK
from matching.who import who
from matching.wishes import musts

MOST_TRIED = 12
ANY_HOURS = frozenset(range(SLOTS_A_WEEK))
LONG_WELL = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Profile:
    """A peer worker who could be looked for; `traits` only where somebody left out insists."""

    programme: str
    setting: str
    language: str
    age: int | None
    traits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unlock:
    """One more peer worker like this suits `suits` people left out, and `placed` more get a place.

    `placed` counts moves too: somebody may go to the newcomer and leave a place to another.
    """

    profile: Profile
    suits: int
    placed: int


def unlocks(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    bans: Sequence[tuple[str, str]] = (),
    places: int = 2,
    most: int = 5,
) -> tuple[Unlock, ...]:
    """What one more peer worker with `places` places would unlock, the most useful first.

    The newcomer is taken to be trained and long well, with hours that suit and no own limits.
    """
    problem = problem_of(
        tuple(people), tuple(peers), rules, today, pinned={}, bans=bans, rarity=None
    )
    seats = who(problem.pairs, problem.places, problem.order)
    left = np.flatnonzero(seats < 0)
    wanted = sorted(
        {profile for i in left for profile in _profiles(problem.columns.people[i])}, key=repr
    )
    newcomers = [_newcomer(n, profile, places, today) for n, profile in enumerate(wanted)]
    columns = columns_of(problem.columns.people, newcomers, rules, today, problem.rarity)
    suited = allowed_pairs(columns)
    rows = suited.rows()
    suits = np.bincount(suited.peers[np.isin(rows, left)], minlength=len(wanted))
    placed = int((seats >= 0).sum())
    found = [
        Unlock(
            wanted[n],
            int(suits[n]),
            _placed_with(problem, rows[suited.peers == n], places) - placed,
        )
        for n in np.argsort(-suits, kind="stable")[:MOST_TRIED].tolist()
    ]
    return tuple(sorted(found, key=lambda unlock: (-unlock.placed, -unlock.suits))[:most])


def _profiles(person: ServiceUser) -> list[Profile]:
    same = {wish.trait for wish in musts(person) if wish.want == "same"}
    traits = tuple((trait, person.traits[trait]) for trait in sorted(same & set(person.traits)))
    age = person.age if "age" in same else None
    return [
        Profile(person.programme, person.setting, language, age, traits)
        for language in person.languages
    ]


def _newcomer(n: int, profile: Profile, places: int, today: date) -> PeerWorker:
    return PeerWorker(
        id=f"newcomer-{n:06}",
        programme=profile.programme,
        languages=(profile.language,),
        training={profile.setting: today + timedelta(days=365)},
        capacity=places,
        recovered_since=today - LONG_WELL,
        traits=dict(profile.traits),
        age=profile.age,
        slots=ANY_HOURS,
    )


def _placed_with(problem: Problem, suited: NDArray[np.int32], places: int) -> int:
    """How many get a place when these people may also go to a newcomer."""
    pairs = problem.pairs
    ends = pairs.starts[suited.astype(np.int64) + 1]
    more = np.zeros(pairs.people_count + 1, dtype=np.int64)
    more[suited.astype(np.int64) + 1] = 1
    extended = Pairs(
        pairs.starts + np.cumsum(more),
        np.insert(pairs.peers, ends, pairs.peer_count),
        np.insert(pairs.fits, ends, 0),
        pairs.peer_count + 1,
    )
    seats = who(extended, np.append(problem.places, places), problem.order)
    return int((seats >= 0).sum())
