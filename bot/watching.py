"""The beat that watches over the others, and how often each of them has to come."""

from collections.abc import Iterable

from bot.clock import BEATS, Act, LookingBeat
from db.bots import BotName
from db.heartbeats import receiver_beat
from flows.story import Story
from flows.watchdog import breaches, tell

WATCHDOG, WATCHDOG_SECONDS = "watchdog", 300
RECEIVER_SECONDS = 60  # how often a receiver says that it is there: see bot/poller.py


def beat_seconds(bots: Iterable[BotName]) -> dict[str, int]:
    """Beat -> seconds, for all that must move while these bots are served."""
    receivers = {receiver_beat(bot): RECEIVER_SECONDS for bot in bots}
    clock = {beat.name: beat.seconds for beat in BEATS}
    return clock | {WATCHDOG: WATCHDOG_SECONDS} | receivers


def watchdog_beat(bots: Iterable[BotName]) -> LookingBeat:
    """The beat that looks at all rules; it counts those that do not hold."""
    seconds = beat_seconds(bots)

    async def look(story: Story) -> Act:
        found = await breaches(story, seconds)
        return lambda writing: tell(writing, found)

    return LookingBeat(WATCHDOG, WATCHDOG_SECONDS, look)
