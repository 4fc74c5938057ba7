"""Pictures and voice messages, from phone to phone through the whole service."""

import io

from PIL import Image

from bot.voices import rebuild_voice
from db.pairings import RUNNING, pairings_of
from db.people import person_by_telegram
from db.voice_choices import choose_voice
from playground.people import JOSIE
from playground.player import Seen
from tests.bot.test_photos import CARRIERS, picture, saved
from tests.bot.voice_files import joined, opus_tags, recording
from tests.stories.street import Street
from tests.stories.talk import pair_up

CANARY = "CANARY"
ALBUM = [saved(picture((64, height)), "PNG") for height in (40, 48, 56)]
SOUND = joined(recording(tags=opus_tags(b"ARTIST=CANARY")))


async def meet(street: Street) -> None:
    await pair_up(street.service.database, street.clock.now())
    for chat in (street.josie, street.hannah):
        await chat.player.start()


async def agree_to_voice(street: Street) -> None:
    async with street.service.database.transaction() as session:
        josie = await person_by_telegram(session, JOSIE.id)
        assert josie is not None
        (pairing,) = await pairings_of(session, josie.id, RUNNING)
        for person_id in (pairing.service_user_id, pairing.peer_worker_id):
            await choose_voice(session, pairing.id, person_id, "yes", street.clock.now())


def media_of(messages: list[Seen], kind: str) -> list[Seen]:
    return [message for message in messages if message.by_bot and kind in message.content]


async def wait_for_media(chat, kind: str, count: int = 1) -> list[Seen]:
    """The media that the bot brought, once there are so many."""

    def found(messages: list[Seen]) -> list[Seen] | None:
        media = media_of(messages, kind)
        return media if len(media) >= count else None

    return await chat.player.wait_until(found, f"{count} x {kind}")


async def test_photo_passes_without_what_it_holds_and_its_words_can_be_changed(street: Street):
    await meet(street)
    josie, hannah = street.josie.player, street.hannah.player
    sent = await josie.send_photo(CARRIERS["GPS in EXIF"], "Our gardn")
    copy = await hannah.wait_for("Josie\nOur gardn")
    assert Image.open(io.BytesIO(await hannah.read_file(copy))).size == (64, 40)

    await josie.edit(sent, "Our garden")
    changed = await hannah.wait_for("Josie\nOur garden")
    assert (changed.id, await hannah.read_file(changed)) == (copy.id, await hannah.read_file(copy))

    await hannah.send_photo(CARRIERS["XMP"], "And mine", reply_to=changed)
    answer = await josie.wait_for("And mine")
    assert answer.content["reply_to_message"]["message_id"] == sent.id
    assert street.phones.requests.mentioning(CANARY) == []


async def test_album_passes_picture_by_picture_in_order(street: Street):
    await meet(street)
    await street.josie.player.send_album(ALBUM, "Day by day")
    copies = await wait_for_media(street.hannah, "photo", 3)
    files = [await street.hannah.player.read_file(copy) for copy in copies]
    heights = [Image.open(io.BytesIO(data)).height for data in files]
    assert (heights, copies[0].text) == ([40, 48, 56], "Josie\nDay by day")


async def test_voice_message_passes_once_both_agreed(street: Street):
    await meet(street)
    await street.josie.player.send_voice(SOUND)
    await street.josie.player.wait_for("once both of you agree")
    await agree_to_voice(street)
    await street.josie.player.send_voice(SOUND)
    [copy] = await wait_for_media(street.hannah, "voice")
    assert await street.hannah.player.read_file(copy) == rebuild_voice(SOUND).data
    assert street.phones.requests.mentioning(CANARY) == []


async def test_writer_hears_which_photo_could_not_be_opened(street: Street):
    await meet(street)
    cut = await street.josie.player.send_photo(ALBUM[0][:60])
    told = await street.josie.player.wait_for("We could not open your photo")
    assert told.content["reply_to_message"]["message_id"] == cut.id
    assert media_of(await street.hannah.player.look(), "photo") == []
