import aiohttp
import pytest
from aiogram.types import BufferedInputFile

from playground.people import JOSIE
from playground.player import PlayerError
from playground.samples import HUM, draw_png

PICTURES = [draw_png(64, height) for height in (40, 50, 60)]


async def test_player_sends_a_photo_with_words_in_reply(bot, client):
    josie = client.player(JOSIE.id)
    first = await josie.start()
    sent = await josie.send_photo(PICTURES[0], "Our garden", reply_to=first)
    (_, update) = await bot.get_updates()

    assert (sent.text, await josie.read_file(sent)) == ("Our garden", PICTURES[0])
    assert update.message.caption == "Our garden"
    assert update.message.reply_to_message.message_id == first.id


async def test_player_sends_a_voice_message(bot, client):
    josie = client.player(JOSIE.id)
    sent = await josie.send_voice()
    (update,) = await bot.get_updates()

    assert (sent.text, await josie.read_file(sent)) == ("", HUM)
    assert update.message.voice.mime_type == "audio/ogg"


async def test_player_sends_a_sticker(bot, client):
    await client.player(JOSIE.id).send_sticker("🌻")
    (update,) = await bot.get_updates()
    assert update.message.sticker.emoji == "🌻"


async def test_album_comes_as_messages_of_one_group_in_order(bot, client):
    josie = client.player(JOSIE.id)
    sent = await josie.send_album(PICTURES, "Day by day")
    updates = await bot.get_updates()

    assert [await josie.read_file(one) for one in sent] == PICTURES
    assert [update.message.caption for update in updates] == ["Day by day", None, None]
    assert len({update.message.media_group_id for update in updates}) == 1


@pytest.mark.parametrize("count", [0, 1, 11])
async def test_album_of_a_wrong_size_is_refused(client, count):
    with pytest.raises(PlayerError, match="2 to 10 pictures"):
        await client.player(JOSIE.id).send_album(PICTURES[:1] * count)


async def test_player_reads_what_the_bot_sent(bot, client):
    josie = client.player(JOSIE.id)
    await josie.start()
    await bot.send_voice(JOSIE.id, BufferedInputFile(HUM, "voice.ogg"), duration=4)
    seen = (await josie.look())[-1]
    assert await josie.read_file(seen) == HUM


@pytest.mark.parametrize(
    ("wanted", "status", "part", "told"),
    [
        ("", 200, HUM, None),
        ("bytes=0-", 206, HUM, f"bytes 0-{len(HUM) - 1}/{len(HUM)}"),
        ("bytes=4-6", 206, HUM[4:7], f"bytes 4-6/{len(HUM)}"),
        ("bytes=4-99999", 206, HUM[4:], f"bytes 4-{len(HUM) - 1}/{len(HUM)}"),
        ("bytes=99999-", 200, HUM, None),
        ("bytes=-5", 200, HUM, None),
    ],
)
async def test_part_of_a_file_is_given_to_players_of_sound(
    base_url, phones, wanted, status, part, told
):
    voice = phones.send_voice(JOSIE.id, HUM).content["voice"]
    url = f"{base_url}/playground/files/{voice['file_id']}"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Range": wanted}) as answer,
    ):
        found = answer.status, await answer.read(), answer.headers.get("Content-Range")
    assert found == (status, part, told)
