"""How fast messages are passed on between 500 pairs, against two floors in the same run.

The floors are a bare aiogram echo, and the same with one durable SQLite commit for each message.
`flooded` is the whole service while one more person says a thousand things at once, before the
steady stream of the others and again before their full load; that person is not measured. The Bot
API server runs in this process and the bot in another; rounds are interleaved, so that a busy
machine is busy for all. Medians over the rounds are printed, and ratios to the floors.

    python -m benchmarks.relay [--rounds 3] [--messages 2000] [--seconds 8] [--only NAME]
"""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plain_server import PlainServer, listen
from benchmarks.relay_load import flood, full_load, steady_load

CONTENDERS = {
    "echo": "benchmarks.bare_echo",
    "echo+commit": "benchmarks.bare_echo",
    "machinery": "benchmarks.pairwell_relay",
    "service": "benchmarks.pairwell_relay",
    "flooded": "benchmarks.pairwell_relay",
}
WARM_UP = 1_000  # messages, so that everybody has written once
SETTLE_SECONDS = 3
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one contender in one round."""

    rate: float  # messages a second under full load
    cpu_ms: float  # of the bot's process, for each message under full load
    median_ms: float  # from the phone to the phone, at 30 messages a second
    p95_ms: float


async def measure(kind: str, messages: int, seconds: float) -> Figures:
    """Run one contender once."""
    server = PlainServer()
    listening, api = await listen(server)
    with tempfile.TemporaryDirectory() as folder:
        arguments = ("-m", CONTENDERS[kind], kind, api, folder)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await started(server, process)
            return await loads(server, process.pid, kind, messages, seconds)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await process.wait()
            listening.close()


async def loads(server: PlainServer, pid: int, kind: str, messages: int, seconds: float) -> Figures:
    """A warm-up, the steady stream and the full load."""
    await full_load(server, WARM_UP)
    await asyncio.sleep(SETTLE_SECONDS)  # status lines of the warm-up still leave
    if kind == "flooded":
        flood(server)
    delays = await steady_load(server, seconds)
    await asyncio.sleep(SETTLE_SECONDS)
    if kind == "flooded":
        flood(server)
    before = cpu_seconds(pid)
    rate = await full_load(server, messages)
    cpu_ms = 1000 * (cpu_seconds(pid) - before) / messages
    return Figures(rate, cpu_ms, statistics.median(delays), statistics.quantiles(delays, n=20)[-1])


async def started(server: PlainServer, process: asyncio.subprocess.Process) -> None:
    """Return once the bot asks for updates; raises SystemExit when it ends before that."""
    ends = [asyncio.create_task(server.polled.wait()), asyncio.create_task(process.wait())]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()
    if process.returncode is not None:
        raise SystemExit("The bot did not start. Run its module by hand to see why.")


def cpu_seconds(pid: int) -> float:
    """Processor time that this process has used, on Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def show(figures: dict[str, list[Figures]]) -> None:
    """Print medians over the rounds, and each contender against the floors."""
    middle = {
        kind: Figures(
            *(statistics.median(getattr(f, name) for f in rounds) for name in Figures.__slots__)
        )
        for kind, rounds in figures.items()
    }
    print(
        f"{'':13}{'messages/s':>12}{'of commit':>11}{'CPU ms':>8}{'p50 ms':>8}{'p95 ms':>8}"
        f"{'of echo':>9}"
    )
    for kind, found in middle.items():
        of_commit = found.rate / middle["echo+commit"].rate if "echo+commit" in middle else 1
        of_echo = found.p95_ms / middle["echo"].p95_ms if "echo" in middle else 1
        print(
            f"{kind:13}{found.rate:12.0f}{of_commit:11.2f}{found.cpu_ms:8.2f}"
            f"{found.median_ms:8.1f}{found.p95_ms:8.1f}{of_echo:9.2f}"
        )


async def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--only", choices=CONTENDERS)
    chosen = parser.parse_args()
    kinds = [kind for kind in CONTENDERS if chosen.only in (None, kind)]
    figures: dict[str, list[Figures]] = {kind: [] for kind in kinds}
    for _ in range(chosen.rounds):
        for kind in kinds:
            figures[kind].append(await measure(kind, chosen.messages, chosen.seconds))
    show(figures)


if __name__ == "__main__":
    asyncio.run(main())
