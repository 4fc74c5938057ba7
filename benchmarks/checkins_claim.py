"""Claiming and writing what is due: the clock's own beat, until nothing is left."""

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.checkins_ticks import Ticks
from benchmarks.relay_people import KEY
from bot.clock import BEATS, Clock
from db.engine import Database
from flows.programmes import use_packs
from flows.story import Story
from pairwell.running import calm_garbage_collection

BEAT = next(beat for beat in BEATS if beat.name == "checkins")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one run of the beat did, until nothing was due.

    `busy_seconds` is the processor time of the loop's own thread, whatever else the machine does.
    """

    plans: int
    transactions: int
    seconds: float
    busy_seconds: float
    ticks: Ticks


async def claim(url: str, start: datetime) -> Claimed:
    """Let the clock's beat find, write and move on whatever is due in these records."""
    database = await Database.open(url, KEY)
    await use_packs(database, None)
    calm_garbage_collection()
    rounds = 0

    async def counted(story: Story) -> int:
        nonlocal rounds
        rounds += 1
        return await BEAT.act(story)

    began, busy = time.perf_counter(), time.thread_time()
    clock = Clock(
        database,
        now=lambda: start + timedelta(seconds=time.perf_counter() - began),
        beats=(replace(BEAT, act=counted),),
    )
    async with Ticks() as ticks:
        plans = await clock.strike()
        seconds, busy = time.perf_counter() - began, time.thread_time() - busy
    await database.close()
    return Claimed(plans, rounds, seconds, busy, ticks)
