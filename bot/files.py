"""Fetching the files that people sent. No address is ever told: it would hold the bot's token."""

from typing import Any

from aiogram import Bot

from bot.api import Session
from bot.errors import FetchFailed, FileTooLarge
from bot.raw_methods import RawGetFile

MOST_BYTES = 20 * 1024 * 1024  # core.telegram.org/bots/api#getfile
FETCH_SECONDS = 20.0  # for the whole file: meanwhile nothing else leaves to its reader


async def fetch_file(bot: Bot, file_id: str) -> bytes:
    """The bytes of a file that this bot was sent.

    Raises FileTooLarge above 20 MB, FetchFailed where Telegram does not give it or breaks off, and
    what every request raises: aiogram's errors, NotConnected among them.
    """
    method = RawGetFile(file_id=file_id)
    told: Any = await bot(method)
    path = told.get("file_path") if isinstance(told, dict) else None
    if not isinstance(path, str) or not isinstance(bot.session, Session):
        raise FetchFailed
    size = told.get("file_size")
    if isinstance(size, int) and size > MOST_BYTES:
        raise FileTooLarge
    return await bot.session.read_file(bot, method, path, MOST_BYTES, FETCH_SECONDS)
