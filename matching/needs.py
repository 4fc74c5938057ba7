"""What two people must have in common, as bits: a pair needs at least one shared bit."""

from collections.abc import Sequence

from matching.bits import Vocabulary, Words, both_words
from matching.people import PeerWorker, ServiceUser
from matching.rules import Rules

Person = ServiceUser | PeerWorker
Need = tuple[Words, Words]
EVERYBODY = 1


def needs_of(
    people: Sequence[ServiceUser], peers: Sequence[PeerWorker], rules: Rules
) -> list[Need]:
    """The needs that apply, each as rows for service users and rows for peer workers."""
    needs = []
    if "language" in rules.limits:
        needs.append(_languages(people, peers))
    if any(_asks_experience(person) for person in people):
        needs.append(_experience(people, peers))
    if any(_asks_experience(peer) for peer in peers):
        rows, columns = _experience(peers, people)
        needs.append((columns, rows))
    return needs


def _languages(people: Sequence[ServiceUser], peers: Sequence[PeerWorker]) -> Need:
    known = Vocabulary(code for person in people for code in person.languages)
    return both_words(
        [known.mask(person.languages) for person in people],
        [known.mask(peer.languages) for peer in peers],
    )


def _experience(askers: Sequence[Person], others: Sequence[Person]) -> Need:
    """Rows that meet when an experience is shared, or when the asker does not ask for one."""
    known = Vocabulary([EVERYBODY])
    for asker in askers:
        for code in asker.experiences:
            known.learn(code)
    return both_words(
        [
            known.mask(asker.experiences if _asks_experience(asker) else [EVERYBODY])
            for asker in askers
        ],
        [known.mask([EVERYBODY, *other.experiences]) for other in others],
    )


def _asks_experience(person: Person) -> bool:
    return any((wish.trait, wish.want) == ("experience", "same") for wish in person.wishes)
