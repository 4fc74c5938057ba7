import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web

from playground.people import JOSIE


class Receiver:
    def __init__(self):
        self.received = asyncio.Queue()
        self.failures = 0
        self.answer = None

    async def take(self, request):
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        if self.answer:
            await self.received.put(None)
            return web.json_response(self.answer)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        await self.received.put((secret, await request.json()))
        return web.Response()


@pytest.fixture
async def receiver():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/updates", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/updates"
    yield receiver
    await runner.cleanup()


async def test_updates_are_delivered_in_order_with_the_secret(bot, phones, receiver):
    phones.start(JOSIE.id)
    await bot.set_webhook(receiver.url, secret_token="quiet-word")
    phones.say(JOSIE.id, "hello")
    got = [await asyncio.wait_for(receiver.received.get(), 5) for _ in range(2)]

    assert [(secret, update["message"]["text"]) for secret, update in got] == [
        ("quiet-word", "/start"),
        ("quiet-word", "hello"),
    ]
    with pytest.raises(TelegramConflictError, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates() == []


async def test_failed_delivery_is_told_and_repeated(bot, phones, receiver, monkeypatch):
    monkeypatch.setattr("playground.webhook.RETRY_SECONDS", 0.01)
    receiver.failures = 1
    await bot.set_webhook(receiver.url, allowed_updates=["message"])
    phones.start(JOSIE.id)
    await asyncio.wait_for(receiver.received.get(), 5)

    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.allowed_updates == ["message"]


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org/x", None, "An HTTPS URL must be provided"),
        ("https://example.org/x", "no spaces", "secret token contains unallowed characters"),
    ],
)
async def test_webhook_telegram_refuses_is_refused(bot, url, secret, reason):
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)


async def test_method_in_the_answer_is_not_carried_out_and_told(bot, phones, receiver):
    receiver.answer = {"method": "sendMessage", "chat_id": JOSIE.id, "text": "x"}
    await bot.set_webhook(receiver.url)
    phones.start(JOSIE.id)
    await asyncio.wait_for(receiver.received.get(), 5)

    assert await _read_failure(bot) == "not supported by the playground: a method in the answer"
    assert list(phones.chat(JOSIE.id).messages) == [1]


async def test_webhook_nobody_listens_to_is_told(bot, phones, monkeypatch):
    monkeypatch.setattr("playground.webhook.RETRY_SECONDS", 0.01)
    await bot.set_webhook("http://127.0.0.1:9/updates")
    phones.start(JOSIE.id)

    assert await _read_failure(bot) == "Connection refused or timed out"
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.set_webhook("", drop_pending_updates=True)
    assert await bot.get_updates() == []


async def _read_failure(bot):
    """Ask until the server tells of a failed delivery; the test's time limit is the end."""
    while not (failure := (await bot.get_webhook_info()).last_error_message):
        pass
    return failure
