"""Telegram: whether the tokens work, and whether this machine's clock is right."""

from datetime import datetime, timedelta

from pairwell.bot_identity import WORKER_VARIABLE, ask_identity
from pairwell.doctor.check import Check, broken, good, look
from pairwell.errors import SettingMissing, TelegramUnreachable, TokenRefused
from pairwell.settings import Settings, token_of, worker_token_of

SKEW_NOTED = timedelta(seconds=30)
SKEW_BAD = timedelta(minutes=5)


def check_telegram(settings: Settings, now: datetime) -> list[Check]:
    """Ask the Bot API who the bot is and what time it is."""
    try:
        identity = ask_identity(settings.bot_api_url, token_of(settings))
    except (SettingMissing, TelegramUnreachable, TokenRefused) as refusal:
        return [broken("telegram", str(refusal))]
    checks = [good("telegram", f"The token belongs to @{identity.username}.")]
    if identity.server_time:
        checks.append(check_clock(identity.server_time, now))
    return checks


def check_worker_bot(settings: Settings) -> list[Check]:
    """The worker bot, where there is one, has a token that works and topics that only we make."""
    token = worker_token_of(settings)
    if token is None:
        return []
    try:
        identity = ask_identity(settings.bot_api_url, token, variable=WORKER_VARIABLE)
    except (TokenRefused, TelegramUnreachable) as refusal:
        return [broken("worker bot", str(refusal))]
    words = f"The token belongs to @{identity.username}."
    if not identity.has_topics:
        words = f"{words} Its chats have no topics: switch on Threaded Mode in @BotFather."
        return [look("worker bot", words)]
    if identity.people_make_topics:
        words = f"{words} People can make topics: switch that off in @BotFather."
        return [look("worker bot", words)]
    return [good("worker bot", words)]


def check_clock(server_time: datetime, now: datetime) -> Check:
    """The clock agrees with the server's: check-ins and invitations depend on it."""
    off = abs(server_time - now)
    words = f"{off.total_seconds():.0f} s away from the Bot API's clock."
    if off > SKEW_BAD:
        return broken("clock", f"{words} Set it, and let NTP keep it.")
    if off > SKEW_NOTED:
        return look("clock", f"{words} Let NTP keep it.")
    return good("clock", words)
