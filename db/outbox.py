"""The outbox: a letter is one message to one person, and a row before it is anything else.

States: waiting -> sending -> sent | failed | uncertain, or waiting -> withdrawn. What it says is
sealed with the recipient's key and wiped once the letter has left or ended in another way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Index, bindparam, func, update
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import BOTS, MAIN, WORKER, BotName, outbox_signal
from db.columns import (
    digest,
    instant,
    instant_or_none,
    refers_to,
    sealed,
    serial,
    telegram_number,
    word,
    word_or_none,
)
from db.drafts import WRITTEN, Draft
from db.engine import announce, is_sqlite, vault_of
from db.errors import KeyDestroyed, SealBroken
from db.ids import ID_LENGTH, PairingId, PersonId
from db.people import Person


class Lane(IntEnum):
    """Which letters leave first."""

    CRISIS = 0
    CONVERSATION = 1
    REPLY = 2
    CHECKIN = 3
    BULK = 4


class Letter(SQLModel, table=True):
    """One message, edit or removal, addressed to one person."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_person_id_slot", "person_id", "slot"),
        Index("ix_outbox_source", "source_person_id", "source_message_id"),
    )
    id: int | None = serial()
    key: str = Field(unique=True, max_length=120)
    person_id: PersonId = refers_to("person", index=False)
    bot: str = word(8)  # the recipient's bot: the only one that ever sends it
    lane: int
    act: str = word(12)  # send, edit, strip (take the buttons off), delete
    slot: str | None = word_or_none(60)
    target: int | None = telegram_number()  # the message to act on; else the slot's message
    pairing_id: PairingId | None = word_or_none(ID_LENGTH)
    source_person_id: PersonId | None = word_or_none(ID_LENGTH)
    source_message_id: int | None = telegram_number()
    part: int = Field(default=0)  # of its source; a long message is passed on in several
    words_hash: bytes | None = digest()  # keyed, of what its source says now
    recall: str | None = word_or_none(12)  # why it was taken back: unsent, silent, dropped
    content_sealed: bytes | None = sealed()
    silent: bool = Field(default=False)
    told_by: int | None = telegram_number()  # kept: the source whose status line tells of it
    state: str = word(12, index=True)
    attempt: int = Field(default=0)
    repeated: bool = Field(default=False)  # the person is told that it may be a repeat
    reason: str | None = word_or_none(60)
    not_before: datetime | None = instant_or_none()  # kept for this time
    retry_at: datetime | None = instant_or_none()  # when it is tried again, as Telegram asked
    expires_at: datetime | None = instant_or_none()
    message_id: int | None = telegram_number()
    created_at: datetime = instant()
    sent_at: datetime | None = instant_or_none()


OUTBOX = SQLModel.metadata.tables["outbox"]
POSTED = (*WRITTEN, "content_sealed", "state", "attempt", "repeated")
PEOPLE = Person.metadata.tables["person"]
TO_POST: dict[str, Any] = {name: bindparam(name) for name in POSTED} | {
    "bot": columns(PEOPLE.c.bot).where(PEOPLE.c.id == bindparam("person_id")).scalar_subquery()
}


def _post_to(insert: Callable[[Any], Any]) -> Any:
    table = insert(OUTBOX).values(TO_POST).on_conflict_do_nothing(index_elements=["key"])
    return table.returning(OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.bot)


# Built once, since every letter is posted by them and building costs more than posting.
POST_TO_SQLITE, POST_TO_POSTGRESQL = _post_to(sqlite.insert), _post_to(postgresql.insert)


AT_FIRST = {"state": "waiting", "attempt": 0, "repeated": False}


@dataclass(frozen=True, slots=True)
class Queued:
    """A waiting letter as the sender's queue knows it."""

    id: int
    person_id: PersonId
    lane: int
    not_before: datetime | None
    tried: bool = False  # it was claimed before, and later letters must not overtake it


async def post_letter(session: AsyncSession, letter: Draft | Letter, content: str) -> bool:
    """Put a letter into the outbox, once per key; False when the key was posted before."""
    return await _post(session, {letter.key: letter}, await _row(session, letter, content)) == 1


async def post_letters(session: AsyncSession, letters: Sequence[tuple[Draft, str]]) -> int:
    """Put many letters and their contents in at once, as `post_letter` does; how many were new.

    What is for a person who was erased is left out.
    """
    rows = []
    for letter, content in letters:
        with suppress(KeyDestroyed):
            rows.append(await _row(session, letter, content))
    return await _post(session, {letter.key: letter for letter, _ in letters}, rows) if rows else 0


async def replace_waiting(
    session: AsyncSession, person_id: PersonId, slot: str, content: str
) -> bool:
    """Give a still waiting letter of this slot new content; False when none waits."""
    query = select(col(Letter.id), col(Letter.key)).where(
        col(Letter.person_id) == person_id,
        col(Letter.slot) == slot,
        col(Letter.state) == "waiting",
    )
    latest = query.order_by(col(Letter.id).desc()).with_for_update()
    row = (await session.exec(latest)).first()
    if row is None:
        return False
    letter_id, key = row
    await rewrite(session, letter_id or 0, key, person_id, content)
    return True


async def rewrite(
    session: AsyncSession, letter_id: int, key: str, person_id: PersonId, content: str
) -> None:
    """Give a letter other content; the caller has made sure that it still waits."""
    sealed_content = await vault_of(session).seal(session, person_id, content, _place(key))
    await _set(session, [letter_id], content_sealed=sealed_content)


async def waiting_letters(
    session: AsyncSession,
    after: int = 0,
    bots: Sequence[BotName] = BOTS,
    most: int | None = None,
) -> list[Queued]:
    """What waits for these bots with a higher id than `after`, the oldest first; None for all."""
    table = OUTBOX.c
    leaves_at = func.coalesce(table.retry_at, table.not_before)
    query = (
        columns(table.id, table.person_id, table.lane, leaves_at, table.attempt > 0)
        .where(table.state == "waiting", table.id > after, table.bot.in_(bots))
        .order_by(table.id)
        .limit(most)
    )
    rows = (await (await session.connection()).execute(query)).all()
    return [Queued(*row) for row in rows]


async def claim_letters(
    session: AsyncSession, ids: Sequence[int], now: datetime
) -> list[tuple[Letter, str]]:
    """Mark waiting letters as being sent; returns each with its opened content.

    A letter that cannot be opened, such as one to a person who was erased, ends as failed.
    """
    if not ids:
        return []
    statement = (
        update(Letter)
        .where(col(Letter.id).in_(ids), col(Letter.state) == "waiting")
        .values(state="sending", attempt=col(Letter.attempt) + 1, sent_at=now)
        .returning(Letter)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    letters = list((await session.exec(statement)).scalars().all())
    letters.sort(key=lambda letter: letter.id or 0)
    opened = [(letter, await _open_or_end(session, letter)) for letter in letters]
    return [(letter, content) for letter, content in opened if content is not None]


async def mark_sent(
    session: AsyncSession, letter: Letter, message_id: int | None, now: datetime
) -> None:
    """The letter arrived; what it said is wiped."""
    await mark_all_sent(session, [(letter, message_id)], now)


async def mark_all_sent(
    session: AsyncSession, sent: Sequence[tuple[Letter, int | None]], now: datetime
) -> None:
    """These letters arrived, each as this message; what they said is wiped."""
    if not sent:
        return
    table = OUTBOX
    statement = (
        update(table)
        .where(table.c.id == bindparam("letter"))
        .values(state="sent", message_id=bindparam("message"), sent_at=now, content_sealed=None)
    )
    rows = [{"letter": _id(letter), "message": message_id} for letter, message_id in sent]
    await (await session.connection()).execute(statement, rows)


async def mark_waiting(
    session: AsyncSession, letter: Letter, retry_at: datetime | None, *, repeated: bool
) -> None:
    """The letter goes back into the queue; `repeated` says that it may arrive twice."""
    await _set(
        session,
        [_id(letter)],
        state="waiting",
        retry_at=retry_at,
        repeated=letter.repeated or repeated,
        sent_at=None,
    )
    queued = Queued(_id(letter), letter.person_id, letter.lane, retry_at, tried=True)
    announce(session, outbox_signal(bot_of(letter)), queued)


async def mark_ended(session: AsyncSession, letter: Letter, state: str, reason: str) -> None:
    """The letter is `failed`, `uncertain` or `withdrawn` for good; what it said is wiped."""
    await _set(
        session, [_id(letter)], state=state, reason=reason, content_sealed=None, sent_at=None
    )


def bot_of(letter: Letter) -> BotName:
    """The recipient's bot, which alone sends the letter."""
    return WORKER if letter.bot == WORKER else MAIN


async def _row(session: AsyncSession, letter: Draft | Letter, content: str) -> dict[str, Any]:
    vault, place = vault_of(session), _place(letter.key)
    sealed_content = await vault.seal(session, letter.person_id, content, place)
    written = {name: getattr(letter, name) for name in WRITTEN}
    return written | {"content_sealed": sealed_content} | AT_FIRST


async def _post(
    session: AsyncSession,
    letters: Mapping[str, Draft | Letter],
    rows: dict[str, Any] | list[dict[str, Any]],
) -> int:
    await session.flush()  # the recipient may be as new as the letter
    statement = POST_TO_SQLITE if is_sqlite(session) else POST_TO_POSTGRESQL
    posted = (await (await session.connection()).execute(statement, rows)).all()
    for letter_id, key, bot in posted:
        letter = letters[key]
        queued = Queued(letter_id, letter.person_id, letter.lane, letter.not_before)
        announce(session, outbox_signal(bot), queued)
    return len(posted)


async def _open_or_end(session: AsyncSession, letter: Letter) -> str | None:
    if letter.content_sealed is None:
        return ""
    vault, place = vault_of(session), _place(letter.key)
    try:
        return await vault.unseal(session, letter.person_id, letter.content_sealed, place)
    except (KeyDestroyed, SealBroken):
        await mark_ended(session, letter, "failed", "unreadable")
        return None


async def _set(session: AsyncSession, ids: Iterable[int], **values: object) -> None:
    statement = update(Letter).where(col(Letter.id).in_(list(ids))).values(**values)
    await session.exec(statement, execution_options={"synchronize_session": False})


def _id(letter: Letter) -> int:
    if letter.id is None:
        raise LookupError("The letter is not in the outbox.")
    return letter.id


def _place(key: str) -> str:
    return f"outbox.content|{key}"
