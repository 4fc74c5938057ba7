"""Whatever a message of Telegram holds, nothing that names its writer is sent to anybody."""

import re
from datetime import timedelta

import pytest
from aiogram.enums import MessageEntityType
from aiogram.types import Message

from care.message_fields import FIELDS, Passes, judge_fields
from db.pairings import RUNNING, pairings_of
from db.people import person_by_telegram
from db.voice_choices import choose_voice
from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.samples import draw_png
from playground.wire import to_timestamp
from tests.bot.voice_files import joined, recording
from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.canaries import Canaries
from tests.stories.street import Street, become, invited_by

AT_ONCE = 36  # updates of one person before everybody waits: below what is turned away as a flood
PAUSE = timedelta(seconds=80)
WORDS = {"text", "caption"}
FOUND = re.compile(rb"cnry\w+|88000\d{4}|88\d\.000\d+")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is sent depends on no database."""
    return sqlite_url


async def pair_up(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await become(hannah, await invited_by(sam, "Invite a peer worker"), PACK.peer_worker, HANNAH)
    await sam.tap("Look at the answers")
    await sam.tap("Confirm")
    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    for label in ("Pairs to review", "Josie with Hannah", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")
    await let_voice_pass(street)
    street.clock.advance(PAUSE)


async def let_voice_pass(street: Street) -> None:
    async with street.service.database.transaction() as session:
        josie = await person_by_telegram(session, JOSIE_ACCOUNT.id)
        (pairing,) = await pairings_of(session, josie.id, RUNNING)
        for person_id in (pairing.service_user_id, pairing.peer_worker_id):
            await choose_voice(session, pairing.id, person_id, "yes", street.clock.now())


class Writer:
    """One of the two, who sends every field there is and then changes what they sent."""

    def __init__(self, street: Street, account, chat, reader) -> None:
        self.street, self.account, self.chat, self.reader = street, account, chat, reader
        self.canaries = Canaries()
        self.passes: dict[str, bool] = {}  # words -> whether a message with them may pass
        self.updates = 0
        phones = street.phones
        photo = phones.files.store("photos", draw_png(), "photo.jpg", "image/jpeg")
        voice = phones.files.store("voice", joined(recording()), "voice.ogg", "audio/ogg")
        self.files = {"photo": photo, "voice": voice}

    def messages(self):
        """Each field beside a text and alone, and what may stand there beside other contents."""
        for name in Message.model_fields:
            field, value = self.canaries.field(name)
            value = self._possible(field, value)
            if FIELDS[field] not in ("unread", "reply"):
                yield {field: value}
            if field != "text":
                yield {"text": self._words(), field: value}
            for content in ("photo", "voice"):
                if field != content and _pass({content, "caption", field}):
                    file = {content: self._file(content), "caption": self._words()}
                    yield file | {field: value}

    def send(self, fields) -> None:
        """Send a message, and an edit of it that brings everything again."""
        for key in WORDS & set(fields):
            self.passes[fields[key]] |= _pass(set(fields))
        phones, account = self.street.phones, self.account
        message_id = fields.get("message_id") or phones.chat(account.id).take_id()
        message = {
            "message_id": message_id,
            "date": to_timestamp(self.street.clock.now()),
            "from": account.as_user(),
            "chat": account.as_chat(),
        } | fields
        phones.push_raw_update({"message": message})
        changed = {key: f"{value} again" for key, value in fields.items() if key in WORDS}
        edit = {"edit_date": to_timestamp(self.street.clock.now())}
        phones.push_raw_update({"edited_message": message | edit | changed})
        self.updates += 2

    async def wait(self, number: int) -> None:
        """Wait until all that was sent has been handled and has left."""
        await self.reader.player.mark()
        await self.chat.player.say(f"Marker {number}")
        await self.reader.player.wait_for(f"Marker {number}")

    def _possible(self, field, value):
        if field in WORDS:
            return self._words()
        if field in ("entities", "caption_entities"):
            place = {"offset": 0, "length": 5}
            return [value[0] | {"type": kind.value} | place for kind in MessageEntityType]
        if field == "sticker":
            return value | {"emoji": "🌻"}
        if field in self.files:
            return self._file(field)
        if field == "date":
            return to_timestamp(self.street.clock.now())
        if field == "from":
            return value | {"id": self.account.id, "is_bot": False}
        return value | {"id": self.account.id, "type": "private"} if field == "chat" else value

    def _file(self, content):
        _, value = self.canaries.field(content)
        stored = self.files[content].as_file()
        if content == "photo":
            return [value[0] | stored | {"file_unique_id": self.canaries.word()}]
        return value | stored | {"file_unique_id": self.canaries.word()}

    def _words(self) -> str:
        words = f"Words of {self.account.first_name} {len(self.passes) + 1}."
        self.passes[words] = False
        return words


def _pass(fields) -> bool:
    return isinstance(judge_fields(fields), Passes)


async def test_nothing_that_names_its_writer_is_sent_to_anybody(street: Street) -> None:
    await pair_up(street)
    street.phones.requests.clear()
    hannah = Writer(street, HANNAH_ACCOUNT, street.hannah, street.josie)
    josie = Writer(street, JOSIE_ACCOUNT, street.josie, street.hannah)
    for writer in (hannah, josie):
        for number, fields in enumerate(writer.messages()):
            writer.send(fields)
            if writer.updates % AT_ONCE == 0:
                await writer.wait(number)
                street.clock.advance(PAUSE)
        await writer.wait(0)
    for writer, other in ((hannah, JOSIE_ACCOUNT), (josie, HANNAH_ACCOUNT)):
        sent = street.phones.requests.to(other.id)
        towards = b"\n".join(request.raw for request in sent)
        arrived = {words: f"{words} again".encode() in towards for words in writer.passes}
        assert arrived == writer.passes
        assert (len(sent) > 100, len(writer.canaries.words) > 1_000) == (True, True)
    found = {(r.method, r.chat_id, m) for r in street.phones.requests for m in FOUND.findall(r.raw)}
    assert found == set()
