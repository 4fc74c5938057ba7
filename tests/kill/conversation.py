"""A conversation of two made-up people through a service that is killed again and again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

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
from tests.kill.launcher import Launcher, launcher
from tests.kill.runner import MARK

PAIR = (JOSIE.id, HANNAH.id)
PACE_SECONDS = 0.004


@dataclass
class Conversation:
    """Who said what, and the process that passes it on."""

    phones: Phones
    database: Database
    launcher: Launcher
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
        life = await self.launcher.begin(point)
        for _ in range(messages):
            self.say()
            await asyncio.sleep(PACE_SECONDS)
        while not life.ended.done():
            await asyncio.wait([life.ended], timeout=0.25)
            if not life.ended.done():
                self.say()
        return int(await life.ended)

    async def finish(self) -> None:
        """A last life that nothing ends until all is done."""
        life = await self.launcher.begin("-")
        await until(self._is_quiet)
        os.kill(life.pid, signal.SIGTERM)
        await life.ended

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
        async with launcher(config) as lives:
            yield Conversation(phones, database, lives)


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
