import pytest
from aiogram.exceptions import TelegramBadRequest

from playground.people import HANNAH, JOSIE, SAM


async def test_copy_shows_the_content_and_nobody(bot, phones):
    phones.start(SAM.id)
    said = phones.say(JOSIE.id, "hello").content["message_id"]
    copied = await bot.copy_message(SAM.id, JOSIE.id, said, protect_content=True)
    content = phones.message(SAM.id, copied.message_id).content
    assert (content["text"], content["has_protected_content"]) == ("hello", True)
    assert "forward_origin" not in content
    assert str(JOSIE.id) not in str(content)


async def test_protected_message_is_copied_too(bot, phones):
    phones.start(SAM.id)
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "Hannah\nhello", protect_content=True)
    copied = await bot.copy_message(SAM.id, JOSIE.id, sent.message_id)
    assert phones.message(SAM.id, copied.message_id).content["text"] == "Hannah\nhello"


async def test_what_is_not_there_is_not_copied(bot, phones):
    phones.start(SAM.id)
    said = phones.say(JOSIE.id, "hello").content["message_id"]
    phones.delete(JOSIE.id, said)
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(SAM.id, JOSIE.id, said)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.copy_message(HANNAH.id, JOSIE.id, said)
