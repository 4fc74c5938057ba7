"""What would help somebody to a place: which limits would have to give, each proven by a try."""

from collections.abc import Iterable
from dataclasses import dataclass

from db.ids import PersonId
from db.people import name_of, person_or_none, read_people
from db.programmes import Programme
from flows.errors import Refused
from flows.labels import labels_of
from flows.matching_list import MatchingList
from flows.programmes import pack_of
from flows.rounds import couples_that_count
from flows.story import Story
from matching.advice import Advice, advise
from matching.live import live_round
from matching.words import words

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Help:
    """Limits that would all have to give, and the peer workers whom this would open."""

    limits: tuple[str, ...]
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helped:
    """What would give a person a place; `full` is who suits them, with whom their places are."""

    helps: tuple[Help, ...]
    full: tuple[tuple[str, tuple[str, ...]], ...]


def advice_for(listed: MatchingList, person_id: str) -> Advice:
    """What would help this person in the round over the list. Asks no records.

    Raises Refused where they are not in it.
    """
    if not any(one.id == person_id for one in listed.people):
        raise Refused("what_if.not_in_it")
    pins, bans = couples_that_count(listed)
    live = live_round(
        listed.people, listed.peers, listed.rules, today=listed.today, pins=pins, bans=bans
    )
    return advise(live, person_id)


async def helped(story: Story, where: Programme, advice: Advice) -> Helped:
    """The advice in words, with names."""
    labels = labels_of(pack_of(story, where))
    helps = [
        Help(
            tuple(words(limit, "coordinator", labels) or "" for limit in one.limits),
            await _names(story, one.peers),
        )
        for one in advice.relaxations
    ]
    full = [
        (" ".join(await _names(story, [peer])), await _names(story, people))
        for peer, people in list(advice.full.items())[:MOST_SHOWN]
    ]
    return Helped(tuple(helps), tuple(full))


async def _names(story: Story, ids: Iterable[str]) -> tuple[str, ...]:
    first = [PersonId(id_) for id_ in ids][:MOST_SHOWN]
    await read_people(story.session, first)
    found = [await person_or_none(story.session, id_) for id_ in first]
    return tuple([await name_of(story.session, one) if one else "" for one in found])
