"""The inbox: every update of Telegram's is a row before it is acknowledged.

The content is sealed with the service's key, since the sender may be a stranger, and wiped once
the update was handled. Deliberately no ORM here: these statements run for every message.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import MAIN, BotName
from db.columns import digest, instant, sealed, serial, word
from db.engine import is_sqlite, vault_of
from db.errors import SealBroken


class InboxUpdate(SQLModel, table=True):
    """One update as it came, waiting to be handled, done, or set aside after five failures."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("bot_id", "update_id"),)
    id: int | None = serial()
    bot_id: int = Field(sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)
    sender_hash: bytes | None = digest()  # updates of one sender are handled in order
    raw_sealed: bytes | None = sealed()
    state: str = word(12, index=True)
    failures: int = Field(default=0)
    received_at: datetime = instant()


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as the receiver saw it: its sender's Telegram id, if it has one, and its JSON."""

    update_id: int
    sender: int | None
    raw: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored update that was not handled yet; `line` tells whose it is, without saying who."""

    id: int
    update_id: int
    line: bytes
    failures: int


async def store_updates(
    session: AsyncSession,
    bot_id: int,
    arrivals: Sequence[Arrival],
    now: datetime,
    bot: BotName = MAIN,
) -> list[Waiting]:
    """Keep what just arrived; updates that were stored before are left out of the answer."""
    vault = vault_of(session)
    rows = [
        {
            "bot_id": bot_id,
            "update_id": a.update_id,
            "sender_hash": None if a.sender is None else vault.telegram_hash(a.sender, bot),
            "raw_sealed": vault.seal_for_service(a.raw, _place(bot_id, a.update_id)),
            "state": "waiting",
            "failures": 0,
            "received_at": now,
        }
        for a in arrivals
    ]
    if not rows:
        return []
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = (
        insert(InboxUpdate)
        .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
        .returning(
            col(InboxUpdate.id),
            col(InboxUpdate.update_id),
            col(InboxUpdate.sender_hash),
            col(InboxUpdate.failures),
        )
    )
    stored = (await session.exec(statement, params=rows)).all()
    return sorted(_waiting(stored), key=lambda w: w.id)


async def waiting_updates(session: AsyncSession, bot_id: int) -> list[Waiting]:
    """Everything that was stored and not handled, in the order it came."""
    query = (
        select(
            col(InboxUpdate.id),
            col(InboxUpdate.update_id),
            col(InboxUpdate.sender_hash),
            col(InboxUpdate.failures),
        )
        .where(col(InboxUpdate.bot_id) == bot_id, col(InboxUpdate.state) == "waiting")
        .order_by(col(InboxUpdate.id))
    )
    return list(_waiting((await session.exec(query)).all()))


async def read_updates(session: AsyncSession, bot_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Inbox id -> the update's JSON, for those of `ids` that still wait and can be opened."""
    query = select(
        col(InboxUpdate.id), col(InboxUpdate.update_id), col(InboxUpdate.raw_sealed)
    ).where(col(InboxUpdate.id).in_(ids), col(InboxUpdate.state) == "waiting")
    vault = vault_of(session)
    found = {}
    for row_id, update_id, raw in (await session.exec(query)).all():
        if row_id is not None and raw is not None:
            with suppress(SealBroken):
                found[row_id] = vault.unseal_for_service(raw, _place(bot_id, update_id))
    return found


async def close_updates(session: AsyncSession, ids: Sequence[int]) -> None:
    """Say that these updates were handled, and wipe what they said."""
    statement = (
        update(InboxUpdate)
        .where(col(InboxUpdate.id).in_(ids))
        .values(state="done", raw_sealed=None)
    )
    await session.exec(statement, execution_options={"synchronize_session": False})


async def count_failures(session: AsyncSession, failures: Iterable[tuple[int, int, bool]]) -> None:
    """Record (inbox id, failures so far, whether it is set aside) of updates that failed."""
    rows: list[dict[str, Any]] = [
        {"row": row, "n": count, "s": "quarantined" if aside else "waiting"}
        for row, count, aside in failures
    ]
    if rows:
        table = SQLModel.metadata.tables["inbox"]
        statement = (
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(failures=bindparam("n"), state=bindparam("s"))
        )
        connection = await session.connection()
        await connection.execute(statement, rows)


async def inbox_counts(session: AsyncSession) -> dict[str, int]:
    """State -> number of updates in it."""
    query = select(col(InboxUpdate.state), func.count()).group_by(col(InboxUpdate.state))
    return dict((await session.exec(query)).all())


async def forget_handled(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete handled updates that are too old to come again; returns how many.

    Looks at this many of the oldest alone: two busy days of updates are a long look.
    """
    table = SQLModel.metadata.tables["inbox"]
    oldest = select(table.c.id).where(table.c.state == "done").order_by(table.c.id).limit(most)
    statement = table.delete().where(table.c.id.in_(oldest), table.c.received_at < before)
    return (await (await session.connection()).execute(statement)).rowcount


async def forget_sender(session: AsyncSession, sender_hash: bytes) -> None:
    """Delete what is set aside from this sender, and forget who sent what was handled."""
    table = SQLModel.metadata.tables["inbox"]
    from_them = table.c.sender_hash == sender_hash
    connection = await session.connection()
    await connection.execute(table.delete().where(from_them, table.c.state == "quarantined"))
    handled = table.update().where(from_them, table.c.state == "done")
    await connection.execute(handled.values(sender_hash=None))


def _waiting(rows: Iterable[Any]) -> Iterable[Waiting]:
    for row_id, update_id, sender_hash, failures in rows:
        yield Waiting(row_id, update_id, sender_hash or b"", failures)


def _place(bot_id: int, update_id: int) -> str:
    return f"inbox.raw|{bot_id}|{update_id}"
