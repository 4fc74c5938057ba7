"""How check-ins are claimed, written and sent with many people enrolled, and who overtakes them.

First the clock's own beat claims and writes all that is due, beside the bare SQL that keeps the
same rows; rounds are interleaved, so that a busy machine is busy for both. Then, on SQLite, the
whole service sends them through the playground, which refuses what comes faster than 30 a second,
while people answer questions on safety. The loop of the service is watched all the time.

    python -m benchmarks.checkins [--enrolled 100000] [--due 20000] [--rounds 3] [--seconds 60]
                                  [--database postgresql]
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.checkins_claim import Claimed, claim
from benchmarks.checkins_floor import bare_sql
from benchmarks.checkins_load import Sent, send
from benchmarks.checkins_people import Size, enrol
from benchmarks.checkins_records import TEMPLATE, Records, path_of, records_in
from benchmarks.relay_people import KEY
from db.engine import Database
from db.migrate import migrate

START = datetime(2026, 11, 25, 11, tzinfo=UTC)  # a Wednesday, in nobody's night


async def prepare(url: str, size: Size) -> None:
    """Enrol everybody, once for all rounds."""
    await asyncio.to_thread(migrate, url)
    database = await Database.open(url, KEY)
    await enrol(database, size, START)
    await database.close()


async def claim_in_turn(
    template: str, records: Records, rounds: int
) -> tuple[list[Claimed], list[float]]:
    """Let the beat and the bare SQL do the same in turn, each on a copy."""
    ours, floors = [], []
    for number in range(rounds):
        beat = records.copy(template, f"beat{number}")
        ours.append(await claim(beat, START))
        bare = records.copy(template, f"bare{number}")
        floors.append(bare_sql(bare, beat, START, ours[-1].transactions))
        records.forget(beat)
        records.forget(bare)
    return ours, floors


def show_claimed(ours: Sequence[Claimed], floors: Sequence[float]) -> None:
    """Print how long it took, and against the floor."""
    seconds, floor = statistics.median(c.seconds for c in ours), statistics.median(floors)
    plans = ours[0].plans
    print(f"claim and write {plans} check-ins, {ours[0].transactions} transactions")
    print(f"  ours: {seconds:.1f} s, {1000 * seconds / plans:.2f} ms each")
    busy = statistics.median(c.busy_seconds for c in ours)
    print(f"  of the loop's own processor time {1000 * busy / plans:.2f} ms each")
    print(f"  bare SQL: {floor:.1f} s; ours takes {seconds / floor:.1f} times as long")
    longest = max(c.ticks.longest_ms for c in ours)
    own = max(c.ticks.longest_busy_ms for c in ours)
    print(f"  the loop was held up for {longest:.0f} ms at most, {own:.0f} ms of it its own work")


def show_sent(sent: Sent) -> None:
    """Print rate, refusals and how alerts overtook."""
    print(f"send for {sent.seconds:.0f} s, {sent.waiting} still waiting at the end")
    print(f"  {sent.letters / sent.seconds:.2f} a second, {sent.of_limit:.1%} of the limit")
    print(f"  at most {sent.most_in_a_second} within one second, {sent.refused} refused with 429")
    longest, busy = sent.ticks["longest_ms"], sent.ticks["longest_busy_ms"]
    print(f"  the loop was held up for {longest:.0f} ms at most, {busy:.0f} ms of it its own work")
    for held_ms, functions in sent.ticks["held"]:
        print(f"    {held_ms:.0f} ms in {functions}")
    print(f"{len(sent.overtaking)} answers on safety meanwhile, ms: p50 p95 max")
    show_delays("alert kept", [one.row_ms for one in sent.overtaking])
    show_delays("help at the person", [one.person_ms for one in sent.overtaking])
    show_delays("call at a coordinator", [one.coordinator_ms for one in sent.overtaking])


def show_delays(what: str, delays: Sequence[float]) -> None:
    """Print the middle, the twentieth part and the worst."""
    p95 = statistics.quantiles(delays, n=20, method="inclusive")[-1]
    print(f"  {what:24}{statistics.median(delays):8.0f}{p95:8.0f}{max(delays):8.0f}")


async def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enrolled", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--alerts", type=int, default=24)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    chosen = parser.parse_args()
    size = Size(chosen.enrolled, chosen.due)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with records_in(chosen.database, folder) as records:
            template = records.empty(TEMPLATE)
            await prepare(template, size)
            if chosen.rounds:
                show_claimed(*await claim_in_turn(template, records, chosen.rounds))
            if chosen.seconds and chosen.database == "sqlite":
                file = path_of(template)
                show_sent(await send(file, folder, size, chosen.seconds, chosen.alerts))


if __name__ == "__main__":
    asyncio.run(main())
