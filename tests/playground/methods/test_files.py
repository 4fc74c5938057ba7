import io

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from playground.files import measure_image
from playground.people import JOSIE
from playground.refusals import BadRequest
from playground.samples import draw_png

PICTURE = BufferedInputFile(draw_png(64, 40), "hill.png")


async def test_photo_of_a_person_can_be_downloaded(bot, phones):
    phones.send_photo(JOSIE.id, draw_png(64, 40), caption="look")
    (update,) = await bot.get_updates()

    photo = update.message.photo[-1]
    assert (photo.width, photo.height, update.message.caption) == (64, 40, "look")
    assert (await bot.download(photo, io.BytesIO())).read() == draw_png(64, 40)


async def test_photo_of_the_bot_arrives_and_can_be_sent_again(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_photo(
        JOSIE.id, PICTURE, caption="<i>hill</i>", parse_mode="HTML", protect_content=True
    )
    again = await bot.send_photo(JOSIE.id, sent.photo[-1].file_id)

    assert sent.has_protected_content
    assert sent.caption_entities[0].type == "italic"
    assert again.photo == sent.photo
    edited = await bot.edit_message_caption(
        chat_id=JOSIE.id, message_id=sent.message_id, caption="mountain"
    )
    assert (edited.caption, edited.caption_entities) == ("mountain", None)


async def test_other_files_arrive_under_their_kind(bot, phones):
    phones.start(JOSIE.id)
    letter = BufferedInputFile(b"Dear Sam", "letter.txt")
    document = await bot.send_document(JOSIE.id, letter)
    voice = await bot.send_voice(JOSIE.id, BufferedInputFile(b"OggS", "v.ogg"), duration=5)
    sticker = await bot.send_sticker(JOSIE.id, BufferedInputFile(b"RIFF", "s.webp"))

    assert (document.document.file_name, document.document.file_size) == ("letter.txt", 8)
    assert voice.voice.duration == 5
    assert sticker.sticker.file_size == 4


async def test_album_arrives_as_messages_of_one_group(bot, phones):
    phones.start(JOSIE.id)
    album = await bot.send_media_group(
        JOSIE.id, [InputMediaPhoto(media=PICTURE, caption="one"), InputMediaPhoto(media=PICTURE)]
    )

    assert [item.caption for item in album] == ["one", None]
    assert len({item.media_group_id for item in album}) == 1
    with pytest.raises(TelegramBadRequest, match="2 to 10 items"):
        await bot.send_media_group(JOSIE.id, [InputMediaDocument(media=PICTURE)])


@pytest.mark.parametrize(
    ("photo", "options", "reason"),
    [
        (BufferedInputFile(b"GIF89a", "x.gif"), {}, "IMAGE_PROCESS_FAILED"),
        (BufferedInputFile(b"", "x.png"), {}, "file must be non-empty"),
        ("no-such-id", {}, "wrong file_id"),
        ("https://example.org/x.png", {}, "fetches nothing from outside"),
        (PICTURE, {"caption": "x" * 1025}, "message caption is too long"),
    ],
)
async def test_photo_telegram_refuses_is_refused(bot, phones, photo, options, reason):
    phones.start(JOSIE.id)
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_photo(JOSIE.id, photo, **options)


async def test_file_over_20_megabytes_cannot_be_fetched(bot, phones):
    held = phones.send_document(JOSIE.id, bytes(20 * 1024 * 1024 + 1), "big.bin")
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(held.content["document"]["file_id"])


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x28\x00\x40\x03", (64, 40)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", (512, 512)),
        (draw_png(3, 2), (3, 2)),
    ],
    ids=["JPEG", "WebP is not measured", "PNG"],
)
def test_picture_is_measured(data, size):
    assert measure_image(data) == size


def test_broken_jpeg_is_refused():
    with pytest.raises(BadRequest, match="IMAGE_PROCESS_FAILED"):
        measure_image(b"\xff\xd8\xff\xe0\x00\x04ab")


async def test_album_takes_files_but_no_films(bot, phones):
    phones.start(JOSIE.id)
    letter = InputMediaDocument(media=BufferedInputFile(b"Dear", "letter.txt"))
    album = await bot.send_media_group(JOSIE.id, [letter, letter])
    assert [item.document.file_name for item in album] == ["letter.txt"] * 2
    film = InputMediaVideo(media=BufferedInputFile(b"x", "x.mp4"))
    with pytest.raises(TelegramBadRequest, match="video in an album"):
        await bot.send_media_group(JOSIE.id, [film, film])
