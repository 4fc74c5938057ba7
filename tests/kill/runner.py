"""A service that passes messages on between two people, made to be killed.

It is a small one with a handler of one line, or the whole one (`"whole": true`). It imports
everything once and then forks one child for each line on its standard input, which names the kill
point (`<point>:<n>`, or `-` for none). It prints the child's process id, and how it ended: the
number of the signal.
"""

import asyncio
import gc
import json
import os
import secrets
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import bot.results
import flows.floods
from bot.api import make_bot
from bot.delivery import Postman
from bot.handled import Handled
from bot.inbox import Workers
from bot.limits import Limits
from bot.nursery import Nursery
from bot.pauses import Backoff
from bot.poller import Poller
from bot.render import MAY_BE_REPEAT, Renderer
from bot.updates import sender_of, typed_text
from bot.urgent import DirectVoice
from care.floods import Allowance
from db.bots import BotName
from db.crypto import Key
from db.engine import Database
from db.ids import PairingId, PersonId
from db.killpoints import arm
from db.outbox import Letter
from flows.letters import Body, Message, Words
from flows.story import Story
from pairwell.mail_server import MailServer
from pairwell.serve import Service, Wiring
from wording.catalogue import Catalogue, Language, Wording

MARK = "This may be a repeat."
WIDE = Limits(overall_per_second=1e6, overall_burst=1e6, chat_per_second=1e6, chat_burst=1e6)
PAIRING = PairingId("the-pairing")


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  this process has the real clock


class Relay:
    """Passes what one of two people types on to the other."""

    def __init__(self, people: dict[int, PersonId]) -> None:
        self._people = people

    async def __call__(self, story: Story, raw: dict[str, Any]) -> Handled:
        writer = sender_of(raw)
        if writer in self._people and typed_text(raw):
            [(_, reader)] = [item for item in self._people.items() if item[0] != writer]
            source = (self._people[writer], raw["message"]["message_id"])
            body = Body((Message(typed_text(raw)),))
            await story.pass_on(reader, body, pairing_id=PAIRING, source=source, silent=False)
        return Handled()

    async def refused(self, story: Story, raw: dict[str, Any], refusal: Any) -> Handled:
        raise NotImplementedError

    async def gave_up(self, story: Story, raw: dict[str, Any]) -> None:
        raise NotImplementedError


class TellsWriter:
    """Hooks that tell the writer of a message when nobody knows whether it arrived."""

    async def letter_sent(self, story: Story, letter: Letter, message_id: int | None) -> None:
        pass

    async def letter_failed(self, story: Story, letter: Letter, reason: str) -> None:
        raise AssertionError(story.cause, letter.key, reason)

    async def letter_uncertain(self, story: Story, letter: Letter) -> None:
        if letter.source_person_id is not None:
            text = f"uncertain {letter.source_message_id}"
            await story.post(letter.source_person_id, Body((Words(text),)))

    async def person_unreachable(self, story: Story, person_id: PersonId) -> None:
        raise AssertionError(story.cause, person_id)

    async def bot_silent(self, story: Story, bot: BotName, *, is_over: bool) -> None:
        raise AssertionError(story.cause, bot, is_over)


def renderer() -> Renderer:
    english = Language({MAY_BE_REPEAT: Wording((MARK,))}, lambda n: int(n != 1))
    catalogue = Catalogue({"en": english}, fallback="Call 999.", strict=True)
    return Renderer(catalogue, lambda *_: "Call 999.")


async def serve(config: SimpleNamespace) -> None:
    """Receive, handle and send until the process ends."""
    people = {int(number): PersonId(person) for number, person in config.people.items()}
    chance = secrets.SystemRandom().random
    database = await Database.open(config.url, Key.of(bytes.fromhex(config.key)))
    bot = make_bot(config.token, config.api)
    async with Nursery() as nursery:
        voice = DirectVoice(bot, nursery)
        workers = Workers(database, bot, Relay(people), now=now, nursery=nursery, voice=voice)
        poller = Poller(
            bot,
            database,
            now=now,
            stored=workers.stored,
            voice=voice,
            backoff=Backoff(chance),
        )
        postman = Postman(
            database,
            bot,
            now=now,
            renderer=renderer(),
            hooks=TellsWriter(),
            nursery=nursery,
            backoff=Backoff(chance),
            limits=WIDE,
        )
        for name, work in (("send", postman), ("handle", workers), ("receive", poller)):
            nursery.start(name, work.run())
        await nursery.watch()


async def serve_whole(config: SimpleNamespace) -> None:
    """The service as it runs for a programme, until the process ends."""
    key = Key.of(bytes.fromhex(config.key))
    port = getattr(config, "mail_port", None)
    wiring = Wiring(
        config.token,
        config.api,
        config.url,
        key,
        now,
        limits=WIDE,
        strict_texts=True,
        mail=MailServer("127.0.0.1", port, "a@example.org", tls="none") if port else None,
    )
    async with Service(wiring) as service:
        await service.wait()


def main() -> None:
    config = SimpleNamespace(**json.loads(sys.argv[1]))
    bot.results.REPEAT_AFTER = timedelta(milliseconds=20)
    flows.floods.TALKING = Allowance(10**6, timedelta(milliseconds=1), 1)  # type: ignore[misc]
    work = serve_whole if getattr(config, "whole", False) else serve
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            arm(None if line.strip() == "-" else line.strip())
            asyncio.run(work(config))
            os._exit(0)
        print(pid, flush=True)  # noqa: T201  the test reads this
        _, status = os.waitpid(pid, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -1, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
