"""A stage for stories: real handlers and real rows, and letters read where they are posted.

Nothing is sent: a letter counts as sent as soon as it is read here. Journeys over HTTP are in
`tests/stories`.
"""

import itertools
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from aiogram import Bot

from bot.app import App
from bot.clock import BEATS, Beat
from bot.handled import Handled
from bot.mail import target_of
from bot.render import Renderer
from bot.urgent_text import urgent_texts
from care.errors import Refusal
from db.bots import MAIN, WORKER, BotName
from db.engine import Database
from db.outbox import Lane, Letter, Queued, claim_letters, mark_ended, mark_sent, waiting_letters
from db.people import person, telegram_id_of
from db.programmes import add_programme
from db.slots import set_slot_message, slot_message
from flows import deliveries
from flows.errors import Refused
from flows.invitations import Issued, issue_invitation
from flows.letters import read_body
from flows.regions import Regions
from flows.story import Story
from tests.fakes.clock import MovableClock
from wording.catalogue import LOCALES, Catalogue

TOKEN = "42:AAplayhouse"


@cache
def wording() -> Catalogue:
    """All wording, read once; a key or a place that is missing is a KeyError."""
    return Catalogue.read(LOCALES, fallback="?", strict=True)


@cache
def silent_bot() -> Bot:
    """A bot that is never asked to speak; making one reads all certificates of the system."""
    return Bot(TOKEN)


@cache
def app_of(catalogue: Catalogue, username: str, name: BotName = MAIN) -> App:
    """The bot's side of a stage; it keeps nothing, and making one tries on every handler."""
    return App(silent_bot(), catalogue, bot_username=username, name=name)


@dataclass
class Shown:
    """A message in somebody's chat, as it stands now."""

    id: int
    text: str
    buttons: list[tuple[str, str]]
    raw: Any = None


@dataclass
class Phone:
    """One person's chat with the bot."""

    telegram_id: int
    messages: dict[int, Shown] = field(default_factory=dict)
    deleted: list[int | None] = field(default_factory=list)  # on either side of the chat

    @property
    def last(self) -> Shown:
        """The newest message of the bot."""
        return self.messages[max(self.messages)]

    @property
    def texts(self) -> list[str]:
        """All messages of the bot, the oldest first."""
        return [shown.text for _, shown in sorted(self.messages.items())]

    def again(self) -> "Phone":
        """A phone of its own that shows the same."""
        messages = {number: replace(shown) for number, shown in self.messages.items()}
        return Phone(self.telegram_id, messages, list(self.deleted))


@dataclass(frozen=True, slots=True)
class Memory:
    """What a stage knows besides its rows: the phones, and the next numbers of its messages."""

    phones: dict[int, Phone]
    next_message: int
    next_update: int


class Stage:
    """The service without Telegram: people say and press, letters appear on their phones."""

    def __init__(
        self, database: Database, clock: MovableClock, catalogue: Catalogue | None = None
    ) -> None:
        self.database = database
        self.clock = clock
        catalogue = catalogue or wording()
        self.app = app_of(catalogue, "stage_bot")
        self.at: dict[str, Stage] = {MAIN: self}
        self._catalogue = catalogue
        self._renderer = Renderer(catalogue, urgent_texts(Regions()))
        self._ids = itertools.count(1)
        self._updates = itertools.count(1000)
        self.phones: dict[int, Phone] = {}
        self.handled: Handled = Handled()
        self.cannot_be_copied: set[int] = set()
        self.cast: dict[str, Any] = {}  # who was here before the test began, by name

    def memory(self) -> Memory:
        """What to `remember` on another stage with the same rows; this one is used no more."""
        return Memory(self.phones, next(self._ids), next(self._updates))

    def remember(self, memory: Memory) -> None:
        """Go on where another stage was left."""
        self.phones = {number: phone.again() for number, phone in memory.phones.items()}
        self._ids = itertools.count(memory.next_message)
        self._updates = itertools.count(memory.next_update)

    def with_worker_bot(self) -> "Stage":
        """The same service seen through its worker bot; its phones are those of peer workers."""
        other = copy(self)
        other.app = app_of(self._catalogue, "stage_worker_bot", WORKER)
        other.phones = {}
        self.at[WORKER] = other
        return other

    def phone(self, telegram_id: int) -> Phone:
        """The phone of this Telegram account."""
        return self.phones.setdefault(telegram_id, Phone(telegram_id))

    async def programme(self, name: str = "Perinatal") -> None:
        """Start a programme."""
        async with self.database.transaction() as session:
            add_programme(
                session,
                name,
                pack="perinatal",
                region="england",
                time_zone="Europe/London",
                now=self.clock.now(),
            )

    async def invitation(self, role: Any, name: str = "Perinatal", uses: int = 1) -> Issued:
        """Make an invitation as the command line does."""
        from db.programmes import programme_by_name

        async with self.database.transaction() as session:
            where = await programme_by_name(session, name)
            assert where is not None
            story = Story(session, self.clock.now(), f"test:{next(self._updates)}")
            return await issue_invitation(story, where, role, issued_by=None, uses=uses)

    async def say(self, telegram_id: int, text: str, **fields: Any) -> Phone:
        """The person types a text, or sends what `fields` hold instead."""
        content: dict[str, Any] = fields or {"text": text}
        if text.startswith("/") and "text" in content:
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self.send(telegram_id, **content)
        return self.phone(telegram_id)

    async def send(self, telegram_id: int, **fields: Any) -> int:
        """The person sends a message of any kind; returns its id in their chat."""
        message_id = next(self._ids)
        await self.update({"message": self._envelope(telegram_id, message_id) | fields})
        return message_id

    async def edit(self, telegram_id: int, message_id: int, **fields: Any) -> None:
        """The person edits a message that they sent."""
        edited = self._envelope(telegram_id, message_id) | fields
        await self.update({"edited_message": edited | {"edit_date": edited["date"]}})

    async def blocks(self, telegram_id: int, status: str = "kicked") -> None:
        """The person blocks the bot; with "member" they unblock it."""
        bot_user = {"id": 42, "is_bot": True, "first_name": "Stage"}
        change = self._envelope(telegram_id, 0) | {
            "old_chat_member": {"user": bot_user, "status": "member"},
            "new_chat_member": {"user": bot_user, "status": status}
            | ({"until_date": 0} if status == "kicked" else {}),
        }
        await self.update({"my_chat_member": change})

    async def press(self, telegram_id: int, label: str) -> Phone:
        """The person presses the newest button that begins with this label."""
        phone = self.phone(telegram_id)
        for shown in sorted(phone.messages.values(), key=lambda m: -m.id):
            for text, data in shown.buttons:
                if text.startswith(label):
                    return await self.press_data(telegram_id, shown.id, data)
        seen = [b for m in phone.messages.values() for b, _ in m.buttons]
        raise AssertionError(f"no button {label!r} in {seen}; last: {phone.last.text!r}")

    async def press_data(self, telegram_id: int, message_id: int, data: str) -> Phone:
        """The person presses a button of which the data is known, also an old one."""
        message = self._envelope(telegram_id, message_id) | {"text": "..."}
        query = {
            "id": str(next(self._ids)),
            "from": self._person(telegram_id),
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        await self.update({"callback_query": query})
        return self.phone(telegram_id)

    async def update(self, fields: dict[str, Any]) -> Handled:
        """Handle an update as the workers do, then read all letters."""
        update_id = next(self._updates)
        raw = {"update_id": update_id, **fields}
        try:
            async with self.database.transaction() as session:
                story = Story(session, self.clock.now(), f"u42:{update_id}")
                self.handled = await self.app(story, raw)
        except (Refused, Refusal) as refusal:
            async with self.database.transaction() as session:
                story = Story(session, self.clock.now(), f"u42:{update_id}:refused")
                self.handled = await self.app.refused(story, raw, refusal)
        await self.deliver()
        return self.handled

    async def advance(self, step: timedelta) -> None:
        """Move the clock and let every beat act."""
        self.clock.advance(step)
        await self.beat()

    async def beat(self) -> None:
        """Let every beat act now."""
        for beat in BEATS:
            async with self.database.transaction() as session:
                now = self.clock.now()
                story = Story(session, now, f"beat:{beat.name}:{next(self._updates)}")
                act = beat.act if isinstance(beat, Beat) else await beat.look(story)
                await act(story)
            await self.deliver()

    async def deliver(self) -> None:
        """Show every waiting letter on its phone."""
        while await self._deliver_round():
            pass

    async def _deliver_round(self) -> int:
        async with self.database.transaction() as session:
            now = self.clock.now()
            queued = await waiting_letters(session)
            letters = await claim_letters(session, [q.id for q in queued if _is_due(q, now)], now)
            for letter, text in letters:
                story = Story(session, now, f"l{letter.id}:{letter.attempt}:sent")
                if letter.act == "copy" and letter.target in self.cannot_be_copied:
                    await mark_ended(session, letter, "failed", "bad_request")
                    await deliveries.letter_failed(story, letter, "bad_request")
                    continue
                someone = await person(session, letter.person_id)
                telegram_id = await telegram_id_of(session, someone)
                assert telegram_id is not None
                language = someone.language
                there = self.at[someone.bot]
                message_id = await there._show(session, telegram_id, letter, text, language)
                await mark_sent(session, letter, message_id, now)
                await deliveries.letter_sent(story, letter, message_id)
        return len(letters)

    async def _show(
        self, session: Any, telegram_id: int, letter: Letter, text: str, language: str
    ) -> int | None:
        phone = self.phone(telegram_id)
        shown = None
        if letter.act != "send" and letter.slot:
            shown = await slot_message(session, letter.person_id, letter.slot)
        target = await target_of(session, letter, shown)
        if letter.act == "copy":
            message_id = next(self._ids)
            phone.messages[message_id] = Shown(message_id, f"copy of {target}", [])
            return message_id
        if letter.act == "delete":
            phone.deleted.append(target)
            phone.messages.pop(target, None)
            return target
        if letter.act in ("commands", "name_topic"):
            return None
        if letter.act == "strip":
            if target in phone.messages:
                phone.messages[target].buttons = []
            return target
        content = read_body(text)
        rendered = self._renderer.render(content, language)
        if letter.act == "send" or target not in phone.messages:
            target = next(self._ids)
        buttons = list(_buttons(rendered.keyboard))
        phone.messages[target] = Shown(target, rendered.text, buttons, content)
        if letter.slot:
            await set_slot_message(session, letter.person_id, letter.slot, target)
        return target

    def _envelope(self, telegram_id: int, message_id: int) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "date": int(self.clock.now().timestamp()),
            "from": self._person(telegram_id),
            "chat": {"id": telegram_id, "type": "private"},
        }

    @staticmethod
    def _person(telegram_id: int) -> dict[str, Any]:
        return {"id": telegram_id, "is_bot": False, "first_name": f"Secret{telegram_id}"}


def _is_due(queued: Queued, now: datetime) -> bool:
    """Whether it leaves now; of what waits for its time only the conversation is made to wait."""
    if queued.lane != Lane.CONVERSATION or queued.not_before is None:
        return True
    return queued.not_before <= now


def _buttons(keyboard: Any) -> Iterator[tuple[str, str]]:
    if keyboard is not None:
        for row in keyboard.inline_keyboard:
            for button in row:
                assert button.text.strip(), "Telegram refuses a button without a label."
                yield button.text, button.callback_data or button.url or ""
