"""Hard wishes and things to avoid as bits: a pair is in conflict when both hold the same bit."""

from collections.abc import Hashable, Sequence

from matching.bits import Vocabulary
from matching.marks import marks
from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import Rules
from matching.wishes import Value, is_met, musts, value_of

Person = ServiceUser | PeerWorker
ANYBODY = ("anybody",)
NO_EXPERIENCE = ("no experience told",)


def conflict_masks(
    askers: Sequence[Person], others: Sequence[Person], rules: Rules
) -> tuple[list[int], list[int]]:
    """For each asker the bits that may not be there, for each other the bits that are there.

    "Must share an experience" is not among them, see `matching.needs`.
    """
    forbidding = _Forbidding(others, askers, rules)
    forbids = [forbidding.words(asker) for asker in askers]
    known = Vocabulary(word for words in forbids for word in words)
    return (
        [known.mask(words) for words in forbids],
        [known.mask(forbidding.shown(other)) for other in others],
    )


class _Forbidding:
    """Turns each must-have into the values of the other side that do not meet it."""

    def __init__(self, others: Sequence[Person], askers: Sequence[Person], rules: Rules) -> None:
        self._rules = rules
        self._traits = {wish.trait for asker in askers for wish in musts(asker)} - {"experience"}
        self._values: dict[str, list[Value]] = {
            trait: list({value_of(other, trait): None for other in others})
            for trait in self._traits
        }
        self._refused: dict[tuple[Wish, Value], tuple[Hashable, ...]] = {}

    def words(self, asker: Person) -> set[Hashable]:
        words: set[Hashable] = set(asker.avoid)
        if isinstance(asker, PeerWorker):
            words |= asker.limits
        for wish in musts(asker):
            if wish.trait == "experience":
                words.update(self._unshared(asker, wish))
            else:
                words.update(self._unmet(wish, value_of(asker, wish.trait)))
        return words

    def shown(self, other: Person) -> list[Hashable]:
        shown: list[Hashable] = [*marks(other), ANYBODY]
        shown += [(trait, value_of(other, trait)) for trait in self._traits]
        if not other.experiences:
            shown.append(NO_EXPERIENCE)
        return shown

    def _unmet(self, wish: Wish, own: Value) -> tuple[Hashable, ...]:
        key = (wish, own)
        if key not in self._refused:
            self._refused[key] = tuple(
                (wish.trait, value)
                for value in self._values[wish.trait]
                if not is_met(wish, own, value, self._rules)
            )
        return self._refused[key]

    def _unshared(self, asker: Person, wish: Wish) -> tuple[Hashable, ...]:
        if wish.want == "same":
            return ()
        return (*asker.experiences, NO_EXPERIENCE) if asker.experiences else (ANYBODY,)
