"""The audit in words: who did or saw what, when, and about whom."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.audit import SYSTEM, AuditRow
from db.audit_lists import Wanted, audit_rows, has_had_a_role, pairings_named, people_named
from db.ids import PersonId, ProgrammeId
from db.memberships import members
from db.pairings import Pairing
from flows.actor import COORDINATOR
from flows.audit_acts import act_in_words
from flows.letters import Text, Words, say
from flows.somebody import names_of
from flows.story import Story

BATCH = 500  # rows of an export at a time
STAGES = ("active", "to_confirm", "paused", "left")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that a row names; `person_id` leads to all rows about a person."""

    name: Text | Words
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row in words. `about` has two people for a pairing, and nobody for a setting."""

    id: int
    at: datetime
    by: Named
    what: Text
    act: str
    about: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AuditList:
    """A page of rows, and whether there are more."""

    lines: tuple[AuditLine, ...]
    has_more: bool


async def audit_page(
    story: Story,
    reader: PersonId,
    where: ProgrammeId,
    wanted: Wanted,
    *,
    most: int,
    after: int,
) -> AuditList:
    """Rows of the programme, the newest first."""
    found = await audit_rows(story.session, where, reader, wanted, most=most + 1, after=after)
    return AuditList(tuple(await _in_words(story, found[:most])), len(found) > most)


async def whole_audit(
    story: Story, reader: PersonId, where: ProgrammeId, wanted: Wanted
) -> AsyncIterator[Sequence[AuditLine]]:
    """All of these rows, batch by batch."""
    last: int | None = None
    while rows := await audit_rows(
        story.session, where, reader, wanted, most=BATCH, before_id=last
    ):
        yield await _in_words(story, rows)
        last = rows[-1].id


async def coordinators_of(story: Story, where: ProgrammeId) -> list[tuple[str, Text | Words]]:
    """Who may have acted: each coordinator of the programme, then the service itself."""
    found = await members(story.session, where, COORDINATOR, STAGES)
    names = await names_of(story, {one.person_id for one in found})
    return [
        *((one.person_id, names[one.person_id]) for one in found),
        (SYSTEM, say("console.audit.service")),
    ]


async def person_in(story: Story, where: ProgrammeId, person_id: str) -> Named | None:
    """Somebody with a role in the programme, now or before; None for everybody else."""
    known = PersonId(person_id)
    if not await has_had_a_role(story.session, where, known):
        return None
    return Named((await names_of(story, {known}))[known], known)


async def _in_words(story: Story, rows: Sequence[AuditRow]) -> list[AuditLine]:
    ids = {row.about for row in rows if row.about}
    pairings = await pairings_named(story.session, ids)
    wanted: set[str] = ids - set(pairings)
    wanted |= {row.actor for row in rows if row.actor != SYSTEM}
    for pairing in pairings.values():
        wanted |= {pairing.service_user_id, pairing.peer_worker_id}
    names = await names_of(story, await people_named(story.session, wanted))
    return [_line(row, names, pairings) for row in rows]


def _line(
    row: AuditRow,
    names: dict[PersonId, Text | Words],
    pairings: dict[str, Pairing],
) -> AuditLine:
    pairing = pairings.get(row.about or "")
    if pairing is not None:
        about = [pairing.service_user_id, pairing.peer_worker_id]
    else:
        about = [PersonId(row.about)] if row.about and row.about != row.actor else []
    is_service = row.actor == SYSTEM
    by = Named(say("console.audit.service")) if is_service else _named(PersonId(row.actor), names)
    return AuditLine(
        id=row.id or 0,
        at=row.at,
        by=by,
        what=act_in_words(row.act),
        act=row.act,
        about=tuple(_named(one, names) for one in about if one in names),
    )


def _named(person_id: PersonId, names: dict[PersonId, Text | Words]) -> Named:
    name = names.get(person_id)
    return Named(say("console.somebody.deleted")) if name is None else Named(name, person_id)
