"""A year of a service with made-up people, seeded faults and deaths, in one go.

The service is the real one, from receiving to sending, with its records in an SQLite file; only
Telegram is played, in memory, and the clock is moved by hand. The process "dies" at random points:
everything is thrown away and built anew from the records. People answer, skip, miss, type rubbish,
take breaks, move, block the bot, leave and delete everything; coordinators take alerts, late or
never. They do not write to each other. What must be zero is printed last, and decides the exit.
SIGTERM ends the year early, and it is summed up all the same.

    python -m benchmarks.year [--people 1000] [--days 365] [--seed 7] [--answers 1000]
"""

import argparse
import asyncio
import logging
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from db.migrate import migrate
from tests.databases import sqlite_url
from tests.simulation.year import Plan, Year

IN_MEMORY = Path("/dev/shm")  # where there is one: the disk is not what is looked at


def main() -> int:
    """Live it, print the sums; 1 when something was lost, doubled or left unexplained."""
    asked = _arguments()
    logging.disable(logging.CRITICAL)
    plan = Plan(
        asked.people, asked.days, asked.answers, asked.deaths, asked.outages, hours=asked.hours
    )
    folder = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="pairwell-year-", dir=folder) as name:
        url = sqlite_url(Path(name) / "year.db")
        migrate(url)
        began = time.perf_counter()
        year = Year(plan, random.Random(asked.seed), url, lambda line: print(line, flush=True))
        signal.signal(signal.SIGTERM, lambda *_: setattr(year, "is_enough", True))
        sums, deaths = asyncio.run(year.run())
        seconds = time.perf_counter() - began
    ledger, telegram = year.ledger, year.telegram
    print(f"{plan}, seed {asked.seed}: {seconds:.0f} s, of the processor {time.process_time():.0f}")
    print(f"until {year.clock.now():%d %B %Y}: {year.steps} steps, {deaths} deaths")
    print(f"faults {dict(telegram.faults)}")
    print(f"acts {dict(ledger.did)}")
    print(f"requests {dict(telegram.requests)}")
    print(f"days of plans {sums.checkins}")
    print(f"breaches of the watchdog {dict(ledger.breaches)}")
    print(f"alerts {sums.alerts}, open at the end {sums.alerts_open}")
    must_be_zero = {
        "lost": sums.lost,
        "without alert": sums.without_alert,
        "alerts nobody was called about": sums.never_called,
        "check-ins doubled": sums.doubled,
        "days unexplained": sums.unexplained,
        "breaches of the watchdog": sum(ledger.breaches.values()),
    }
    print(f"safety answers {sums.safety_answers} of {plan.safety_answers}: {must_be_zero}")
    return int(any(must_be_zero.values()) or sums.safety_answers != plan.safety_answers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--deaths", type=int, default=100)
    parser.add_argument("--outages", type=int, default=3)
    parser.add_argument("--hours", type=float, default=3.0, help="between two looks at the clock")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
