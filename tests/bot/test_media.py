import io
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from PIL import Image

from bot.media import FETCH_ATTEMPTS, MediaMaker, NewPhoto
from bot.photos import rebuild_photo
from bot.voices import rebuild_voice
from db.outbox import Lane
from flows.letters import Body, Message, Words
from flows.media import Photo, Voice
from playground.bot_api import DOWNLOAD
from playground.faults import Fault, FaultKind
from playground.people import JOSIE
from tests.bot.stage import TOKEN, Fates, Stage, until
from tests.bot.test_delivery import deliver
from tests.bot.test_photos import CARRIERS
from tests.bot.voice_files import joined, opus_tags, recording

CANARY = "CANARY"
PICTURE = CARRIERS["GPS in EXIF"]
SOUND = joined(recording(tags=opus_tags(b"ARTIST=CANARY")))
CAPTION = Body((Words("Hannah"), Message("Our garden")))


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.media.FETCH_PAUSE_SECONDS", 0.001)


@pytest.fixture
async def josie(stage: Stage) -> str:
    """The reader."""
    [josie] = await stage.meet(JOSIE.id)
    return josie


async def pass_on(stage: Stage, josie, media, caption=CAPTION.parts, **settings):
    content = Body(caption, media=media, **settings)
    async with stage.story() as story:
        await story.post(josie, content, lane=Lane.CONVERSATION)


def photo_of_hannah(stage: Stage, data=PICTURE, **kinds) -> Photo:
    file = stage.phones.files.store("photos", data, "CANARY.jpg", "image/jpeg")
    return Photo(file.file_id, len(data), **kinds)


def voice_of_hannah(stage: Stage, data=SOUND) -> Voice:
    file = stage.phones.files.store("voice", data, "CANARY.ogg", "audio/ogg")
    return Voice(file.file_id, len(data), 99)


def newest(stage: Stage):
    return list(stage.phones.chat(JOSIE.id).messages.values())[-1].content


def file_of(stage: Stage, shown) -> bytes:
    return stage.phones.files.find(shown["file_id"]).data


async def test_photo_arrives_as_a_new_file_with_its_caption(stage: Stage, josie):
    await pass_on(stage, josie, photo_of_hannah(stage, spoiler=True))
    await deliver(stage)
    shown = newest(stage)
    [request] = stage.phones.requests.of("sendPhoto")
    assert (shown["caption"], shown["has_media_spoiler"]) == ("Hannah\n\nOur garden", True)
    assert shown["has_protected_content"]
    assert Image.open(io.BytesIO(file_of(stage, shown["photo"][0]))).size == (64, 40)
    assert b'filename="photo.jpg"' in request.raw
    assert stage.phones.requests.mentioning(CANARY) == []


async def test_voice_arrives_as_a_new_file_with_its_length(stage: Stage, josie):
    await pass_on(stage, josie, voice_of_hannah(stage))
    await deliver(stage)
    shown = newest(stage)
    [request] = stage.phones.requests.of("sendVoice")
    assert (shown["caption"], shown["voice"]["duration"]) == ("Hannah\n\nOur garden", 1)
    assert shown["has_protected_content"]
    assert file_of(stage, shown["voice"]) == rebuild_voice(SOUND).data
    assert b'filename="voice.ogg"' in request.raw
    assert stage.phones.requests.mentioning(CANARY) == []


async def test_long_caption_follows_the_picture_whole(stage: Stage, josie):
    long = "a" * 1_020
    await pass_on(stage, josie, photo_of_hannah(stage), (Words("Hannah"), Message(long)))
    await deliver(stage)
    *_, photo, text = stage.phones.chat(JOSIE.id).messages.values()
    assert ("caption" in photo.content, text.content["text"]) == (False, f"Hannah\n\n{long}")


def other_files(stage: Stage):
    return {
        "photo.unreadable": photo_of_hannah(stage, b"Dear Sam"),
        "photo.too_large": photo_of_hannah(stage, bytes(20 * 1024 * 1024 + 1)),
        "photo.gone": Photo("a file of yesterday"),
        "voice.unreadable": voice_of_hannah(stage, SOUND[:-1]),
        "voice.too_large": voice_of_hannah(stage, bytes(20 * 1024 * 1024 + 1)),
        "voice.gone": Voice("a file of yesterday"),
    }


@pytest.mark.parametrize(
    "reason",
    [f"{kind}.{why}" for kind in ("photo", "voice") for why in ("unreadable", "too_large", "gone")],
)
async def test_what_cannot_be_passed_on_is_told_and_nothing_leaves(stage: Stage, josie, reason):
    hooks = Fates()
    await pass_on(stage, josie, other_files(stage)[reason])
    await deliver(stage, hooks, ("failed",))
    attempts = FETCH_ATTEMPTS if reason.endswith("gone") else 1
    assert hooks.told == [("failed", "test:1", reason)]
    assert await stage.fates() == [("failed", reason, attempts, False)]
    assert len(stage.phones.chat(JOSIE.id).messages) == 1


async def test_reader_who_takes_no_voice_messages_has_a_reason_of_its_own(stage: Stage, josie):
    said = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    stage.faults.add(Fault(FaultKind.BAD_REQUEST, "sendVoice", description=said))
    hooks = Fates()
    await pass_on(stage, josie, voice_of_hannah(stage))
    await deliver(stage, hooks, ("failed",))
    assert hooks.told == [("failed", "test:1", "voice.forbidden")]


FETCH_FAULTS = [
    Fault(FaultKind.BAD_REQUEST, "getFile"),
    Fault(FaultKind.RETRY_AFTER, "getFile", retry_after=1),
    Fault(FaultKind.GATEWAY, "getFile"),
    Fault(FaultKind.RESET, "getFile"),
    Fault(FaultKind.TRUNCATED, "getFile"),
    Fault(FaultKind.NOT_JSON, "getFile"),
    Fault(FaultKind.HANG, "getFile"),
    Fault(FaultKind.BAD_REQUEST, DOWNLOAD),
    Fault(FaultKind.GATEWAY, DOWNLOAD),
    Fault(FaultKind.RESET, DOWNLOAD, times=2),  # the first is tried again by aiohttp
    Fault(FaultKind.TRUNCATED, DOWNLOAD),
    Fault(FaultKind.HANG, DOWNLOAD),
]


@asynccontextmanager
async def impatient_with(stage: Stage, fault: Fault):
    """No patience with the call that hangs, and all there is with every other on a busy machine."""
    with pytest.MonkeyPatch.context() as hurry:
        if fault.kind is FaultKind.HANG:
            patience = "bot.files.FETCH" if fault.method == DOWNLOAD else "bot.api.REQUEST"
            hurry.setattr(f"{patience}_SECONDS", 0.5)

        async def calm_down():
            await until(lambda: stage.faults.injected)
            hurry.undo()

        calming = stage.nursery.start("calming", calm_down())
        yield
        await calming


@pytest.mark.parametrize("fault", FETCH_FAULTS, ids=lambda f: f"{f.method}-{f.kind}")
async def test_failed_fetch_is_tried_again_and_is_no_repeat(stage: Stage, josie, fault, caplog):
    stage.faults.add(fault)
    await pass_on(stage, josie, photo_of_hannah(stage))
    async with impatient_with(stage, fault):
        await deliver(stage)
    assert await stage.fates() == [("sent", None, 2, False)]
    assert newest(stage)["caption"] == "Hannah\n\nOur garden"
    assert len(stage.phones.requests.of("sendPhoto")) == 1
    assert TOKEN not in caplog.text


async def test_upload_whose_fate_is_unknown_is_repeated_and_marked(
    stage: Stage, josie, monkeypatch
):
    monkeypatch.setattr("bot.results.REPEAT_AFTER", timedelta(0))
    stage.faults.add(Fault(FaultKind.RESET, "sendPhoto", acts=True))
    await pass_on(stage, josie, photo_of_hannah(stage))
    await deliver(stage)
    assert await stage.fates() == [("sent", None, 2, True)]
    assert newest(stage)["caption"] == "This may be a repeat.\n\nHannah\n\nOur garden"


async def test_edit_changes_the_caption_and_leaves_the_picture(stage: Stage, josie):
    await pass_on(stage, josie, photo_of_hannah(stage))
    await deliver(stage)
    before = newest(stage)
    async with stage.story("edit") as story:
        content = Body((Words("Our yard"),), caption_of_media=True)
        await story.edit(josie, content, slot="copy", message_id=before["message_id"])
    await deliver(stage)
    after = newest(stage)
    assert (after["caption"], after["photo"]) == ("Our yard", before["photo"])
    assert len(stage.phones.chat(JOSIE.id).messages) == 2


async def test_edit_too_long_for_a_caption_is_a_message_of_its_own(stage: Stage, josie):
    await pass_on(stage, josie, photo_of_hannah(stage))
    await deliver(stage)
    shown = newest(stage)
    async with stage.story("edit") as story:
        content = Body((Words("b" * 1_025),), caption_of_media=True)
        await story.edit(josie, content, slot="copy", message_id=shown["message_id"])
    await deliver(stage)
    assert newest(stage)["text"] == "b" * 1_025


async def test_letters_behind_a_photo_wait_for_it(stage: Stage, josie):
    stage.faults.add(Fault(FaultKind.RESET, DOWNLOAD, times=3))
    await pass_on(stage, josie, photo_of_hannah(stage))
    async with stage.story("later") as story:
        await story.post(josie, Body((Words("And this"),)), lane=Lane.CONVERSATION)
    await deliver(stage)
    _, photo, text = stage.phones.chat(JOSIE.id).messages.values()
    assert ("photo" in photo.content, text.content["text"]) == (True, "And this")


async def test_photo_is_fetched_by_the_bot_that_it_was_sent_to(stage: Stage):
    maker = MediaMaker({"worker": stage.bot})
    made = await maker.make(photo_of_hannah(stage, bot="worker"), 1)
    assert made == NewPhoto(rebuild_photo(PICTURE), spoiler=False)
