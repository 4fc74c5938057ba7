import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText

from playground.people import JOSIE
from tests.playground.keyboards import YES


async def test_photo_has_a_caption_but_no_text_to_edit(bot, phones):
    phones.start(JOSIE.id)
    phones.hold(phones.chat(JOSIE.id), {"photo": []}, by_bot=True)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=JOSIE.id, message_id=2)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"message_id": 1, "text": "x"}, "chat_id is empty"),
        ({"inline_message_id": "7", "text": "x"}, "not supported by the playground: inline"),
        ({"chat_id": JOSIE.id, "message_id": 2}, "message text is empty"),
    ],
)
async def test_edit_that_names_too_little_is_refused(bot, phones, fields, reason):
    phones.start(JOSIE.id)
    await bot.send_message(JOSIE.id, "x")
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot(EditMessageText(**fields))


async def test_edit_of_the_keyboard_alone_is_a_change(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "x", reply_markup=YES)
    edited = await bot.edit_message_text("x", chat_id=JOSIE.id, message_id=sent.message_id)
    assert edited.reply_markup is None


async def test_edit_drops_the_entities_of_the_old_text(bot, phones):
    phones.start(JOSIE.id)
    await bot.send_message(JOSIE.id, "<b>x</b>", parse_mode="HTML")
    assert (await bot.edit_message_text("x", chat_id=JOSIE.id, message_id=2)).entities is None


async def test_deleting_none_or_too_many_is_refused(bot, phones):
    phones.start(JOSIE.id)
    for ids, reason in (([], "identifiers are not specified"), (range(1, 102), "too many")):
        with pytest.raises(TelegramBadRequest, match=reason):
            await bot.delete_messages(JOSIE.id, list(ids))


async def test_several_messages_go_at_once(bot, phones):
    for _ in range(3):
        phones.say(JOSIE.id, "x")
    await bot.delete_messages(JOSIE.id, [1, 3])
    assert list(phones.chat(JOSIE.id).messages) == [2]


async def test_answer_with_too_many_words_or_a_link_is_refused(bot, phones):
    phones.start(JOSIE.id)
    press = phones.press(JOSIE.id, 1, "y")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press.id, text="x" * 201)
    with pytest.raises(TelegramBadRequest, match="URL_INVALID"):
        await bot.answer_callback_query(press.id, url="https://example.org")
    await bot.answer_callback_query(press.id, text="x" * 200, show_alert=True)
    assert press.answer == {"text": "x" * 200, "show_alert": True}
