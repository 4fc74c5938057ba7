"""What the phones and the bot share: chats, files, updates, requests, all in memory."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.chats import Callback, Chat, Held
from playground.command_book import CommandBook, ProfileTexts
from playground.files import Files
from playground.journal import Journal
from playground.people import MADE_UP_PEOPLE, Account, BotAccount
from playground.request_log import RequestLog
from playground.updates import UpdateQueue
from playground.wire import Json, to_timestamp


@dataclass(slots=True)
class WebhookState:
    """Where Telegram would deliver; an empty url means polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""


class World:
    """The state behind all phones. `now` gives the service's aware time.

    `first_update_id` is random as with Telegram, unless a test wants to know it.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        accounts: Sequence[Account] = MADE_UP_PEOPLE,
        bot: BotAccount | None = None,
        first_update_id: int | None = None,
    ) -> None:
        self.now = now
        self.bot = bot or BotAccount()
        self.journal = Journal()
        first = secrets.randbelow(10**9) if first_update_id is None else first_update_id
        self.updates = UpdateQueue(now, first)
        self._accounts = tuple(accounts)
        self.clear()

    def open(self) -> None:
        """Let polls and watchers wait again after `close`."""
        self.journal.closed = self.updates.closed = False

    def close(self) -> None:
        """End all waiting polls and watchers now, so that a server can stop."""
        self.journal.close()
        self.updates.close()

    def clear(self) -> None:
        """Forget everything but who the people are, as if nobody had ever written.

        Update ids go on, as Telegram's do, so that a bot that polls notices nothing.
        """
        self.updates.clear()
        self.chats = {account.id: Chat(account) for account in self._accounts}
        self.files = Files()
        self.requests = RequestLog()
        self.callbacks: dict[str, Callback] = {}
        self.commands = CommandBook()
        self.name = ProfileTexts(self.bot.first_name)
        self.description = ProfileTexts()
        self.short_description = ProfileTexts()
        self.menu_button: Json = {"type": "commands"}
        self.webhook = WebhookState()
        self.journal.write("reset")

    @property
    def accounts(self) -> list[Account]:
        """Return the made-up people, in the order they were given."""
        return [chat.account for chat in self.chats.values()]

    def add_account(self, account: Account) -> None:
        """Add a made-up person; they have not started the bot."""
        self._accounts = (*self._accounts, account)
        self.chats[account.id] = Chat(account)
        self.journal.write("reset")

    def hold(self, chat: Chat, content: Json, *, by_bot: bool, silent: bool = False) -> Held:
        """Give the message its id, sender and date, put it in the chat, tell the watchers."""
        now = self.now()
        sender = self.bot.as_user() if by_bot else chat.account.as_user()
        message = {
            "message_id": chat.take_id(),
            "from": sender,
            "chat": chat.account.as_chat(),
            "date": to_timestamp(now),
            **content,
        }
        held = Held(message, now, by_bot, silent=silent)
        chat.messages[message["message_id"]] = held
        self.note("message", chat, held)
        return held

    def change(self, chat: Chat, held: Held, changes: Json) -> None:
        """Edit a message in place; a value of None removes the field."""
        content = {**held.content, **changes, "edit_date": to_timestamp(self.now())}
        held.content = {key: value for key, value in content.items() if value is not None}
        self.note("edited", chat, held)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message from the chat on both sides."""
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.tell("deleted", chat, message_id)

    def drop_topic(self, chat: Chat, thread: int) -> None:
        """Delete a topic and its messages from the chat on both sides."""
        del chat.topics[thread]
        for message_id, held in list(chat.messages.items()):
            if held.content.get("message_thread_id") == thread:
                self.remove(chat, message_id)
        self.tell("state", chat, chat.as_state())

    def note(self, kind: str, chat: Chat, held: Held) -> None:
        """Tell the watchers about a message."""
        number = self.journal.number + 1
        held.changed = chat.changed = number
        self.journal.write(kind, chat.account.id, held.as_view())

    def tell(self, kind: str, chat: Chat, data: Any = None) -> None:
        """Tell the watchers about something else in this chat."""
        chat.changed = self.journal.write(kind, chat.account.id, data)
