"""The register of service users: a page of them by stage, and a search by name.

Names are sealed with a key for each person, so the database cannot search them. A search opens
the names of the programme in batches and lets others work in between. An index
over hashed names would be quicker, and would tell a thief who has the same name.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from care.plain_text import fold, without_accents
from db.ids import MembershipId, PersonId
from db.programmes import Programme
from db.register_rows import MemberRow
from db.registers import (
    members_of,
    members_page,
    names_after,
    partners_of,
    stages_in,
)
from flows.actor import SERVICE_USER
from flows.letters import Text, Words
from flows.lists import PAGE
from flows.people_pages import SHOWN
from flows.somebody import names_of
from flows.story import Story

ALL, ONBOARDING = "all", "onboarding"
FILTERS: Mapping[str, Sequence[str]] = {
    ALL: SHOWN,
    **{stage: (stage,) for stage in SHOWN},
    "left": ("left",),
}
SEARCHED = (*SHOWN, "left")
COUNTED = (*SEARCHED, ONBOARDING)
BATCH = 100  # names opened before others work: some milliseconds


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One service user of the list, with the name of their peer where they have one."""

    member_id: MembershipId
    person_id: PersonId
    name: Text | Words
    stage: str
    since: datetime
    peers: tuple[Text | Words, ...]


@dataclass(frozen=True, slots=True)
class PeopleRegister:
    """A page of people; `counts` tells how many each filter holds, `at_answers` who is behind."""

    lines: tuple[PersonLine, ...]
    counts: Mapping[str, int]
    has_more: bool
    at_answers: int


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Whom a search found, `more` when there are others of that name; `looked` is at how many."""

    lines: tuple[PersonLine, ...]
    more: bool
    looked: int


async def people_register(story: Story, where: Programme, kind: str, number: int) -> PeopleRegister:
    """Page `number` (from 1) of the service users at these stages, the latest at it first."""
    counted = await stages_in(story.session, where.id, SERVICE_USER, COUNTED)
    counts = {name: sum(counted[stage] for stage in stages) for name, stages in FILTERS.items()}
    skip = (number - 1) * PAGE
    found = await members_page(
        story.session, where.id, SERVICE_USER, FILTERS[kind], skip=skip, most=PAGE + 1
    )
    lines = await _lines(story, where, found[:PAGE])
    return PeopleRegister(lines, counts, len(found) > PAGE, counted[ONBOARDING])


async def people_called(story: Story, where: Programme, typed: str) -> PeopleFound:
    """Service users whose name holds what was typed, whatever its case and accents."""
    wanted = fold(without_accents(typed))
    found: list[MembershipId] = []
    after: MembershipId | None = None
    looked = 0
    while wanted and len(found) <= PAGE:
        batch = await names_after(story.session, where.id, SERVICE_USER, SEARCHED, after, BATCH)
        if not batch:
            break
        looked, after = looked + len(batch), batch[-1][0]
        found += [of for of, name in batch if wanted in fold(without_accents(name))]
        await asyncio.sleep(0)
    lines = await _lines(story, where, await members_of(story.session, found[:PAGE]))
    return PeopleFound(lines, len(found) > PAGE, looked)


async def _lines(
    story: Story, where: Programme, found: Sequence[MemberRow]
) -> tuple[PersonLine, ...]:
    people = {one.person_id for one in found}
    peers = await partners_of(story.session, where.id, people)
    names = await names_of(story, people | {peer for of in peers.values() for peer in of})
    return tuple(
        PersonLine(
            one.id,
            one.person_id,
            names[one.person_id],
            one.stage,
            one.stage_since,
            tuple(names[peer] for peer in peers.get(one.person_id, ())),
        )
        for one in found
    )
