import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import ReplyParameters

from playground.client import PlaygroundClient
from playground.faults import Fault, FaultKind
from playground.people import HANNAH, WORKER_BOT
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, WORKER_TOKEN, SecondBot, create_app
from tests.playground.conftest import QuickSession


@pytest.fixture
async def two(clock, phones):
    """Two bots on one server: the phones of each, and the bots."""
    second = SecondBot(Phones(clock, bot=WORKER_BOT))
    async with serve(create_app(phones, second=second)) as url:
        server = TelegramAPIServer.from_base(url)
        bots = [Bot(token, session=QuickSession(api=server)) for token in (TOKEN, WORKER_TOKEN)]
        yield phones, second, *bots, url
        for one in bots:
            await one.session.close()


async def test_bots_have_names_chats_updates_and_files_of_their_own(two):
    phones, second, main, worker, url = two
    phones.start(HANNAH.id)
    assert [one.username for one in (await main.me(), await worker.me())] == [
        phones.bot.username,
        WORKER_BOT.username,
    ]
    assert [one.has_topics_enabled for one in (await main.get_me(), await worker.get_me())] == [
        False,
        True,
    ]
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await worker.send_message(HANNAH.id, "Hello")
    async with PlaygroundClient(url, second_bot=True) as client:
        await client.player(HANNAH.id).start()
    assert [len(await one.get_updates()) for one in (main, worker)] == [1, 1]
    await worker.send_message(HANNAH.id, "Hello")
    assert [held.content["text"] for held in second.phones.chat(HANNAH.id).messages.values()] == [
        "/start",
        "Hello",
    ]
    assert len(phones.chat(HANNAH.id).messages) == 1


async def test_message_goes_into_its_topic_until_the_topic_is_deleted(two):
    _, second, _, bot, _ = two
    second.phones.start(HANNAH.id)
    topic = await bot.create_forum_topic(HANNAH.id, "Josie")
    assert topic.name == "Josie"
    thread = topic.message_thread_id
    sent = await bot.send_message(HANNAH.id, "Hello", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    answer = await bot.send_message(
        HANNAH.id, "Main", reply_parameters=ReplyParameters(message_id=sent.message_id)
    )
    assert (answer.message_thread_id, answer.is_topic_message) == (None, None)
    assert await bot.edit_forum_topic(HANNAH.id, thread, name="Josie (ended)")
    assert second.phones.chat(HANNAH.id).topics == {thread: "Josie (ended)"}
    second.phones.delete_topic(HANNAH.id, thread)
    assert sent.message_id not in second.phones.chat(HANNAH.id).messages
    for request in (
        bot.send_message(HANNAH.id, "Hello", message_thread_id=thread),
        bot.edit_forum_topic(HANNAH.id, thread, name="Josie"),
        bot.delete_forum_topic(HANNAH.id, thread),
    ):
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await request


async def test_topic_can_be_deleted_and_not_closed(two):
    _, second, _, bot, _ = two
    second.phones.start(HANNAH.id)
    thread = (await bot.create_forum_topic(HANNAH.id, "Josie")).message_thread_id
    with pytest.raises(TelegramBadRequest, match="not a supergroup forum"):
        await bot.close_forum_topic(HANNAH.id, thread)
    assert await bot.delete_forum_topic(HANNAH.id, thread)
    assert second.phones.chat(HANNAH.id).topics == {}


async def test_name_of_a_topic_has_up_to_128_letters(two):
    _, second, _, bot, _ = two
    second.phones.start(HANNAH.id)
    await bot.create_forum_topic(HANNAH.id, "x" * 128)
    with pytest.raises(TelegramBadRequest, match="TOPIC_TITLE"):
        await bot.create_forum_topic(HANNAH.id, "x" * 129)


async def test_bot_without_topics_makes_none(two):
    phones, _, bot, _, _ = two
    phones.start(HANNAH.id)
    with pytest.raises(TelegramBadRequest, match="not a forum"):
        await bot.create_forum_topic(HANNAH.id, "Josie")


async def test_fault_lets_a_message_land_in_the_main_chat(two):
    _, second, _, bot, _ = two
    second.phones.start(HANNAH.id)
    thread = (await bot.create_forum_topic(HANNAH.id, "Josie")).message_thread_id
    second.faults.add(Fault(FaultKind.MAIN_CHAT, method="sendMessage"))
    lost = await bot.send_message(HANNAH.id, "Hello", message_thread_id=thread)
    found = await bot.send_message(HANNAH.id, "Hello", message_thread_id=thread)
    assert [lost.message_thread_id, found.message_thread_id] == [None, thread]


async def test_token_that_was_revoked_is_one_bots_trouble_alone(two):
    phones, second, main, worker, _ = two
    phones.start(HANNAH.id)
    second.phones.start(HANNAH.id)
    second.faults.add(Fault(FaultKind.UNAUTHORIZED, times=None))
    with pytest.raises(TelegramUnauthorizedError):
        await worker.send_message(HANNAH.id, "Hello")
    assert await main.send_message(HANNAH.id, "Hello")
