"""What became of a request to send: sorted by what is certain, not by what is likely.

Telegram has no key that would make sending twice harmless, and a bot cannot ask what it has sent.
So whatever may have arrived is `Unknown`, and only what certainly did not is tried again freely.
"""

from dataclasses import dataclass

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.api import NotConnected

DEFAULT_RETRY_SECONDS = 5.0  # for a 429 that names no time


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, as this message where it is one."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """It certainly did not arrive, and may be tried again after this time."""

    after_seconds: float


@dataclass(frozen=True, slots=True)
class NoWay:
    """It certainly did not arrive, and nothing else would now: no connection, or no valid token."""

    reason: str  # unconnected, token


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take it; `is_unreachable` says that nothing gets to this person."""

    reason: str
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether it arrived; `is_harmless` where doing it again changes nothing."""

    is_harmless: bool = False


Outcome = Sent | Retry | NoWay | Refused | Unknown

UNREACHABLE = {  # parts of Telegram's descriptions -> our word
    "blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate conversation": "not_started",
    "chat not found": "not_started",
}
REFUSALS = {  # the same for what will never be taken, though the person can be reached
    "voice_messages_forbidden": "voice.forbidden",
}
NOT_MODIFIED = "message is not modified"
GONE = "message to delete not found"
NOT_THERE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)


def sort_failure(error: Exception) -> Outcome:
    """What is certain after a request raised this."""
    match error:
        case TelegramRetryAfter():
            return Retry(float(error.retry_after))
        case TelegramForbiddenError():
            return Refused(_why_unreachable(error) or "blocked", is_unreachable=True)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return NoWay("token")
        case TelegramBadRequest():
            reason = _why_unreachable(error)
            refusal = _word_for(error, REFUSALS) or "bad_request"
            return Refused(reason or refusal, is_unreachable=reason is not None)
        case TelegramEntityTooLarge():
            return Refused("too_large")
        case NotConnected():
            return NoWay("unconnected")
        case TelegramAPIError() if "too many requests" in error.message.casefold():
            return Retry(DEFAULT_RETRY_SECONDS)
        case _:
            return Unknown()


def is_not_modified(error: Exception) -> bool:
    """Whether an edit was refused since the message shows this already."""
    return isinstance(error, TelegramBadRequest) and NOT_MODIFIED in error.message.casefold()


def is_not_there(error: Exception) -> bool:
    """Whether an edit was refused since the message is gone, or too old to be edited."""
    said = error.message.casefold() if isinstance(error, TelegramBadRequest) else ""
    return any(part in said for part in NOT_THERE)


def is_gone(error: Exception) -> bool:
    """Whether a removal was refused since there is nothing left to be removed."""
    return isinstance(error, TelegramBadRequest) and GONE in error.message.casefold()


def _why_unreachable(error: TelegramAPIError) -> str | None:
    return _word_for(error, UNREACHABLE)


def _word_for(error: TelegramAPIError, words: dict[str, str]) -> str | None:
    said = error.message.casefold()
    return next((word for part, word in words.items() if part in said), None)
