"""Every allowed pair by id with its fit, so that any outside solver can check a round."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules
from matching.solve import problem_of


def pair_list(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    bans: Sequence[tuple[str, str]] = (),
) -> Iterator[tuple[str, str, int]]:
    """Service user, peer worker, fit; peer workers without a free place are in it too."""
    problem = problem_of(
        tuple(people), tuple(peers), rules, today, pinned={}, bans=bans, rarity=None
    )
    pairs, columns = problem.pairs, problem.columns
    found = zip(pairs.rows().tolist(), pairs.peers.tolist(), pairs.fits.tolist(), strict=True)
    for row, column, fit in found:
        yield columns.people[row].id, columns.peers[column].id, fit
