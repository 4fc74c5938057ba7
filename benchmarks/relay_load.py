"""What the phones of the relay benchmark do: a steady stream, all at once, or a flood beside it."""

import asyncio
import time

from benchmarks.plain_server import PlainServer

PAIRS = 500
PEOPLE = 2 * PAIRS  # Telegram ids 1 and 2 are a pair, 3 and 4, and so on
FLOODER = PEOPLE + 1  # paired with the one after; what they say is not measured
FLOOD = 1_000  # messages at once
PER_SECOND = 30


async def full_load(server: PlainServer, messages: int) -> float:
    """Say this many at once; messages a second until the last one was heard."""
    first = len(server.said_at)
    start = time.perf_counter()
    for number in range(first, first + messages):
        server.say(1 + number % PEOPLE, number)
    await server.all_heard.wait()
    return messages / (time.perf_counter() - start)


async def steady_load(server: PlainServer, seconds: float) -> list[float]:
    """Say one after the other at an even pace; the delay of each in milliseconds."""
    first = len(server.said_at)
    start = time.perf_counter()
    numbers = range(first, first + int(seconds * PER_SECOND))
    for count, number in enumerate(numbers):
        await asyncio.sleep(max(0.0, start + count / PER_SECOND - time.perf_counter()))
        server.say(1 + number % PEOPLE, number)
    await server.all_heard.wait()
    return [1000 * (server.heard_at[n] - server.said_at[n]) for n in numbers]


def flood(server: PlainServer) -> None:
    """One person says a thousand things at once."""
    for number in range(FLOOD):
        server.mutter(FLOODER, f"flood {number}")
