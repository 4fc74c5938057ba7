"""A stage for tests: made-up phones, the Bot API in front of them, and records in a file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.api import make_bot
from bot.delivery import Postman
from bot.handled import Handled, PressAnswer
from bot.inbox import Workers
from bot.limits import Limits
from bot.nursery import Nursery
from bot.pauses import Backoff
from bot.poller import Poller, Stored
from bot.render import MAY_BE_REPEAT, Renderer
from bot.updates import press_of, sender_of, typed_text
from bot.urgent import DirectVoice
from db.bots import BotName
from db.engine import Database
from db.errors import DiskFull
from db.ids import PersonId
from db.notes import set_note
from db.outbox import Letter
from db.people import add_person
from flows.errors import Refused
from flows.story import Story
from playground.faults import Faults
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from wording.catalogue import Catalogue, Language, Wording


def now() -> datetime:
    """The real time: these tests speak over a real connection."""
    return datetime.now(UTC)  # noqa: TID251  the phones and the records share this clock


@dataclass
class Notes:
    """A handler that notes what it was given, and fails where it is told to."""

    fails: dict[str, int] = field(default_factory=dict)  # typed text -> how many times yet
    seen: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    async def __call__(self, story: Story, raw: dict[str, Any]) -> Handled:
        text = typed_text(raw) or next(key for key in raw if key != "update_id")
        await set_note(story.session, f"seen:{len(self.seen)}", text)
        self.stories.append(story)
        if text.startswith("refuse"):
            raise Refused("offer.gone")
        if self.fails.get(text, 0) > 0:
            self.fails[text] -= 1
            raise RuntimeError(text)
        self.seen.append(text)
        press = press_of(raw)
        return Handled([PressAnswer(press, "Noted")] if press else [])

    async def refused(self, story: Story, raw: dict[str, Any], refusal: Any) -> Handled:
        await set_note(story.session, f"refused:{typed_text(raw)}", refusal.key)
        return Handled()

    async def gave_up(self, story: Story, raw: dict[str, Any]) -> None:
        self.given_up.append(typed_text(raw))
        await set_note(story.session, "gave_up", story.cause)


WIDE = Limits(overall_per_second=1e6, overall_burst=1e6, chat_per_second=1e6, chat_burst=1e6)
ENGLISH = Language({MAY_BE_REPEAT: Wording(("This may be a repeat.",))}, lambda n: int(n != 1))


@dataclass
class Fates:
    """Hooks that note what became of letters, by their keys; they fail where told to."""

    told: list[tuple[Any, ...]] = field(default_factory=list)
    fails: int = 0

    async def letter_sent(self, story: Story, letter: Letter, message_id: int | None) -> None:
        self._note(story, "sent", letter.key, message_id is not None)

    async def letter_failed(self, story: Story, letter: Letter, reason: str) -> None:
        self._note(story, "failed", letter.key, reason)

    async def letter_uncertain(self, story: Story, letter: Letter) -> None:
        self._note(story, "uncertain", letter.key)

    async def person_unreachable(self, story: Story, person_id: PersonId) -> None:
        self._note(story, "unreachable", person_id)

    async def bot_silent(self, story: Story, bot: BotName, *, is_over: bool) -> None:
        self._note(story, "heard again" if is_over else "silent", bot)

    def _note(self, story: Story, *fate: Any) -> None:
        assert story.session.in_transaction()
        if self.fails > 0:
            self.fails -= 1
            raise RuntimeError("a secret thought")
        self.told.append(fate)


@dataclass
class Stage:
    """Everything that a test of this room plays with."""

    phones: Phones
    faults: Faults
    bot: Bot
    database: Database
    nursery: Nursery
    voice: DirectVoice
    pauses: list[float]
    arrived: list[Stored] = field(default_factory=list)

    def poller(self, *, stored: Any = None, poll_seconds: int = 0) -> Poller:
        return Poller(
            self.bot,
            self.database,
            now=now,
            stored=stored or self.arrived.extend,
            voice=self.voice,
            backoff=Backoff(lambda: 0.0, self._note_pause),
            poll_seconds=poll_seconds,
        )

    def workers(self, handle: Any) -> Workers:
        return Workers(
            self.database, self.bot, handle, now=now, nursery=self.nursery, voice=self.voice
        )

    def postman(self, hooks: Any = None, limits: Limits = WIDE, clock: Any = now) -> Postman:
        renderer = Renderer(
            Catalogue({"en": ENGLISH}, fallback="Call 999.", strict=True), lambda *_: "Call 999."
        )
        return Postman(
            self.database,
            self.bot,
            now=clock,
            renderer=renderer,
            hooks=hooks or Fates(),
            nursery=self.nursery,
            backoff=Backoff(lambda: 0.0, self._note_pause),
            limits=limits,
        )

    async def meet(self, *telegram_ids: int) -> list[PersonId]:
        """People who have started the chat."""
        for telegram_id in telegram_ids:
            self.phones.start(telegram_id)
        async with self.database.transaction() as session:
            return [
                (await add_person(session, one, language="en", time_zone="UTC", now=now())).id
                for one in telegram_ids
            ]

    @asynccontextmanager
    async def story(self, cause: str = "test") -> AsyncIterator[Story]:
        """A story that writes letters; their keys are `<cause>:1`, `<cause>:2` and so on."""
        async with self.database.transaction() as session:
            yield Story(session, now(), cause)

    async def fates(self) -> list[tuple[str, str | None, int, bool]]:
        """(state, reason, attempts, whether marked as a repeat) of all letters, in order."""
        async with self.database.reading() as session:
            letters = await session.exec(select(Letter).order_by(col(Letter.id)))
            return [(x.state, x.reason, x.attempt, x.repeated) for x in letters]

    def texts_to(self, account_id: int) -> list[str]:
        """What the bot's requests put into this chat, in order."""
        return [
            str(request.params.get("text"))
            for request in self.phones.requests.to(account_id)
            if request.acted and request.method == "sendMessage"
        ]

    def say(self, account_id: int, texts: Sequence[str]) -> None:
        for text in texts:
            self.phones.say(account_id, text)

    async def _note_pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0.01)


@asynccontextmanager
async def on_stage(database: Database) -> AsyncIterator[Stage]:
    """The stage with everybody on it."""
    phones = Phones(now)
    faults = Faults()
    async with serve(create_app(phones, faults=faults)) as address:
        bot = make_bot(TOKEN, address)
        try:
            async with Nursery() as nursery:
                voice = DirectVoice(bot, nursery, "Call 999.")
                yield Stage(phones, faults, bot, database, nursery, voice, [])
        finally:
            await bot.session.close()


def full_disk(database: Database) -> Callable[[], Any]:
    """A `transaction` of this database that keeps nothing, as on a full disk."""
    whole = database.transaction

    @asynccontextmanager
    async def transaction(**kind: bool) -> AsyncIterator[AsyncSession]:
        async with whole(**kind) as session:
            yield session
            raise DiskFull

    return transaction


async def until(condition: Callable[[], object] | Callable[[], Awaitable[object]]) -> None:
    """Return once the condition holds; the test's own time limit ends it otherwise."""
    while True:
        found = condition()
        if await found if isinstance(found, Awaitable) else found:
            return
        await asyncio.sleep(0.005)


def senders_of(stored: Sequence[Stored]) -> list[int | None]:
    """Who sent these."""
    return [sender_of(one.raw) for one in stored]
