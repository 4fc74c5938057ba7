"""Claimed letters, with all that is needed to send them without the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.errors import KeyDestroyed, SealBroken
from db.ids import PersonId
from db.message_map import copy_of_part
from db.outbox import Letter, claim_letters
from db.people import Person, telegram_id_of
from db.slots import slot_message
from flows.letters import Body, read_body


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that is being sent.

    `chat_id` is None when there is no way to the person any more. `target` is the message that an
    edit or a removal acts on, if there is one; `shown` is what the letter's slot shows now.
    """

    letter: Letter
    body: Body | None
    chat_id: int | None
    language: str
    target: int | None = None
    shown: int | None = None


async def claim_mail(session: AsyncSession, ids: Sequence[int], now: datetime) -> list[Mail]:
    """Claim the letters that still wait, each with its recipient, in order."""
    claimed = await claim_letters(session, ids, now)
    if not claimed:
        return []
    people = await _people(session, {letter.person_id for letter, _ in claimed})
    return [await _mail(session, letter, text, people) for letter, text in claimed]


async def _people(session: AsyncSession, ids: set[PersonId]) -> dict[PersonId, Person]:
    found = await session.exec(select(Person).where(col(Person.id).in_(ids)))
    return {someone.id: someone for someone in found}


async def _mail(
    session: AsyncSession, letter: Letter, text: str, people: dict[PersonId, Person]
) -> Mail:
    person = people[letter.person_id]
    shown = None
    if letter.slot is not None and letter.act != "send":
        shown = await slot_message(session, letter.person_id, letter.slot)
    return Mail(
        letter,
        read_body(text) if text else None,
        await _chat_or_none(session, person),
        person.language,
        await _target(session, letter, shown),
        shown,
    )


async def _target(session: AsyncSession, letter: Letter, shown: int | None) -> int | None:
    """The message to act on; the copy of a passed-on message is known once that has left."""
    if letter.target is not None or letter.act != "edit":
        return letter.target if letter.target is not None else shown
    if letter.source_person_id is None or letter.source_message_id is None:
        return shown
    writer, source = letter.source_person_id, letter.source_message_id
    return await copy_of_part(session, writer, source, letter.part)


async def _chat_or_none(session: AsyncSession, person: Person) -> int | None:
    try:
        return await telegram_id_of(session, person)
    except (KeyDestroyed, SealBroken):
        return None
