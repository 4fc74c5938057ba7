import re

import aiohttp
import pytest

from playground.people import Account
from playground.phones import Phones
from playground.running import serve
from playground.server import create_app

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture
async def web():
    async with aiohttp.ClientSession() as session:
        yield session


async def test_page_obeys_its_own_strict_policy(web, base_url):
    async with web.get(base_url) as response:
        page = await response.text()

    assert response.headers["Content-Security-Policy"] == STRICT
    assert "Made-up people. Nothing leaves this computer." in page
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    outside = [
        link for link in re.findall(r'(?:src|href)="([^"]*)"', page) if not link.startswith("/")
    ]
    assert outside == []


async def test_every_file_the_page_names_is_served(web, base_url):
    async with web.get(base_url) as response:
        names = set(re.findall(r'(?:src|href)="(/static/[^"]*)"', await response.text()))
    while names:
        name = names.pop()
        async with web.get(base_url + name) as response:
            assert response.status == 200, name
            if name.endswith(".js"):
                script = await response.text()
                names |= {f"/static/{part}" for part in re.findall(r'from "\./([^"]+)"', script)}


async def test_names_are_escaped(web, clock):
    phones = Phones(clock, accounts=[Account(7, "<script>alert(1)</script>")])
    async with serve(create_app(phones)) as url, web.get(url) as response:
        page = await response.text()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_events_stream_what_happens_from_the_asked_number(web, base_url, phones):
    before = phones.journal.number
    phones.start(1001)
    async with web.get(f"{base_url}/playground/events", params={"after": before}) as response:
        lines = [await response.content.readline() for _ in range(6)]

    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert lines[0] == b"retry: 1000\n"
    assert lines[2:5] == [
        f"id: {phones.journal.name}-{before + 1}\n".encode(),
        b"event: state\n",
        b'data: {"account_id":1001,"data":{"started":true,"blocked":false}}\n',
    ]


async def test_reader_from_before_a_restart_is_told_to_begin_again(web, base_url):
    async with web.get(f"{base_url}/playground/events", params={"after": "other-1"}) as response:
        lines = [await response.content.readline() for _ in range(3)]

    assert lines[2] == b"event: reset\n"


async def test_reader_of_a_forgotten_event_is_told_to_begin_again(web, base_url, phones):
    for _ in range(5_001):
        phones.journal.write("state")
    async with web.get(f"{base_url}/playground/events", params={"after": 1}) as response:
        lines = [await response.content.readline() for _ in range(3)]

    assert lines[2] == b"event: reset\n"


async def test_state_without_a_service_has_no_clock_buttons(web, clock):
    phones = Phones(clock)
    async with (
        serve(create_app(phones)) as url,
        web.get(f"{url}/playground/state") as response,
        web.post(f"{url}/playground/clock", json={"days": 1}) as refused,
    ):
        state, refusal = await response.json(), await refused.json()

    assert (state["has_control"], state["invitations"]) == (False, [])
    assert state["now"] == "2026-03-02T09:00:00+00:00"
    assert (refused.status, refusal["error"]) == (
        409,
        "This playground was started without a service to control.",
    )


async def test_taken_port_is_an_error(clock, base_url):
    port = int(base_url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        async with serve(create_app(Phones(clock)), port=port):
            pass


async def test_server_can_stop_and_start_again_with_the_same_phones(web, clock):
    app = create_app(Phones(clock))
    app.phones.start(1001)
    for _ in range(2):
        async with serve(app) as url, web.get(f"{url}/playground/accounts/1001/chat") as response:
            chat = await response.json()
        assert [item["message"]["text"] for item in chat["messages"]] == ["/start"]
