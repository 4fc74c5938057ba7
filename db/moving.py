"""Moving to the worker bot: the person stays who they are, and every number of their old chat goes.

Messages are numbered for each chat, so a number of the old one would mean another message in the
new one. Everything that holds such a number is deleted, or forgets it.
"""

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import WORKER
from db.engine import vault_of
from db.floods import Flood
from db.held_messages import HeldMessage
from db.inbox import forget_sender
from db.message_map import MappedMessage
from db.outbox import Letter
from db.parked_edits import ParkedEdit
from db.people import Person
from db.slots import Slot


async def is_something_on_the_way(session: AsyncSession, someone: Person) -> bool:
    """Whether a letter to the person, or a message of theirs, has not found its end yet."""
    letters = select(Letter.id).where(
        col(Letter.state).in_(("waiting", "sending")),
        (col(Letter.person_id) == someone.id) | (col(Letter.source_person_id) == someone.id),
    )
    held = select(HeldMessage.id).where(col(HeldMessage.person_id) == someone.id)
    found = [(await session.exec(query.limit(1))).first() for query in (letters, held)]
    return any(one is not None for one in found)


async def move_to_worker_bot(session: AsyncSession, someone: Person, telegram_id: int) -> None:
    """Let the person be found and written to at the worker bot from now on."""
    for table, owner in (
        (Slot, col(Slot.person_id)),
        (ParkedEdit, col(ParkedEdit.person_id)),
        (Flood, col(Flood.person_id)),
        (MappedMessage, col(MappedMessage.sender_id)),
        (MappedMessage, col(MappedMessage.recipient_id)),
    ):
        await session.exec(delete(table).where(owner == someone.id))
    unnumbered = {"synchronize_session": False}
    to_them = update(Letter).where(col(Letter.person_id) == someone.id)
    by_them = update(Letter).where(col(Letter.source_person_id) == someone.id)
    await session.exec(to_them.values(message_id=None, target=None), execution_options=unnumbered)
    numbers = {"source_message_id": None, "told_by": None}
    await session.exec(by_them.values(**numbers), execution_options=unnumbered)
    if someone.telegram_hash is not None:
        await forget_sender(session, someone.telegram_hash)
    someone.bot = WORKER
    someone.telegram_hash = vault_of(session).telegram_hash(telegram_id, WORKER)
    someone.current_pairing_id = None
    someone.unreachable_since = None
    session.add(someone)
    await session.flush()
