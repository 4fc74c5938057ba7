"""The whole service in the check-in benchmark; what it measures of itself goes to a file.

python -m benchmarks.checkins_service API_URL RECORDS AHEAD_SECONDS FIGURES
"""

import asyncio
import json
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.checkins_ticks import Ticks
from benchmarks.relay_people import KEY
from pairwell.running import calm_garbage_collection
from pairwell.serve import Service, Wiring
from playground.server import TOKEN


async def main(api: str, records: str, ahead: timedelta, figures: Path) -> None:
    """Serve until SIGINT; `ahead` is how far its clock is ahead of the machine's."""
    wiring = Wiring(TOKEN, api, records, KEY, lambda: datetime.now(UTC) + ahead)
    async with Service(wiring) as service:
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, service.stop)
        calm_garbage_collection()
        async with Ticks() as ticks:
            await service.wait()
    await asyncio.to_thread(
        figures.write_text, json.dumps(ticks.as_figures() | {"held": ticks.held})
    )


if __name__ == "__main__":
    address, url, seconds, to = sys.argv[1:]
    asyncio.run(main(address, url, timedelta(seconds=float(seconds)), Path(to)))
