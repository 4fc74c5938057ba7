"""The floors of the relay benchmark: a bare aiogram bot that sends back what it gets.

    python -m benchmarks.bare_echo echo|echo+commit API_URL FOLDER

`echo+commit` writes each message into SQLite first, with one durable commit (WAL, FULL) each.
"""

import asyncio
import gc
import sqlite3
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

TOKEN = "7000000001:benchmark"


async def echo(api: str, records: sqlite3.Connection | None) -> None:
    """Answer every message with itself until the process ends."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        if records is not None:
            records.execute("BEGIN IMMEDIATE")
            values = (message.chat.id, message.text)
            records.execute("INSERT INTO said (who, what) VALUES (?, ?)", values)
            records.execute("COMMIT")
        await message.answer(message.text or "")

    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    gc.collect()
    gc.freeze()
    await dispatcher.start_polling(Bot(TOKEN, session=session))


def open_records(folder: Path) -> sqlite3.Connection:
    """An empty table, with the pragmas that make a commit durable."""
    records = sqlite3.connect(folder / "echo.db", isolation_level=None)
    records.execute("PRAGMA journal_mode=WAL")
    records.execute("PRAGMA synchronous=FULL")
    records.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, who INTEGER, what TEXT)")
    return records


if __name__ == "__main__":
    kind, address, where = sys.argv[1:]
    asyncio.run(echo(address, open_records(Path(where)) if kind == "echo+commit" else None))
