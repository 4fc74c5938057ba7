import asyncio

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates
from aiogram.types import MessageEntity, ReplyParameters

from playground.people import HANNAH, JOSIE
from tests.playground.keyboards import YES, keyboard


async def test_message_is_shown_on_the_phone_and_returned(bot, phones):
    phones.start(JOSIE.id)

    sent = await bot.send_message(JOSIE.id, "Hello <b>Josie</b>", parse_mode="HTML")

    assert sent.message_id == 2
    assert sent.from_user.is_bot
    held = phones.message(JOSIE.id, 2).content
    assert held["text"] == "Hello Josie"
    assert held["entities"] == [{"type": "bold", "offset": 6, "length": 5}]


async def test_ids_of_both_directions_grow_together_per_chat(bot, phones):
    phones.start(JOSIE.id)
    phones.start(HANNAH.id)
    first = await bot.send_message(JOSIE.id, "one")
    said = phones.say(JOSIE.id, "two")
    other = await bot.send_message(HANNAH.id, "one")

    ids = (first.message_id, said.content["message_id"], other.message_id)
    assert ids == (2, 3, 2)


async def test_long_poll_answers_as_soon_as_somebody_writes(bot, phones, arrival):
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot(GetUpdates(timeout=30)))
        await arrival()
        phones.start(JOSIE.id, "abc")

    assert [update.message.text for update in poll.result()] == ["/start abc"]


async def test_second_poller_ends_the_first_with_conflict(bot, arrival):
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(_poll_refused(bot))
        await arrival()
        assert await bot(GetUpdates(timeout=0)) == []

    assert first.result() == (
        "Telegram server says - Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def _poll_refused(bot):
    with pytest.raises(TelegramConflictError) as caught:
        await bot(GetUpdates(timeout=30))
    return str(caught.value)


async def test_press_edit_and_answer_make_a_round(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "Shall we?", reply_markup=YES)
    callback = phones.press(JOSIE.id, sent.message_id, "y")
    (update,) = (await bot.get_updates())[1:]

    assert update.callback_query.data == "y"
    assert update.callback_query.message.text == "Shall we?"
    await bot.answer_callback_query(update.callback_query.id, text="Good")
    edited = await bot.edit_message_text("We shall.", chat_id=JOSIE.id, message_id=sent.message_id)
    assert callback.answer == {"text": "Good", "show_alert": False}
    assert edited.edit_date is not None
    assert "reply_markup" not in phones.message(JOSIE.id, sent.message_id).content


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        (" \n", {}, "message text is empty"),
        ("\u202e\u0000", {}, "message text is empty"),
        ("x" * 4097, {}, "message is too long"),
        ("😀" * 2049, {}, "message is too long"),
        ("<b>x", {"parse_mode": "HTML"}, 'Can\'t find end tag corresponding to start tag "b"'),
        ("<x>x</x>", {"parse_mode": "HTML"}, 'Unsupported start tag "x" at byte offset 0'),
        ("x", {"parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("*x*", {"parse_mode": "MarkdownV2"}, "not supported by the playground: MarkdownV2"),
        (
            "x",
            {"reply_markup": keyboard(("Yes", {"callback_data": "é" * 33}))},
            "BUTTON_DATA_INVALID",
        ),
        ("x", {"reply_markup": keyboard(("Yes", {}))}, "Text buttons are unallowed"),
        (
            "x",
            {"reply_markup": keyboard(*[("Yes", {"callback_data": "y"})] * 101)},
            "reply markup is too long",
        ),
        ("x", {"reply_markup": keyboard(("Go", {"url": "nowhere"}))}, "Wrong HTTP URL"),
        ("x", {"reply_parameters": ReplyParameters(message_id=99)}, "message to be replied not"),
        ("x", {"message_thread_id": 3}, "message thread not found"),
    ],
)
async def test_message_telegram_refuses_is_refused(bot, phones, text, options, reason):
    phones.start(JOSIE.id)
    with pytest.raises(TelegramBadRequest, match="Bad Request") as caught:
        await bot.send_message(JOSIE.id, text, **options)

    assert reason in str(caught.value)
    assert len(phones.chat(JOSIE.id).messages) == 1


async def test_parse_mode_wins_over_entities(bot, phones):
    phones.start(JOSIE.id)
    bold = [MessageEntity(type="bold", offset=0, length=1)]
    html = await bot.send_message(JOSIE.id, "a <i>b</i>", parse_mode="HTML", entities=bold)
    plain = await bot.send_message(JOSIE.id, "a <i>b</i>", entities=bold)

    assert [item.type for item in html.entities] == ["italic"]
    assert (plain.text, [item.type for item in plain.entities]) == ("a <i>b</i>", ["bold"])


async def test_reply_to_a_lost_message_is_sent_without_it_when_allowed(bot, phones):
    phones.start(JOSIE.id)
    lenient = ReplyParameters(message_id=99, allow_sending_without_reply=True)

    sent = await bot.send_message(JOSIE.id, "x", reply_parameters=lenient)

    assert sent.reply_to_message is None


async def test_longest_text_of_4096_units_passes(bot, phones):
    phones.start(JOSIE.id)
    assert len((await bot.send_message(JOSIE.id, "😀" * 2048)).text) == 2048


async def test_person_who_never_started_cannot_be_written_to(bot, phones):
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(JOSIE.id, "x")

    phones.start(HANNAH.id)
    phones.send_contact(HANNAH.id, "Josie", "+44 7700 900001", user_id=JOSIE.id)

    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(JOSIE.id, "x")


async def test_person_who_blocked_is_forbidden_until_they_return(bot, phones):
    phones.start(JOSIE.id)
    phones.block(JOSIE.id)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(JOSIE.id, "x")

    phones.start(JOSIE.id)
    await bot.send_message(JOSIE.id, "x")

    updates = await bot.get_updates()
    assert [
        update.my_chat_member.new_chat_member.status if update.my_chat_member else update.event_type
        for update in updates
    ] == ["message", "kicked", "member", "message"]


async def test_edit_without_change_or_target_is_refused(bot, phones):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "x", reply_markup=YES)
    place = {"chat_id": JOSIE.id, "message_id": sent.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("x", reply_markup=YES, **place)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(reply_markup=YES, **place)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("y", chat_id=JOSIE.id, message_id=99)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("y", chat_id=JOSIE.id, message_id=1)
    with pytest.raises(TelegramBadRequest, match="there is no caption"):
        await bot.edit_message_caption(caption="y", **place)

    await bot.edit_message_reply_markup(reply_markup=None, **place)

    assert "reply_markup" not in phones.message(JOSIE.id, sent.message_id).content


async def test_message_older_than_48_hours_cannot_be_deleted(bot, phones, clock):
    phones.start(JOSIE.id)
    old = await bot.send_message(JOSIE.id, "old")
    clock.move(hours=48, seconds=1)
    young = await bot.send_message(JOSIE.id, "young")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(JOSIE.id, old.message_id)
    await bot.delete_message(JOSIE.id, young.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(JOSIE.id, young.message_id)
    await bot.delete_messages(JOSIE.id, [old.message_id, 77])

    assert list(phones.chat(JOSIE.id).messages) == [1, 2]


async def test_press_is_answered_once_and_within_fifteen_minutes(bot, phones, clock):
    phones.start(JOSIE.id)
    sent = await bot.send_message(JOSIE.id, "x", reply_markup=YES)
    first = phones.press(JOSIE.id, sent.message_id, "y")
    second = phones.press(JOSIE.id, sent.message_id, "y")
    await bot.answer_callback_query(first.id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(first.id)
    clock.move(minutes=15, seconds=1)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(second.id)


async def test_unsupported_method_is_refused_and_logged(bot, phones):
    with pytest.raises(TelegramBadRequest, match="not supported by the playground: sendDice"):
        await bot.send_dice(JOSIE.id)

    (request,) = phones.requests.of("sendDice")
    assert request.error == (400, "Bad Request: not supported by the playground: sendDice")


async def test_wrong_token_is_unauthorized(bot):
    bot._Bot__token = "7000000001:another"
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await bot.get_me()
