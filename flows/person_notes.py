"""Notes on a person or a pairing: added by coordinators for each other; each look is audited."""

from dataclasses import dataclass
from datetime import datetime

from db.audit import record_act
from db.errors import KeyDestroyed
from db.ids import MembershipId
from db.memberships import Membership, membership_in, membership_or_none
from db.pairings import Pairing
from db.people import person
from db.person_notes import (
    PersonNote,
    add_person_note,
    notes_on_pairing,
    notes_on_role,
    words_of_person_note,
)
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import Text, Words, body, say
from flows.pairing_page import pairing_to_see
from flows.somebody import called_by_id
from flows.story import Story

MOST_SHOWN = 50
MOST_LETTERS = 4_000


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note: who wrote it, when, what it says, and whether it is about one pairing."""

    by: Text | Words
    at: datetime
    words: str
    pairing_id: str | None


async def notes_of_role(story: Story, membership: Membership) -> tuple[NoteLine, ...]:
    """The notes on somebody's role, the newest first."""
    return await _lines(story, await notes_on_role(story.session, membership.id, MOST_SHOWN))


async def notes_of_pairing(story: Story, pairing: Pairing) -> tuple[NoteLine, ...]:
    """The notes on a pairing, the newest first."""
    return await _lines(story, await notes_on_pairing(story.session, pairing.id, MOST_SHOWN))


async def add_note(story: Story, actor: Actor, membership_id: str, words: str) -> None:
    """Keep a note on somebody; raises Refused for all but coordinators, and about the deleted."""
    membership = await membership_or_none(story.session, MembershipId(membership_id))
    if membership is None:
        raise Refused("people.gone")
    actor.ensure_coordinator(membership.programme_id)
    if membership.person_id == actor.person.id:
        raise Refused("note.about_you")
    await _add(story, actor, membership, words, None)


async def add_note_on_pairing(story: Story, actor: Actor, pairing_id: str, words: str) -> None:
    """Keep a note on a pairing: it is sealed for its service user, and stands on their page too."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    membership = await membership_in(
        story.session, pairing.service_user_id, pairing.programme_id, SERVICE_USER
    )
    if membership is None:
        raise Refused("people.gone")
    await _add(story, actor, membership, words, pairing)


async def _add(
    story: Story, actor: Actor, membership: Membership, words: str, pairing: Pairing | None
) -> None:
    if (await person(story.session, membership.person_id)).erased_at is not None:
        raise Refused("alert.person_deleted")
    pairing_id = pairing.id if pairing is not None else None
    await add_person_note(
        story.session, membership, actor.person.id, words, story.now, pairing_id=pairing_id
    )
    await record_act(
        story.session,
        actor.person.id,
        "note.added",
        about=pairing_id or membership.person_id,
        programme_id=membership.programme_id,
        now=story.now,
    )
    await story.post(actor.person.id, body(say("note.kept")))


async def _lines(story: Story, notes: list[PersonNote]) -> tuple[NoteLine, ...]:
    lines = []
    for note in notes:
        try:
            words = await words_of_person_note(story.session, note)
        except KeyDestroyed:
            continue
        by = await called_by_id(story, note.author_id)
        lines.append(NoteLine(by, note.at, words, note.pairing_id))
    return tuple(lines)
