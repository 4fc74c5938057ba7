"""A conversation of two made-up people through a service that is killed again and again."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.engine import Database
from db.inbox import inbox_counts
from db.outbox_upkeep import outbox_counts
from db.people import add_person
from playground.people import HANNAH, JOSIE
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import now, until
from tests.databases import MASTER_KEY, open_database
from tests.kill.runner import MARK

ROOT = Path(__file__).parents[2]
PAIR = (JOSIE.id, HANNAH.id)
PACE_SECONDS = 0.004


@dataclass
class Conversation:
    """Who said what, and the process that passes it on."""

    phones: Phones
    database: Database
    launcher: Process
    said: dict[int, list[str]] = field(default_factory=lambda: {person: [] for person in PAIR})
    message_ids: dict[int, str] = field(default_factory=dict)

    def say(self) -> None:
        """Each of the two says one more thing."""
        for person in PAIR:
            text = f"{person} says {len(self.said[person]) + 1}"
            held = self.phones.say(person, text)
            self.said[person].append(text)
            self.message_ids[person, held.content["message_id"]] = text  # type: ignore[index]

    def heard(self, person: int) -> list[str]:
        """What the bot has brought this person, in order."""
        messages = self.phones.chat(person).messages.values()
        return [held.content["text"] for held in messages if held.by_bot]

    def told_uncertain(self, person: int) -> set[str]:
        """Of what this person said, what the bot told them may not have arrived."""
        told = [text.split()[-1] for text in self.heard(person) if "uncertain" in text]
        return {self.message_ids[person, int(number)] for number in told}  # type: ignore[index]

    async def live(self, point: str, messages: int) -> int:
        """One life of the service that ends at a kill point; returns the signal that ended it."""
        ended = await self._start(point)
        for _ in range(messages):
            self.say()
            await asyncio.sleep(PACE_SECONDS)
        while not ended.done():
            await asyncio.wait([ended], timeout=0.25)
            if not ended.done():
                self.say()
        return int(await ended)

    async def finish(self) -> None:
        """A last life that nothing ends until all is done."""
        ended = await self._start("-")
        pid = self._pid
        await until(self._is_quiet)
        os.kill(pid, signal.SIGTERM)
        await ended

    async def _start(self, point: str) -> "asyncio.Task[bytes]":
        assert self.launcher.stdin is not None
        assert self.launcher.stdout is not None
        self.launcher.stdin.write(f"{point}\n".encode())
        self._pid = int(await self.launcher.stdout.readline())
        return asyncio.get_running_loop().create_task(self.launcher.stdout.readline())

    async def _is_quiet(self) -> bool:
        async with self.database.reading() as session:
            inbox, outbox = await inbox_counts(session), await outbox_counts(session)
        is_done = set(inbox) == {"done"} and set(outbox) <= {"sent", "uncertain"}
        return is_done and not self.phones.updates.count()


@asynccontextmanager
async def conversation(url: str) -> AsyncIterator[Conversation]:
    """Two people who have started the chat, and a launcher of services over these records."""
    phones = Phones(now)
    async with serve(create_app(phones)) as address, open_database(url) as database:
        people = {}
        for person in PAIR:
            phones.start(person)
            async with database.transaction() as session:
                added = await add_person(session, person, language="en", time_zone="UTC", now=now())
            people[person] = added.id
        phones.updates.clear()
        key = MASTER_KEY.secret.hex()
        config = {"url": url, "key": key, "token": TOKEN, "api": address, "people": people}
        launcher = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.kill.runner", json.dumps(config),
            stdin=PIPE, stdout=PIPE, cwd=ROOT,
        )  # fmt: skip
        try:
            yield Conversation(phones, database, launcher)
        finally:
            assert launcher.stdin is not None
            launcher.stdin.close()
            await launcher.wait()


@dataclass(frozen=True)
class Verdict:
    """What became of everything that was said to one person."""

    lost: list[str]
    uncertain: int
    unmarked: list[str]
    marked: int
    is_in_order: bool


def judge(talk: Conversation, writer: int, reader: int) -> Verdict:
    """Compare what one person said with what the other heard."""
    mark = f"{MARK}\n\n"
    heard = [text for text in talk.heard(reader) if "uncertain" not in text]
    plain = [text for text in heard if not text.startswith(mark)]
    marked = [text.removeprefix(mark) for text in heard if text.startswith(mark)]
    uncertain = talk.told_uncertain(writer)
    arrived = list(dict.fromkeys(text.removeprefix(mark) for text in heard))
    return Verdict(
        lost=[t for t in talk.said[writer] if t not in arrived and t not in uncertain],
        uncertain=len(uncertain),
        unmarked=sorted({t for t in plain if plain.count(t) > 1 or marked.count(t) > 1}),
        marked=len(marked),
        is_in_order=arrived == [t for t in talk.said[writer] if t in arrived],
    )
