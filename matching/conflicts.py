"""Hard wishes and things to avoid as bits: a pair is in conflict when both hold the same bit."""

from collections.abc import Hashable, Mapping, Sequence

from matching.bits import Vocabulary
from matching.kept_apart import spared
from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import Rules
from matching.told import Told
from matching.wishes import Value, is_met, musts, value_of

Person = ServiceUser | PeerWorker
Asked = dict[tuple[str, str, Value], Wish]
ANYBODY = ("anybody",)
NO_EXPERIENCE = ("no experience told",)


def conflict_masks(
    askers: Sequence[Person], others: Told, rules: Rules
) -> tuple[list[int], list[int]]:
    """For each asker the bits that may not be there, for each other the bits that are there.

    "Must share an experience" is not among them, see `matching.needs`.
    """
    known = Vocabulary()
    asked: Asked = {}
    forbids = [known.learned(_forbidden(asker, asked, rules)) for asker in askers]
    if not len(known):
        return forbids, [0] * len(others)
    shown = [_experiences(other, known) for other in others.people]
    for trait in _traits(known, asked):
        values, where = others.of(trait)
        masks = [_mask(trait, value, known, asked, rules) for value in values]
        shown = [mask | masks[n] for mask, n in zip(shown, where.tolist(), strict=True)]
    return forbids, shown


def _forbidden(asker: Person, asked: Asked, rules: Rules) -> list[Hashable]:
    """Words the asker avoids or is spared, and one key for each must that has to be met."""
    words: list[Hashable] = [*asker.avoid, *spared(asker, rules)]
    if isinstance(asker, PeerWorker):
        words += asker.limits
    if not asker.wishes:
        return words
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


def _experiences(other: Person, known: Vocabulary) -> int:
    return known.mask((ANYBODY, *(other.experiences or (NO_EXPERIENCE,))))


def _traits(known: Vocabulary, asked: Mapping[tuple[str, str, Value], Wish]) -> list[str]:
    """Traits that somebody avoids a value of, or has a must about."""
    words = [word for word in known.words() if isinstance(word, str) and ":" in word]
    return sorted({word.partition(":")[0] for word in words} | {trait for trait, _, _ in asked})


def _mask(trait: str, value: Value, known: Vocabulary, asked: Asked, rules: Rules) -> int:
    """The bits of somebody with that value: words to avoid, and musts it does not meet."""
    told = value if isinstance(value, frozenset) else () if value is None else (value,)
    unmet = [
        key
        for key, wish in asked.items()
        if key[0] == trait and not is_met(wish, key[2], value, rules)
    ]
    return known.mask([*(f"{trait}:{one}" for one in told), *unmet])
