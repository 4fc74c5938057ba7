"""The watchdog's rules, held against the records now; and the address that hears from it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.watching import beat_seconds
from care.packs import PackRefused
from care.watchdog import Breach, RuleName
from db.bots import BotName
from flows.story import Story
from flows.watchdog import breaches
from pairwell.doctor.check import Check, broken, good, look
from pairwell.settings import Settings

WORDS: dict[RuleName, str] = {
    "alerts": "{n} open alerts were not passed on in time. Look at the alerts now.",
    "unheard": "{n} open alerts wait where all coordinators blocked the bot. Ring one of them.",
    "checkins": "{n} people in active pairs agreed to check-ins and have none planned.",
    "letters": "Letters wait for too long: {where}. Is Telegram in reach?",
    "mails": "A mail that calls a coordinator does not leave. Is the mail server in reach?",
    "due": "What was due was not done: {where}. See the log.",
    "beats": "These stand still: {where}. See the log, then start the service anew.",
    "inbox": "What people sent waits to be handled. See the log.",
}


async def check_watchdog(
    session: AsyncSession, now: datetime, bots: Iterable[BotName]
) -> list[Check]:
    """One finding for each rule that does not hold, while the service runs."""
    try:
        found = await breaches(Story(session, now, "doctor"), beat_seconds(bots))
    except PackRefused as refused:
        return [broken("watchdog", str(refused))]
    checks = [broken("watchdog", _words(breach)) for breach in found]
    return checks or [good("watchdog", "All that must always hold does.")]


def check_heartbeat(settings: Settings) -> Check:
    """Somebody outside of this machine hears that it lives."""
    if settings.heartbeat_url is None:
        words = "PAIRWELL_HEARTBEAT_URL is not set: nobody hears of it when this machine stops."
        return look("heartbeat", words)
    return good("heartbeat", "An address of yours hears from the service every five minutes.")


def _words(breach: Breach) -> str:
    return WORDS[breach.rule].format(n=breach.count, where=", ".join(breach.where))
