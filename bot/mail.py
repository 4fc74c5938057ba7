"""Claimed letters, with all that is needed to send them without the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.topics import TopicWay
from db.errors import KeyDestroyed, SealBroken
from db.ids import PersonId
from db.message_map import copy_of_part
from db.outbox import Letter, claim_letters
from db.people import Person, telegram_id_of
from db.slots import slot_message
from db.topics import topic_of
from flows.letters import Body, read_body
from flows.status_lines import pairing_of_slot
from flows.topic_names import name_in_topic

IN_TOPICS = ("send", "edit", "name_topic")  # acts that make or name a topic


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that is being sent.

    `chat_id` is None when there is no way to the person any more. `target` is the message that an
    edit or a removal acts on, if there is one; `shown` is what the letter's slot shows now. A copy
    is of `target` in `from_chat`. `topic` is None for the main chat.
    """

    letter: Letter
    body: Body | None
    chat_id: int | None
    language: str
    target: int | None = None
    shown: int | None = None
    from_chat: int | None = None
    topic: TopicWay | None = None


async def claim_mail(
    session: AsyncSession, ids: Sequence[int], now: datetime, *, has_topics: bool = False
) -> list[Mail]:
    """Claim the letters that still wait, each with its recipient, in order."""
    claimed = await claim_letters(session, ids, now)
    if not claimed:
        return []
    people = await _people(session, {letter.person_id for letter, _ in claimed})
    mails = [await _mail(session, letter, text, people) for letter, text in claimed]
    return [await _into_topic(session, mail) for mail in mails] if has_topics else mails


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
        await _chat_or_none(session, person) if person.bot == letter.bot else None,
        person.language,
        await target_of(session, letter, shown),
        shown,
        await _source_chat(session, letter),
    )


async def target_of(session: AsyncSession, letter: Letter, shown: int | None) -> int | None:
    """The message to act on; the copy of a passed-on message is known once that has left."""
    if letter.target is not None or letter.act != "edit":
        return letter.target if letter.target is not None else shown
    if letter.source_person_id is None or letter.source_message_id is None:
        return shown
    writer, source = letter.source_person_id, letter.source_message_id
    return await copy_of_part(session, writer, source, letter.part)


async def _source_chat(session: AsyncSession, letter: Letter) -> int | None:
    """The chat that a copy is taken out of: the reporter's own, at the bot that copies."""
    if letter.act != "copy" or letter.source_person_id is None:
        return None
    reporter = await session.get(Person, letter.source_person_id)
    if reporter is None or reporter.bot != letter.bot:
        return None
    return await _chat_or_none(session, reporter)


async def _into_topic(session: AsyncSession, mail: Mail) -> Mail:
    """The letter on its way into the topic of its pairing, if it is about one."""
    pairing_id = mail.letter.pairing_id or pairing_of_slot(mail.letter.slot or "")
    if pairing_id is None or mail.letter.act not in IN_TOPICS:
        return mail
    found = await topic_of(session, pairing_id)
    thread = found.thread_id if found else None
    named = await name_in_topic(session, pairing_id, mail.letter.person_id)
    if named is None or (thread is None and not named.runs and not mail.letter.source_person_id):
        return mail  # a last word of ours about a pairing that never had a topic
    return replace(mail, topic=TopicWay(pairing_id, named.name, thread))


async def _chat_or_none(session: AsyncSession, person: Person) -> int | None:
    try:
        return await telegram_id_of(session, person)
    except (KeyDestroyed, SealBroken):
        return None
