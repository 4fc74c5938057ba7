"""Telegram for a simulated year: phones in memory behind aiogram's own session, and faults."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from aiogram.client.session.base import BaseSession
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import User

from bot.api import NotConnected

BOT_USER = {"id": 42, "is_bot": True, "first_name": "Pairwell"}


@dataclass
class Shown:
    """A message of the bot on a phone: its text and what its buttons carry."""

    id: int
    text: str
    buttons: list[tuple[str, str]]

    def button(self, verb):
        """The data of the first button with this verb."""
        return next((data for _, data in self.buttons if data.split(":")[0] == verb), None)


@dataclass
class Phone:
    """One chat: what stands in it, and which messages changed since their reader last looked."""

    messages: dict[int, Shown] = field(default_factory=dict)
    news: list[int] = field(default_factory=list)
    has_blocked: bool = False


@dataclass(frozen=True)
class Odds:
    """How often out of one request something goes wrong with it."""

    unconnected: float = 0.001
    lost: float = 0.002  # never arrived, and nobody can tell
    unanswered: float = 0.002  # arrived, and nobody can tell
    broken: float = 0.001  # arrived, and the answer is an error of the server
    slow_down: float = 0.002


class Wire(BaseSession):
    """Answers the Bot API's methods out of memory; what a bot of another life asks is lost."""

    def __init__(self, world):
        super().__init__()
        self._world = world
        self.is_cut = False

    async def close(self):
        """Nothing is held open."""

    async def stream_content(self, url, *_args, **_kwargs):
        """No file is ever fetched."""
        raise NotImplementedError(url)
        yield b""

    async def make_request(self, bot, method, timeout=None):  # noqa: ASYNC109  aiogram names it so
        """What Telegram would answer."""
        del bot, timeout
        await asyncio.sleep(0)
        if self.is_cut:
            await asyncio.Event().wait()
        return await self._world.answer(method)


class Telegram:
    """All phones, and the updates that wait for the bot; it outlives every process."""

    def __init__(self, chance, odds=None):
        self._chance = chance
        self.odds = odds or Odds()
        self._is_up = asyncio.Event()
        self._is_up.set()
        self.phones = {}
        self.pending = []
        self.requests = Counter()
        self.faults = Counter()
        self._ids = iter(range(1, 1 << 40))
        self._update_ids = iter(range(1000, 1 << 40))
        self._arrived = asyncio.Event()

    @property
    def is_down(self):
        """Whether nobody can reach it."""
        return not self._is_up.is_set()

    def set_down(self, is_down):
        """Go down, or come back."""
        if is_down:
            self._is_up.clear()
        else:
            self._is_up.set()

    async def pause(self, _seconds):
        """How long somebody waits who could not reach it: no time, or until it is back."""
        await asyncio.sleep(0)
        await self._is_up.wait()

    def phone(self, chat):
        """The phone of this account."""
        return self.phones.setdefault(chat, Phone())

    def update(self, fields):
        """Somebody did something."""
        self.pending.append({"update_id": next(self._update_ids), **fields})
        self._arrived.set()

    def next_id(self):
        """A message id."""
        return next(self._ids)

    def tick(self):
        """Let the long poll end, as it does after half a minute."""
        self._arrived.set()

    async def answer(self, method):
        """Do what the method asks, with chance in it."""
        name = method.__api_method__
        if self.is_down:
            raise NotConnected(method=method, message="ClientConnectorError")
        if name == "getUpdates":
            return await self._updates(method)
        self.requests[name] += 1
        if name == "getMe":
            return User(username="year_bot", **BOT_USER)
        act = {
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._strip,
            "deleteMessage": self._delete,
        }.get(name)
        return True if act is None else self._with_faults(method, act)

    def _with_faults(self, method, act):
        if self.phone(method.chat_id).has_blocked:
            raise TelegramForbiddenError(method, "Forbidden: bot was blocked by the user")
        draw, odds = self._chance.random(), self.odds
        for name in ("unconnected", "lost", "unanswered", "broken", "slow_down"):
            draw -= getattr(odds, name)
            if draw < 0:
                self.faults[name] += 1
                return self._fault(name, method, act)
        return act(method)

    @staticmethod
    def _fault(name, method, act):
        if name in ("unanswered", "broken"):
            act(method)
        if name == "unconnected":
            raise NotConnected(method=method, message="ClientConnectorError")
        if name == "slow_down":
            raise TelegramRetryAfter(method, "Too Many Requests", 3)
        if name == "broken":
            raise TelegramServerError(method, "Bad Gateway")
        raise TelegramNetworkError(method, "TimeoutError")

    async def _updates(self, method):
        """As getUpdates: asking for the next confirms those before it."""
        self.pending = [u for u in self.pending if u["update_id"] >= (method.offset or 0)]
        if not self.pending and method.timeout:
            self._arrived.clear()
            await self._arrived.wait()
        return self.pending[: method.limit]

    def _send(self, method):
        shown = Shown(self.next_id(), method.text, _buttons(method.reply_markup))
        phone = self.phone(method.chat_id)
        phone.messages[shown.id] = shown
        phone.news.append(shown.id)
        return {"message_id": shown.id}

    def _edit(self, method):
        phone = self.phone(method.chat_id)
        phone.messages[method.message_id] = Shown(
            method.message_id, method.text, _buttons(method.reply_markup)
        )
        phone.news.append(method.message_id)
        return True

    def _strip(self, method):
        shown = self.phone(method.chat_id).messages.get(method.message_id)
        if shown is not None:
            shown.buttons = _buttons(method.reply_markup)
        return True

    def _delete(self, method):
        self.phone(method.chat_id).messages.pop(method.message_id, None)
        return True


def _buttons(markup):
    rows = markup.inline_keyboard if markup is not None else []
    return [(b.text, b.callback_data or "") for row in rows for b in row]
