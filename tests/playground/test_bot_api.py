import aiohttp
import pytest

from playground.people import JOSIE
from playground.server import TOKEN


@pytest.mark.parametrize(
    "call",
    [
        {"method": "GET", "params": {"chat_id": "1001", "text": "hi"}},
        {"method": "POST", "params": {"chat_id": "1001", "text": "hi"}},
        {"method": "POST", "data": {"chat_id": "1001", "text": "hi"}},
        {"method": "POST", "json": {"chat_id": 1001, "text": "hi"}},
        {"method": "POST", "json": {"chat_id": "1001", "text": "hi", "reply_markup": "{}"}},
    ],
    ids=["query", "query by POST", "urlencoded", "JSON", "JSON in JSON"],
)
async def test_request_is_read_in_every_form(base_url, phones, call):
    phones.start(JOSIE.id)
    if call.get("json", {}).get("reply_markup"):
        call["json"]["reply_markup"] = '{"inline_keyboard":[]}'
    async with (
        aiohttp.ClientSession() as session,
        session.request(url=f"{base_url}/bot{TOKEN}/SENDMESSAGE", **call) as response,
    ):
        answer = await response.json()

    assert answer["ok"], answer
    assert answer["result"]["text"] == "hi"


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("sendNothing", {}, (404, "Not Found: method not found")),
        ("sendMessage", {"text": "x"}, (400, "Bad Request: chat_id is empty")),
        ("sendMessage", {"chat_id": 1001}, (400, "Bad Request: message text is empty")),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "x", "entities": "["},
            (400, "Bad Request: can't parse entities JSON object"),
        ),
        ("getUpdates", {"limit": "many"}, (400, 'Bad Request: parameter "limit" is invalid: ')),
    ],
)
async def test_nonsense_is_answered_in_telegrams_words(base_url, path, body, answer):
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base_url}/bot{TOKEN}/{path}", json=body) as response,
    ):
        said = await response.json()

    assert (response.status, said["error_code"], said["ok"]) == (answer[0], answer[0], False)
    assert said["description"].startswith(answer[1])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            {"data": b"{", "headers": {"Content-Type": "application/json"}},
            "can't parse JSON object",
        ),
        ({"json": [1]}, "object expected as request"),
        (
            {"data": b"--x\r\nnonsense", "headers": {"Content-Type": "multipart/form-data"}},
            "can't parse the form",
        ),
    ],
    ids=["half JSON", "a list", "multipart without boundary"],
)
async def test_broken_body_is_refused_and_logged(base_url, phones, content, reason):
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base_url}/bot{TOKEN}/sendMessage", **content) as response,
    ):
        said = await response.json()

    assert said == {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}
    assert [item.error for item in phones.requests] == [(400, f"Bad Request: {reason}")]


async def test_file_nobody_sent_is_not_found(base_url):
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{base_url}/file/bot{TOKEN}/photos/file_9.jpg") as response,
    ):
        assert response.status == 404


async def test_log_finds_requests_by_method_chat_and_words(bot, phones):
    phones.start(JOSIE.id)
    await bot.send_message(JOSIE.id, "Hello")
    await bot.get_me()

    (sent,) = phones.requests.to(JOSIE.id)
    assert sent.params == {"chat_id": JOSIE.id, "text": "Hello"}
    assert sent.result["message_id"] == 2
    assert phones.requests.of("sendMessage") == phones.requests.mentioning("hello") == [sent]
    phones.requests.clear()
    assert list(phones.requests) == []
