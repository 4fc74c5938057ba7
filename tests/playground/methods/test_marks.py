import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ReactionTypeEmoji

from playground.people import JOSIE


async def test_pins_come_and_go(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "Your peer is Hannah.")
    await bot.pin_chat_message(JOSIE.id, sent.message_id)
    assert (await bot.get_chat(JOSIE.id)).pinned_message.text == "Your peer is Hannah."

    await bot.unpin_chat_message(JOSIE.id)
    assert phones.chat(JOSIE.id).pinned == []
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(JOSIE.id)
    with pytest.raises(TelegramBadRequest, match="message to pin not found"):
        await bot.pin_chat_message(JOSIE.id, 99)


async def test_deleted_message_is_no_longer_pinned(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "x")
    await bot.pin_chat_message(JOSIE.id, sent.message_id)
    phones.delete(JOSIE.id, sent.message_id)

    assert phones.chat(JOSIE.id).pinned == []


async def test_bot_may_set_one_reaction(bot, phones):
    said = phones.say(JOSIE.id, "hello").content["message_id"]
    await bot.set_message_reaction(JOSIE.id, said, [ReactionTypeEmoji(emoji="👍")])
    assert phones.message(JOSIE.id, said).as_view()["reactions"] == ["👍"]

    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(JOSIE.id, said, [ReactionTypeEmoji(emoji="👍")] * 2)


async def test_typing_shows_and_nonsense_does_not(bot, phones):
    phones.start(JOSIE.id)
    await bot.send_chat_action(JOSIE.id, "typing")
    assert phones.journal.read_after(phones.journal.number - 1)[0].data == "typing"
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(JOSIE.id, "dancing")


async def test_all_pins_go_at_once(bot, phones):
    phones.start(JOSIE.id)
    for _ in range(2):
        await bot.pin_chat_message(JOSIE.id, 1)
    assert phones.chat(JOSIE.id).pinned == [1]
    await bot.unpin_all_chat_messages(JOSIE.id)
    assert phones.chat(JOSIE.id).pinned == []
