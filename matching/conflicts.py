"""Hard wishes and things to avoid as bits: a pair is in conflict when both hold the same bit."""

from collections.abc import Hashable, Sequence

from matching.bits import Vocabulary
from matching.kept_apart import spared
from matching.marks import marks
from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import Rules
from matching.wishes import Value, is_met, musts, value_of

Person = ServiceUser | PeerWorker
Asked = dict[tuple[str, str, Value], Wish]
ANYBODY = ("anybody",)
NO_EXPERIENCE = ("no experience told",)


def conflict_masks(
    askers: Sequence[Person], others: Sequence[Person], rules: Rules
) -> tuple[list[int], list[int]]:
    """For each asker the bits that may not be there, for each other the bits that are there.

    "Must share an experience" is not among them, see `matching.needs`.
    """
    known = Vocabulary()
    asked: Asked = {}
    forbids = [known.learned(_forbidden(asker, asked, rules)) for asker in askers]
    if not len(known):
        return forbids, [0] * len(others)
    unmet = _Unmet(known, asked, rules)
    return forbids, [known.mask(_shown(other)) | unmet.mask(other) for other in others]


def _forbidden(asker: Person, asked: Asked, rules: Rules) -> list[Hashable]:
    """Words the asker avoids or is spared, and one key for each must that has to be met."""
    words: list[Hashable] = [*asker.avoid, *spared(asker, rules)]
    if isinstance(asker, PeerWorker):
        words += asker.limits
    for wish in musts(asker):
        if wish.trait == "experience":
            words += _unshared(asker, wish)
        else:
            key = (wish.trait, wish.want, value_of(asker, wish.trait))
            asked[key] = wish
            words.append(key)
    return words


def _unshared(asker: Person, wish: Wish) -> tuple[Hashable, ...]:
    if wish.want == "same":
        return ()
    return (*asker.experiences, NO_EXPERIENCE) if asker.experiences else (ANYBODY,)


def _shown(other: Person) -> list[Hashable]:
    shown: list[Hashable] = [ANYBODY, *marks(other)]
    if not other.experiences:
        shown.append(NO_EXPERIENCE)
    return shown


class _Unmet:
    """The keys of all musts that a person's values do not meet, worked out once for each value."""

    def __init__(self, known: Vocabulary, asked: Asked, rules: Rules) -> None:
        self._known, self._asked, self._rules = known, asked, rules
        self._traits = sorted({trait for trait, _, _ in asked})
        self._masks: dict[tuple[str, Value], int] = {}

    def mask(self, other: Person) -> int:
        mask = 0
        for trait in self._traits:
            value = value_of(other, trait)
            if (trait, value) not in self._masks:
                self._masks[trait, value] = self._known.mask(self._unmet(trait, value))
            mask |= self._masks[trait, value]
        return mask

    def _unmet(self, trait: str, value: Value) -> list[Hashable]:
        return [
            key
            for key, wish in self._asked.items()
            if key[0] == trait and not is_met(wish, key[2], value, self._rules)
        ]
