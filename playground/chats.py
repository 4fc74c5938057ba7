"""One person's private chat with the bot, as both sides see it."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from playground.people import Account
from playground.wire import Json

KEPT_PRESSES = 50


@dataclass(slots=True)
class Held:
    """A message in a chat. `content` is Telegram's Message; `changed` numbers the last event."""

    content: Json
    at: datetime
    by_bot: bool
    changed: int = 0
    silent: bool = False
    reactions: dict[str, list[Json]] = field(default_factory=dict)
    """By who reacted: "bot" or "person"."""

    def as_view(self) -> Json:
        """Return what the chat page shows."""
        return {
            "message": self.content,
            "by_bot": self.by_bot,
            "silent": self.silent,
            "changed": self.changed,
            "reactions": [
                reaction.get("emoji", "★") for some in self.reactions.values() for reaction in some
            ],
        }


@dataclass(slots=True)
class Callback:
    """A press on a button, until the bot answers it."""

    id: str
    account_id: int
    message_id: int
    data: str
    at: datetime
    answer: Json | None = None

    def as_view(self) -> Json:
        """Return what the chat page shows; `answer` is None until the bot answers."""
        return {
            "callback_id": self.id,
            "message_id": self.message_id,
            "data": self.data,
            "answer": self.answer,
        }


@dataclass(slots=True)
class Chat:
    """Messages by id; ids grow and are shared by both directions, as Telegram has them."""

    account: Account
    started: bool = False
    blocked: bool = False
    known_to_bot: bool = False
    """The bot has seen this person's id somewhere, though they may never have started it."""
    messages: dict[int, Held] = field(default_factory=dict)
    last_id: int = 0
    pinned: list[int] = field(default_factory=list)
    presses: deque[Callback] = field(default_factory=lambda: deque(maxlen=KEPT_PRESSES))
    menu_button: Json = field(default_factory=lambda: {"type": "default"})
    topics: dict[int, str] = field(default_factory=dict)
    """Thread id -> name; a deleted topic is not there any more."""
    changed: int = 0
    """Number of the newest event of this chat."""

    def take_id(self) -> int:
        """Return the next message id of this chat."""
        self.last_id += 1
        return self.last_id

    def as_state(self) -> Json:
        """Return whether the person has started and blocked the bot."""
        return {"started": self.started, "blocked": self.blocked}

    def as_view(self) -> Json:
        """Return what the chat page shows of the whole chat."""
        return {
            **self.as_state(),
            "pinned": self.pinned,
            "topics": [{"thread": id_, "name": name} for id_, name in self.topics.items()],
            "changed": self.changed,
            "presses": [callback.as_view() for callback in self.presses],
            "messages": [held.as_view() for held in self.messages.values()],
        }
