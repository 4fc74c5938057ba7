import asyncio

import aiohttp
import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from playground.bot_api import DOWNLOAD
from playground.faults import Fault, FaultKind, Faults
from playground.people import HANNAH, JOSIE
from playground.server import TOKEN


def outcomes(faults, count, method="sendMessage", chat_id=JOSIE.id):
    return [faults.choose(method, chat_id) is not None for _ in range(count)]


@pytest.mark.parametrize(
    ("fault", "error", "is_delivered"),
    [
        (Fault(FaultKind.RETRY_AFTER, retry_after=7), TelegramRetryAfter, False),
        (Fault(FaultKind.FORBIDDEN), TelegramForbiddenError, False),
        (Fault(FaultKind.BAD_REQUEST), TelegramBadRequest, False),
        (Fault(FaultKind.GATEWAY, status=500), ClientDecodeError, False),
        (Fault(FaultKind.GATEWAY, status=502, acts=True), ClientDecodeError, True),
        (Fault(FaultKind.RESET), TelegramNetworkError, False),
        (Fault(FaultKind.RESET, acts=True), TelegramNetworkError, True),
        (Fault(FaultKind.TRUNCATED), TelegramNetworkError, True),
        (Fault(FaultKind.NOT_JSON), ClientDecodeError, False),
        (Fault(FaultKind.NOT_JSON, acts=True), ClientDecodeError, True),
        (Fault(FaultKind.UNDECODABLE), ClientDecodeError, True),
        (Fault(FaultKind.HANG, seconds=0.01), TelegramNetworkError, False),
        (Fault(FaultKind.HANG, seconds=0.01, acts=True), TelegramNetworkError, True),
    ],
    ids=lambda value: f"{value.kind} acts={value.acts}" if isinstance(value, Fault) else None,
)
async def test_fault_reaches_the_bot_as_its_own_error(
    bot, phones, faults, fault, error, is_delivered
):
    phones.start(JOSIE.id)
    faults.add(fault)
    with pytest.raises(error) as caught:
        await bot.send_message(JOSIE.id, "hello")

    assert caught.type is error
    assert (2 in phones.chat(JOSIE.id).messages) is is_delivered
    (request,) = phones.requests.of("sendMessage")
    assert (request.fault, request.acted) == (fault.kind, is_delivered)
    await bot.send_message(JOSIE.id, "again")
    assert faults.injected == 1


async def test_hang_ends_when_the_client_gives_up(bot, phones, faults):
    phones.start(JOSIE.id)
    faults.add(Fault(FaultKind.HANG))
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(JOSIE.id, "hello", request_timeout=0.05)


async def test_hang_does_not_keep_the_server_from_stopping(bot, phones, faults, arrival):
    phones.start(JOSIE.id)
    faults.add(Fault(FaultKind.HANG))
    loop = asyncio.get_running_loop()
    pending = loop.create_task(bot.send_message(JOSIE.id, "hello"))
    await arrival()
    pending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pending


def test_fault_counts_the_calls_it_concerns():
    faults = Faults(Fault("reset", method="sendMessage", chat_id=JOSIE.id, nth=2, times=2))

    assert outcomes(faults, 2, method="getUpdates", chat_id=None) == [False, False]
    assert outcomes(faults, 2, chat_id=HANNAH.id) == [False, False]
    assert outcomes(faults, 4) == [False, True, True, False]


def test_share_of_calls_fails_and_the_seed_repeats_it():
    rule = Fault("gateway", times=None, share=0.25)
    first, again = (outcomes(Faults(rule, seed=3), 1000) for _ in range(2))

    assert first == again
    assert 200 < sum(first) < 300
    assert first != outcomes(Faults(rule, seed=4), 1000)


def test_chat_limit_asks_to_wait_after_a_burst():
    seconds = 0.0
    faults = Faults(limit_per_chat_per_second=1, burst=3, monotonic=lambda: seconds)

    assert outcomes(faults, 4) == [False, False, False, True]
    assert outcomes(faults, 1, chat_id=HANNAH.id) == [False]
    assert outcomes(faults, 1, method="getUpdates") == [False]
    assert faults.choose("sendMessage", JOSIE.id).retry_after == 1
    seconds = 1.0
    assert outcomes(faults, 2) == [False, True]


def test_overall_limit_concerns_all_chats_together():
    faults = Faults(limit_overall_per_second=10, burst=10, monotonic=lambda: 5.0)

    sent = [faults.choose("sendMessage", chat_id) is None for chat_id in range(12)]

    assert sent == [True] * 10 + [False] * 2


def test_burst_of_all_chats_can_differ_from_that_of_one():
    limits = {"limit_overall_per_second": 10, "limit_per_chat_per_second": 1}
    faults = Faults(**limits, burst=2, overall_burst=5, monotonic=lambda: 5.0)

    assert outcomes(faults, 3) == [False, False, True]
    assert [faults.choose("sendMessage", chat) is None for chat in range(4)] == [True] * 3 + [False]


@pytest.mark.parametrize(
    "rule", [{"nth": 0}, {"share": 0}, {"share": 1.1}, {"kind": "sulk"}, {"acts": True}]
)
def test_rule_that_makes_no_sense_is_refused(rule):
    with pytest.raises(ValueError, match=r"."):
        Fault(**{"kind": "forbidden", **rule})


async def test_faults_can_be_set_over_http(bot, client, phones):
    phones.start(JOSIE.id)
    await client.add_faults(Fault(FaultKind.FORBIDDEN, chat_id=JOSIE.id, times=None))
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(JOSIE.id, "hello")
    await client.clear_faults()
    await bot.send_message(JOSIE.id, "hello")


async def fetched(address):
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.read()


@pytest.mark.parametrize("kind", [FaultKind.BAD_REQUEST, FaultKind.GATEWAY, FaultKind.TRUNCATED])
async def test_fetching_a_file_fails_as_told_and_then_no_more(phones, base_url, faults, kind):
    stored = phones.files.store("photos", b"a picture", "x.jpg", "image/jpeg")
    address = f"{base_url}/file/bot{TOKEN}/{stored.path}"
    faults.add(Fault(kind, DOWNLOAD))
    if kind is FaultKind.TRUNCATED:
        with pytest.raises(aiohttp.ClientPayloadError):
            await fetched(address)
    else:
        status, _ = await fetched(address)
        assert status == (404 if kind is FaultKind.BAD_REQUEST else 502)
    assert await fetched(address) == (200, b"a picture")
