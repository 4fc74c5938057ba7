"""Who the bots are, asked at the start and remembered: stories and invitations name them."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.traces import facts_of
from db.bots import MAIN, WORKER
from db.notes import set_note
from flows.story import Story
from flows.two_bots import NAMES, OFF, ON, TOPICS, has_topics, tell_of_silence, username_of
from pairwell.bot_identity import WORKER_VARIABLE
from pairwell.errors import TokenRefused
from pairwell.one_bot import make_backoff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AboutBot:
    """A bot as Telegram knows it; not `is_accepted` is what it was before its token was refused."""

    username: str
    has_topics: bool
    is_accepted: bool = True


async def identify(bot: Bot, known: str | None = None) -> str:
    """The main bot's public name; or TokenRefused.

    Where Telegram is out of reach it is the name that is `known` from an earlier start, since what
    was stored is to be handled and alerts climb meanwhile; without one this waits.
    """
    before = AboutBot(known, has_topics=False) if known else None
    try:
        return (await _ask(bot, before)).username
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenRefused from None


async def identify_worker(bot: Bot, known: AboutBot | None) -> AboutBot:
    """The worker bot; as it was `known` where its token is refused: the main bot goes on.

    It is taken to be as it was where Telegram is out of reach.
    Raises TokenRefused when nobody has used it yet, since that is a mistake in the settings.
    """
    try:
        about = await _ask(bot, replace(known, is_accepted=True) if known else None)
    except (TelegramUnauthorizedError, TelegramNotFound):
        if known is None:
            raise TokenRefused(WORKER_VARIABLE) from None
        log.critical("start.worker_token_refused", extra={"do": f"Set {WORKER_VARIABLE} anew."})
        return known
    if not about.has_topics:
        log.warning("start.no_topics", extra={"do": "Switch on Threaded Mode in @BotFather."})
    return about


async def known_name(session: AsyncSession) -> str | None:
    """The main bot's public name at an earlier start."""
    return await username_of(session, MAIN) or None


async def known_worker_bot(session: AsyncSession) -> AboutBot | None:
    """The worker bot as it was at an earlier start."""
    username = await username_of(session, WORKER)
    if not username:
        return None
    return AboutBot(username, await has_topics(session, WORKER), is_accepted=False)


async def remember_bots(
    session: AsyncSession, username: str, worker: AboutBot | None, now: datetime
) -> None:
    """Write down who the bots are, and tell who must know when one became silent or speaks."""
    await set_note(session, NAMES[MAIN], username)
    await set_note(session, NAMES[WORKER], worker.username if worker else "")
    await set_note(session, TOPICS, ON if worker and worker.has_topics else OFF)
    story = Story(session, now, f"start:{now.isoformat()}")
    await tell_of_silence(story, MAIN, is_over=True)
    if worker:
        await tell_of_silence(story, WORKER, is_over=worker.is_accepted)


async def _ask(bot: Bot, known: AboutBot | None) -> AboutBot:
    backoff = make_backoff()
    while True:
        try:
            me = await bot.get_me()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise
        except AiogramError as error:
            log.warning("start.no_telegram", extra=facts_of(error))
            if known is not None:
                return known
            await backoff.pause(None)
        else:
            return AboutBot(me.username or "", bool(me.has_topics_enabled))
