"""Pairwell in the relay benchmark: messages pass from one person of a pair to the other.

    python -m benchmarks.pairwell_relay machinery|service|flooded API_URL FOLDER

`machinery` is receiving, handling and sending around a handler of one line; `service` is all of it
as it runs for a programme, with its status line to the writer: two letters for each message.
`flooded` is the same service.
"""

import asyncio
import gc
import secrets
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.relay_people import KEY, add_pairs, now
from bot.api import make_bot
from bot.delivery import Postman
from bot.handled import Handled
from bot.inbox import Workers
from bot.nursery import Nursery
from bot.pauses import Backoff
from bot.poller import Poller
from bot.updates import sender_of, typed_text
from bot.urgent import DirectVoice
from db.engine import Database
from db.ids import PairingId, PersonId
from db.migrate import migrate
from db.people import person_by_telegram
from flows.letters import Body, Message
from flows.story import Story
from pairwell.serve import Service, Wiring
from tests.kill.runner import WIDE, TellsWriter, renderer

TOKEN = "7000000001:benchmark"


class OneLine:
    """Passes a message on to the other of two people."""

    def __init__(self, people: list[PersonId]) -> None:
        self._people = people

    async def __call__(self, story: Story, raw: dict[str, Any]) -> Handled:
        """Write one letter."""
        number = sender_of(raw) or 0
        writer = await person_by_telegram(story.session, number)
        if writer is not None:
            source = (writer.id, raw["message"]["message_id"])
            await story.pass_on(
                self._people[(number - 1) ^ 1],
                Body((Message(typed_text(raw)),)),
                pairing_id=PairingId(f"pair-{(number - 1) // 2}"),
                source=source,
                silent=False,
            )
        return Handled()

    async def refused(self, story: Story, raw: dict[str, Any], refusal: Any) -> Handled:
        """Never happens here."""
        raise AssertionError(story.cause, raw["update_id"], refusal)

    async def gave_up(self, story: Story, raw: dict[str, Any]) -> None:
        """Never happens here."""
        raise AssertionError(story.cause, raw["update_id"])


async def run_machinery(api: str, url: str, people: list[PersonId]) -> None:
    """Poller, workers and postman, until the process ends."""
    database = await Database.open(url, KEY)
    bot = make_bot(TOKEN, api)
    backoff = Backoff(secrets.SystemRandom().random)
    async with Nursery() as nursery:
        voice = DirectVoice(bot, nursery)
        handle = OneLine(people)
        workers = Workers(database, bot, handle, now=now, nursery=nursery, voice=voice)
        poller = Poller(bot, database, now=now, stored=workers.stored, voice=voice, backoff=backoff)
        postman = Postman(
            database,
            bot,
            now=now,
            renderer=renderer(),
            hooks=TellsWriter(),
            nursery=nursery,
            backoff=backoff,
            limits=WIDE,
        )
        for name, part in (("send", postman), ("handle", workers), ("receive", poller)):
            nursery.start(name, part.run())
        await nursery.watch()


async def run_service(api: str, url: str) -> None:
    """The whole service, until the process ends."""
    wiring = Wiring(TOKEN, api, url, KEY, now, limits=WIDE)
    async with Service(wiring) as service:
        await service.wait()


async def main(kind: str, api: str, folder: Path) -> None:
    """Prepare records and run one of the two."""
    url = f"sqlite:///{folder / 'pairwell.db'}"
    await asyncio.to_thread(migrate, url)
    people = await add_pairs(url)
    gc.collect()
    gc.freeze()
    work = run_machinery(api, url, people) if kind == "machinery" else run_service(api, url)
    task = asyncio.create_task(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    which, address, where = sys.argv[1:]
    asyncio.run(main(which, address, Path(where)))
