"""What becomes of a picture or voice message when its letter leaves: fetched, and made anew."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from bot.errors import FetchFailed, FileTooLarge, MediaRefused
from bot.files import fetch_file
from bot.outcomes import NoWay, Outcome, Refused, Retry, sort_failure
from bot.photos import rebuild_photo
from bot.voices import rebuild_voice
from db.bots import BotName
from flows.media import Media, Photo

FETCHED_AT_ONCE = 8
FETCH_ATTEMPTS = 12  # then the writer is asked to send it again
FETCH_PAUSE_SECONDS = 5.0  # short, since whatever else is for the reader waits as well
TOO_BIG = "file is too big"  # part of what getFile says above 20 MB


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture made anew, as a JPEG."""

    data: bytes = field(repr=False)
    spoiler: bool


@dataclass(frozen=True, slots=True)
class NewVoice:
    """A voice message made anew, as Ogg Opus, with its length."""

    data: bytes = field(repr=False)
    seconds: int


class MediaMaker:
    """Makes media anew, one at a time: a large picture takes up to 300 MB of memory meanwhile.

    Few are fetched at the same time, since each may have 20 MB.

    `bots` are those that people write to: a file can be fetched by the bot that it was sent to,
    and by no other.
    """

    def __init__(self, bots: Mapping[BotName, Bot]) -> None:
        self._bots = bots
        self._few_at_a_time = asyncio.Semaphore(FETCHED_AT_ONCE)
        self._one_at_a_time = asyncio.Lock()

    async def make(self, media: Media, attempt: int) -> NewPhoto | NewVoice | Outcome:
        """The new picture or voice message, or why there is none; `attempt` counts from 1.

        Whatever goes wrong here, nothing has left yet: it is tried again, at most 12 times.
        """
        kind = "photo" if isinstance(media, Photo) else "voice"
        try:
            async with self._few_at_a_time:
                data = await fetch_file(self._bots[media.bot], media.file_id)
                async with self._one_at_a_time:
                    return await asyncio.to_thread(_rebuild, media, data)
        except MediaRefused as refused:
            return Refused(refused.reason)
        except FileTooLarge:
            return Refused(f"{kind}.too_large")
        except (FetchFailed, AiogramError) as error:
            return _not_fetched(error, kind, attempt)


def _rebuild(media: Media, data: bytes) -> NewPhoto | NewVoice:
    if isinstance(media, Photo):
        return NewPhoto(rebuild_photo(data), media.spoiler)
    rebuilt = rebuild_voice(data)
    return NewVoice(rebuilt.data, rebuilt.seconds)


def _not_fetched(error: Exception, kind: str, attempt: int) -> Outcome:
    if isinstance(error, TelegramBadRequest) and TOO_BIG in error.message.casefold():
        return Refused(f"{kind}.too_large")
    outcome = sort_failure(error)
    if isinstance(outcome, NoWay | Retry):
        return outcome
    if attempt >= FETCH_ATTEMPTS:
        return Refused(f"{kind}.gone")
    return Retry(FETCH_PAUSE_SECONDS)
