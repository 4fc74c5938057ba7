"""Urgent help that needs nothing but a way to Telegram: no database, no catalogue, no queue.

This is what people get when their message could not be saved, and when they ask for urgent help
while nothing can be saved.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Iterable

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import AnswerCallbackQuery, SendMessage

from bot.nursery import Nursery
from bot.render import Rendered, split_pages
from bot.traces import facts_of
from bot.updates import Raw, press_of, pressed_data, private_chat_of, typed_text
from care.regions import FALLBACK_TEXT

log = logging.getLogger(__name__)

NOT_SAVED = "We could not save that. Nothing is lost; we try again. If you need help now, read on."
ANSWER_SECONDS = 10
REMEMBERED = 10_000  # update ids that were answered directly

_WORDS = r"(urgent|urgent help|emergency|crisis|help me|help me now|help me please|i need help now)"
_ASKS = re.compile(rf"/urgent(@\w+)?|(please )?{_WORDS}( please)?")
_NOISE = re.compile(r"[^\w/@ ]+")


def is_urgent_request(raw: Raw) -> bool:
    """Whether somebody asks for urgent help: by the command, its button, or in plain words.

    This moves an update ahead of the sender's other ones; what is said in it is judged elsewhere.
    """
    if pressed_data(raw).startswith(("u:", "uh:")):
        return True
    typed = " ".join(_NOISE.sub("", typed_text(raw).casefold()).split())
    return _ASKS.fullmatch(typed) is not None


class DirectVoice:
    """Answers people directly, once for each update, while their updates cannot be saved."""

    def __init__(self, bot: Bot, nursery: Nursery, urgent_text: str = FALLBACK_TEXT) -> None:
        self._bot = bot
        self._nursery = nursery
        self._urgent_text = urgent_text
        self._answered: OrderedDict[int, None] = OrderedDict()

    def say_not_saved(self, updates: Iterable[Raw]) -> None:
        """Tell who sent these that they could not be saved, or give the urgent help asked for."""
        for raw in updates:
            update_id = raw.get("update_id")
            if isinstance(update_id, int) and self._is_new(update_id):
                self._nursery.start("urgent.say_not_saved", self._say(raw))

    async def _say(self, raw: Raw) -> None:
        if press := press_of(raw):
            await answer_press(self._bot, press)
        chat_id = private_chat_of(raw)
        if chat_id is None or "my_chat_member" in raw:
            return
        text = self._urgent_text if is_urgent_request(raw) else self._not_saved()
        await speak_without_records(self._bot, chat_id, text)

    def _not_saved(self) -> str:
        return f"{NOT_SAVED}\n\n{self._urgent_text}"

    def _is_new(self, update_id: int) -> bool:
        if update_id in self._answered:
            return False
        self._answered[update_id] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        return True


async def speak_without_records(bot: Bot, chat_id: int, text: str) -> bool:
    """Send a static text at once, without a letter; False when it could not be sent."""
    try:
        for page in split_pages(Rendered(text)):
            async with asyncio.timeout(ANSWER_SECONDS):
                await bot(SendMessage(chat_id=chat_id, text=page.text))
    except (AiogramError, TimeoutError) as error:
        log.warning("urgent.not_said", extra=facts_of(error))
        return False
    return True


async def answer_press(
    bot: Bot, press: str, text: str | None = None, *, is_alert: bool = False
) -> None:
    """Answer a button press, so that it stops spinning; errors are of no consequence."""
    method = AnswerCallbackQuery(callback_query_id=press, text=text, show_alert=is_alert or None)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await bot(method)
    except (AiogramError, TimeoutError) as error:
        log.info("press.not_answered", extra=facts_of(error))
