"""How quickly the console's main pages come, with few and with many people, beside a bare page.

One server has both; one client asks for each page in turn, so that a busy machine is busy for all.

    python -m benchmarks.console [--people 100 10000] [--rounds 200]
"""

import argparse
import asyncio
import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.console_people import fill
from benchmarks.relay_people import KEY
from console.cookies import PLAIN
from db.engine import Database
from db.migrate import migrate

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
PAGES = ("today", "waiting", "pairings", "people", "alerts")
BARE = "bare"
WARM_UP = 10  # rounds that do not count: templates are compiled, connections opened


async def prepare(url: str, people: int) -> tuple[str, str]:
    """A token of a session, and the programme."""
    await asyncio.to_thread(migrate, url)
    database = await Database.open(url, KEY)
    found = await fill(database, people, NOW)
    await database.close()
    return found


def ask(server: str, root: str, token: str, rounds: int) -> dict[str, list[float]]:
    """Page -> milliseconds from asking to the last byte, in the order of asking."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc)
    taken: dict[str, list[float]] = {name: [] for name in (BARE, *PAGES)}
    for number in range(WARM_UP + rounds):
        for name, times in taken.items():
            path = "/bare" if name == BARE else f"{root}/{name}"
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": f"{PLAIN}={token}"})
            answer = connection.getresponse()
            length = len(answer.read())
            if answer.status != http.HTTPStatus.OK or not length:
                raise RuntimeError(f"{path} answered {answer.status}.")
            if number >= WARM_UP:
                times.append(1000 * (time.perf_counter() - began))
    return taken


def measure(people: int, rounds: int) -> dict[str, float]:
    """Page -> 95th percentile in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        records = f"sqlite:///{Path(folder) / 'console.db'}"
        token, where = asyncio.run(prepare(records, people))
        command = [sys.executable, "-m", "benchmarks.console_service", records, NOW.isoformat()]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server:
            if server.stdin is None or server.stdout is None:
                raise RuntimeError("The server has no pipes.")
            address = server.stdout.readline().strip()
            taken = ask(address, f"/console/p/{where}", token, rounds)
            server.stdin.close()
        return {name: statistics.quantiles(times, n=20)[-1] for name, times in taken.items()}


def main() -> None:
    """Measure each size, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--rounds", type=int, default=200)
    chosen = parser.parse_args()
    found = {people: measure(people, chosen.rounds) for people in chosen.people}
    print("p95 in ms, and how many times the bare page's in the same run")
    print(f"{'people':>8}{BARE:>10}" + "".join(f"{name:>18}" for name in PAGES))
    for people, p95 in found.items():
        ratios = "".join(f"{p95[n]:>10.1f} ({p95[n] / p95[BARE]:>4.1f})" for n in PAGES)
        print(f"{people:>8}{p95[BARE]:>10.1f}{ratios}")


if __name__ == "__main__":
    main()
