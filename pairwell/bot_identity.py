"""Who the bot is, asked of the Bot API by plain HTTP: commands must start without aiogram."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from pairwell.errors import TelegramUnreachable, TokenRefused

TIMEOUT_SECONDS = 5.0
MAIN_VARIABLE = "PAIRWELL_BOT_TOKEN"
WORKER_VARIABLE = "PAIRWELL_WORKER_BOT_TOKEN"
REFUSALS = (401, 404)  # a wrong token, and one that does not look like a token


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """The bot's public name without the @, and the server's clock if it told it.

    `has_topics`: its private chats can have topics; `people_make_topics`: people can make some.
    """

    username: str
    server_time: datetime | None
    has_topics: bool = False
    people_make_topics: bool = False


def ask_identity(
    api_url: str,
    token: str,
    timeout_seconds: float = TIMEOUT_SECONDS,
    *,
    variable: str = MAIN_VARIABLE,
) -> BotIdentity:
    """Ask getMe once; raises TokenRefused or TelegramUnreachable, which never hold the token.

    `variable` is the setting that the token is from.
    """
    try:
        status, headers, content = _get(api_url, f"/bot{token}/getMe", timeout_seconds)
        answer = json.loads(content)
    except (OSError, HTTPException, ValueError):
        raise TelegramUnreachable from None
    if status in REFUSALS:
        raise TokenRefused(variable)
    try:
        about = answer["result"]
        return BotIdentity(
            str(about["username"]),
            _server_time(headers),
            bool(about.get("has_topics_enabled")),
            bool(about.get("allows_users_to_create_topics")),
        )
    except (KeyError, TypeError, AttributeError):
        raise TelegramUnreachable from None


def invitation_link(username: str, payload: str) -> str:
    """The address that opens the bot with this invitation."""
    return f"https://t.me/{username}?start={payload}"


def _get(api_url: str, path: str, timeout_seconds: float) -> tuple[int, Mapping[str, str], bytes]:
    parts = urlsplit(api_url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_seconds)
    try:
        connection.request("GET", parts.path.rstrip("/") + path)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def _server_time(headers: Mapping[str, str]) -> datetime | None:
    stated = {name.lower(): value for name, value in headers.items()}.get("date")
    try:
        return parsedate_to_datetime(stated) if stated else None
    except ValueError:
        return None
