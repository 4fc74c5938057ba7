"""The waiting list as coordinators read it: who, since when, and why somebody is hard to match.

Nothing is matched here: what the last round came to is shown, with its time.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.ids import MembershipId, PersonId
from db.match_rounds import (
    ALL_FULL,
    NOBODY_SUITS,
    PLACED,
    MatchRound,
    Place,
    round_or_none,
    unlocks_of,
)
from db.people import names_by_id
from db.programmes import Programme
from db.waiting_list import (
    UnderWay,
    Waiter,
    opened_place,
    pairs_under_way,
    sizes_of,
    waiters,
)
from flows.labels import labels_of
from flows.letters import Text, say
from flows.programmes import pack_of
from flows.story import Story
from flows.suggestions import MOST_AT_A_PRESS

THIS_IS_YOU = say("console.this_is_you")
VIEWS = ("all", "hard", "break")
UNDER_WAY = ("suggested", "approved", "offered", "accepted")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person of the list; `days` are whole days without breaks, `why` says what matching found.

    `suggestion_id` is that of a pair to review. Of themselves a reader sees what `is_you` leaves.
    """

    id: MembershipId
    name: str
    since: datetime
    days: int
    state: Text
    why: tuple[Text, ...] = ()
    suggestion_id: str = ""
    is_you: bool = False


@dataclass(frozen=True, slots=True)
class Unlocked:
    """One more peer worker like this would give `placed` more people a place."""

    who: str
    placed: int
    suits: int


@dataclass(frozen=True, slots=True)
class LastRound:
    """The last round: when it was made, and its counts."""

    made_at: datetime
    waiting: int
    places: int
    placed: int
    unlocked: tuple[Unlocked, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a waiting list, and its last round if there was one.

    `to_review` are suggested pairs of others than the reader.
    """

    waiting: int
    hard: int
    on_break: int
    to_review: int
    last: LastRound | None
    is_long: bool


async def overview(story: Story, where: Programme, reader: PersonId) -> Overview:
    """The counts of the list and of its last round."""
    last = await round_or_none(story.session, where.id)
    sizes = await sizes_of(story.session, where.id, reader)
    return Overview(
        waiting=sizes.waiting,
        hard=sizes.hard,
        on_break=sizes.on_break,
        to_review=sizes.to_review,
        last=_last_round(story, where, last) if last else None,
        is_long=sizes.waiting > MOST_AT_A_PRESS,
    )


async def page_of_waiting(
    story: Story, where: Programme, view: str, first: int, most: int, reader: PersonId
) -> list[Waiting]:
    """Who waits, the longest first, or takes a break; `view` is one of `VIEWS`."""
    stage = "paused" if view == "break" else "waiting"
    hard = view == "hard"
    found = await waiters(story.session, where.id, stage, hard=hard, first=first, most=most)
    ids = {one.person_id for one in found}
    of = await pairs_under_way(story.session, where.id, ids, UNDER_WAY)
    known = await names_by_id(story.session, ids | {pair.peer_worker_id for pair in of.values()})
    names = {who: name or "" for who, name in known.items()}
    return [
        _of_the_reader(story, one, names)
        if one.person_id == reader
        else await _waiting(story, one, of.get(one.person_id), names, reader)
        for one in found
    ]


def _of_the_reader(story: Story, one: Waiter, names: Mapping[PersonId, str]) -> Waiting:
    days, name = one.days(story.now), names[one.person_id]
    return Waiting(one.id, name, one.since, days, THIS_IS_YOU, is_you=True)


async def _waiting(
    story: Story,
    one: Waiter,
    pair: UnderWay | None,
    names: Mapping[PersonId, str],
    reader: PersonId,
) -> Waiting:
    place = await opened_place(story.session, one)
    state = _state(place)
    if pair is not None:
        state = say(f"console.waiting.state.{pair.state}", peer=names[pair.peer_worker_id])
    is_open = pair is not None and pair.state == "suggested"
    return Waiting(
        id=one.id,
        name=names[one.person_id],
        since=one.since,
        days=one.days(story.now),
        state=state,
        why=why_hard(place),
        suggestion_id=pair.id if pair and is_open and pair.peer_worker_id != reader else "",
    )


def _state(place: Place | None) -> Text:
    if place is None or place.outcome not in (PLACED, ALL_FULL, NOBODY_SUITS):
        return say("console.waiting.state.not_in_it")
    return say(f"console.waiting.state.{place.outcome}", n=place.suited)


def why_hard(place: Place | None, most: int = 3) -> tuple[Text, ...]:
    """What stands against most peer workers, the most frequent first; nothing personal in it."""
    if place is None or not place.why:
        return ()
    often = sorted(place.why.items(), key=lambda one: (-one[1], one[0]))
    return tuple(limit_text(code, n) for code, n in often[:most])


def limit_text(code: str, n: int) -> Text:
    """How many peer workers a limit rules out, in words."""
    return say(f"console.waiting.{code}", n=n)


def _last_round(story: Story, where: Programme, found: MatchRound) -> LastRound:
    labels = labels_of(pack_of(story, where))
    unlocked = json.loads(unlocks_of(story.session, found))
    return LastRound(
        made_at=found.made_at,
        waiting=found.waiting,
        places=found.places,
        placed=found.placed,
        unlocked=tuple(
            Unlocked(_profile(one["profile"], labels), one["placed"], one["suits"])
            for one in unlocked
            if one["placed"] > 0
        ),
    )


def _profile(profile: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """The traits of a peer worker who could be looked for, in the pack's words."""
    traits: Sequence[str] = [value for _, value in profile["traits"]]
    shown = [labels.get(code, code) for code in (profile["language"], *traits)]
    if profile["age"] is not None:
        shown.append(str(profile["age"]))
    return ", ".join(shown)
