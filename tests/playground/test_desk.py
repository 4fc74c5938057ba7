import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage
from aiogram.types import (
    ForceReply,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from playground.people import HANNAH, JOSIE
from tests.playground.keyboards import keyboard


@pytest.fixture
def josie(phones):
    phones.say(JOSIE.id, "I like tea 😀 and tea")
    return JOSIE.id


async def test_keyboards_other_than_inline_are_refused(bot, josie):
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes")]])
    for markup in (keys, ForceReply()):
        with pytest.raises(TelegramBadRequest, match="keyboards other than inline ones"):
            await bot.send_message(josie, "x", reply_markup=markup)

    sent = await bot.send_message(josie, "x", reply_markup=ReplyKeyboardRemove())
    assert sent.reply_markup is None


async def test_reply_may_quote_a_part(bot, josie):
    quote = ReplyParameters(message_id=1, quote="tea", quote_position=18)
    sent = await bot.send_message(josie, "Which?", reply_parameters=quote)
    assert (sent.quote.text, sent.quote.position) == ("tea", 18)

    elsewhere = ReplyParameters(message_id=1, quote="tea", quote_position=1)
    sent = await bot.send_message(josie, "Which?", reply_parameters=elsewhere)
    assert sent.quote.position == 7

    wrong = ReplyParameters(message_id=1, quote="coffee")
    with pytest.raises(TelegramBadRequest, match="QUOTE_TEXT_INVALID"):
        await bot.send_message(josie, "Which?", reply_parameters=wrong)


async def test_old_way_to_reply_still_works(bot, josie):
    sent = await bot.send_message(josie, "x", reply_to_message_id=1)
    assert sent.reply_to_message.text == "I like tea 😀 and tea"
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(josie, "x", reply_to_message_id=9)
    lenient = await bot.send_message(
        josie, "x", reply_to_message_id=9, allow_sending_without_reply=True
    )
    assert lenient.reply_to_message is None


async def test_mention_by_id_names_only_people_the_bot_knows(bot, josie):
    html = f'<a href="tg://user?id={HANNAH.id}">Hannah</a> <a href="tg://user?id={josie}">J</a>'
    sent = await bot.send_message(josie, html, parse_mode="HTML")

    unknown, known = sent.entities
    assert (unknown.type, unknown.url) == ("text_link", f"tg://user?id={HANNAH.id}")
    assert (known.type, known.user.first_name) == ("text_mention", "Josie")


async def test_silence_protection_and_previews_are_kept(bot, phones, josie):
    quiet = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        josie, "x", disable_notification=True, protect_content=True, link_preview_options=quiet
    )
    old = await bot.send_message(josie, "x", disable_web_page_preview=True)

    assert phones.message(josie, sent.message_id).silent
    assert sent.has_protected_content
    assert sent.link_preview_options == old.link_preview_options
    assert not phones.message(josie, old.message_id).silent


async def test_chat_named_by_username_is_not_found(bot, phones):
    phones.start(JOSIE.id)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot(SendMessage(chat_id="@josie_marlow", text="x"))


async def test_button_without_words_is_refused(bot, josie):
    with pytest.raises(TelegramBadRequest, match='Field "text" must be non-empty'):
        await bot.send_message(josie, "x", reply_markup=keyboard((" ", {"callback_data": "y"})))
