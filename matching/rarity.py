"""How rare a lived experience is among peer workers, as a factor 1 to 4."""

from collections import Counter
from collections.abc import Iterable, Mapping

from matching.people import PeerWorker

# Up to this many percent of peer workers, and the factor; our choice, in whole numbers.
STEPS = ((5, 4), (15, 3), (40, 2))
COMMON = 1


def rarity_of(peers: Iterable[PeerWorker]) -> Mapping[str, int]:
    """Lived experience to factor: 4 up to 5 % of peer workers, 3 up to 15 %, 2 up to 40 %, else 1.

    An experience that nobody shares is missing from the answer and counts as 4.
    """
    everybody = list(peers)
    counts = Counter(code for peer in everybody for code in peer.experiences)
    return {code: factor(count, len(everybody)) for code, count in counts.items()}


def factor(count: int, of: int) -> int:
    """The factor of an experience that `count` of `of` peer workers share."""
    return next((value for percent, value in STEPS if 100 * count <= percent * of), COMMON)
