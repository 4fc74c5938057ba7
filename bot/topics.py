"""Topics: where a letter about one pairing goes in a peer worker's chat with the worker bot.

What Telegram answers is looked at, never trusted: in May 2026 messages to a deleted topic landed in
the main chat without an error (tdlib/telegram-bot-api#854). Such a copy is deleted again.
"""

from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import CreateForumTopic, DeleteMessage, EditForumTopic, TelegramMethod

from bot.outcomes import Outcome, Refused, Sent, Unknown, sort_failure
from db.ids import PairingId

NO_TOPIC = "no_topic"  # our word for: the topic is gone, and nothing was shown
NAME_MOST = 128  # characters, core.telegram.org/bots/api#createforumtopic
NOT_FOUND = "message thread not found"


class RawCreateForumTopic(CreateForumTopic):
    """createForumTopic whose answer is not decoded."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


@dataclass(slots=True)
class TopicWay:
    """The topic of a pairing; `thread` is None until it is made, and after it was found gone."""

    pairing_id: PairingId
    name: str
    thread: int | None
    had: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Remember the thread as the records have it."""
        self.had = self.thread

    @property
    def has_changed(self) -> bool:
        """Whether the records have another thread, or none."""
        return self.thread != self.had


async def make_topic(bot: Bot, chat_id: int, way: TopicWay) -> Outcome | None:
    """Make the topic in place of one that is not there; returns what went wrong, or None."""
    way.thread = None
    try:
        answer: Any = await bot(RawCreateForumTopic(chat_id=chat_id, name=way.name[:NAME_MOST]))
    except Exception as error:  # noqa: BLE001  sorted, never lost
        return _for_certain(sort_failure(error))
    thread = answer.get("message_thread_id") if isinstance(answer, dict) else None
    if not isinstance(thread, int):
        return Refused(NO_TOPIC)
    way.thread = thread
    return None


async def name_topic(bot: Bot, chat_id: int, way: TopicWay, name: str) -> Outcome:
    """Give the topic another name; one that is gone needs none."""
    if way.thread is None:
        return Sent()
    method = EditForumTopic(chat_id=chat_id, message_thread_id=way.thread, name=name[:NAME_MOST])
    try:
        await bot(method)
    except TelegramBadRequest as error:
        if is_topic_gone(error):
            way.thread = None
        return Sent()
    except Exception as error:  # noqa: BLE001  sorted, never lost
        return _harmless(sort_failure(error))
    return Sent()


def is_topic_gone(error: Exception) -> bool:
    """Whether a message was refused since its topic is not there any more."""
    return isinstance(error, TelegramBadRequest) and NOT_FOUND in error.message.casefold()


async def take_back_astray(
    bot: Bot, method: TelegramMethod[Any], answer: dict[str, Any]
) -> Outcome | None:
    """Take a message back that landed outside of the topic it was for; None when it is there."""
    asked = getattr(method, "message_thread_id", None)
    if asked is None or answer.get("message_thread_id") == asked:
        return None
    try:
        chat_id = getattr(method, "chat_id", 0)
        await bot(DeleteMessage(chat_id=chat_id, message_id=answer["message_id"]))
    except Exception:  # noqa: BLE001  it may stand there, so nobody can say that it did not arrive
        return Unknown()
    return Refused(NO_TOPIC)


def _for_certain(outcome: Outcome) -> Outcome:
    """Nothing was sent, whatever became of the topic: the letter may be tried again."""
    if isinstance(outcome, Unknown):
        return Unknown(is_harmless=True)
    if isinstance(outcome, Refused) and not outcome.is_unreachable:
        return Refused(NO_TOPIC)
    return outcome


def _harmless(outcome: Outcome) -> Outcome:
    return Unknown(is_harmless=True) if isinstance(outcome, Unknown) else outcome
