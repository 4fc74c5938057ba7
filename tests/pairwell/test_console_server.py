import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from console.desk import Desk
from db.heartbeats import STARTED, record_beat
from pairwell.clock import MovableClock
from pairwell.console_server import Door, late_beats
from pairwell.console_wiring import ConsoleWiring, console_of
from pairwell.errors import BadSettings, PortTaken, ServiceFailed
from pairwell.serve import Service, Wiring
from pairwell.settings import read_settings
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.databases import MASTER_KEY, open_database
from tests.fakes.clock import START
from tests.fakes.clock import MovableClock as StillClock
from tests.stage import wording

NAME = "console.example.org"
URL = f"https://{NAME}"


@pytest.fixture
async def door(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with open_database(sqlite_url) as database:
        clock = StillClock()
        async with database.transaction() as session:
            await record_beat(session, STARTED, 0, START)
            await record_beat(session, "escalation", 0, START)
        desk = Desk(database, clock.now, wording(), URL)
        transport = httpx.ASGITransport(app=Door(lambda *_: None, desk, {"escalation": 5}))
        async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
            client.clock = clock  # type: ignore[attr-defined]
            yield client


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
async def wiring(sqlite_url: str) -> AsyncIterator[Wiring]:
    clock = MovableClock()
    async with serve(create_app(Phones(clock.now))) as url:
        port = free_port()
        console = ConsoleWiring(f"http://localhost:{port}", "127.0.0.1", port)
        yield Wiring(TOKEN, url, sqlite_url, MASTER_KEY, clock.now, console=console)


async def test_the_service_serves_the_console_until_it_stops(wiring: Wiring) -> None:
    ready = asyncio.Event()
    assert wiring.console is not None
    url = wiring.console.url
    async with asyncio.timeout(30), httpx.AsyncClient(base_url=url) as client:
        async with Service(wiring, ready.set):
            await ready.wait()
            page = await client.get("/console/sign-in")
            assert (page.status_code, "nonce-" in page.headers["content-security-policy"]) == (
                200,
                True,
            )
            assert "server" not in page.headers
            assert (await client.get("/healthz")).text == "alive"
            assert (await client.get("/readyz")).text == "ready"
            assert (await client.get("/")).headers["location"] == "/console/"
            elsewhere = await client.get("/console/sign-in", headers={"Host": "127.0.0.1"})
            assert elsewhere.status_code == 421
        with pytest.raises(httpx.ConnectError):
            await client.get("/healthz")


async def test_without_an_address_there_is_no_console(wiring: Wiring) -> None:
    assert wiring.console is not None
    port = wiring.console.port
    ready = asyncio.Event()
    async with asyncio.timeout(30), Service(replace(wiring, console=None), ready.set):
        await ready.wait()
        with pytest.raises(OSError, match="onnect"):
            await asyncio.open_connection("127.0.0.1", port)


async def test_a_port_that_is_taken_stops_the_start(wiring: Wiring) -> None:
    assert wiring.console is not None
    with socket.socket() as other:
        other.bind(("127.0.0.1", wiring.console.port))
        other.listen()
        with pytest.raises(PortTaken, match=str(wiring.console.port)):
            async with Service(wiring):
                pass


async def test_a_console_that_ends_is_a_failed_part_of_the_service(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def ends(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr("pairwell.console_server._Server.serve", ends)
    caplog.set_level(logging.CRITICAL)
    async with asyncio.timeout(30), Service(wiring) as service:
        with pytest.raises(ServiceFailed, match='"console"'):
            await service.wait()
    assert [record.message for record in caplog.records] == ["task.failed"]


@pytest.mark.parametrize("host", ["", "127.0.0.1:8080", f"{NAME}.evil.org", "evil.org"])
async def test_another_name_is_refused(door: httpx.AsyncClient, host: str) -> None:
    answer = await door.get("/console/sign-in", headers={"Host": host})
    assert (answer.status_code, answer.headers["cache-control"]) == (421, "no-store")


@pytest.mark.parametrize(
    "host", ["console.example.org", "CONSOLE.example.org", "console.example.org:443"]
)
async def test_its_own_name_is_let_in(door: httpx.AsyncClient, host: str) -> None:
    with pytest.raises(TypeError):  # the app behind this door is none
        await door.get("/console/sign-in", headers={"Host": host})


async def test_whoever_watches_needs_no_name(door: httpx.AsyncClient) -> None:
    headers = {"Host": "127.0.0.1:8080"}
    answers = [await door.get(path, headers=headers) for path in ("/healthz", "/readyz")]
    assert [(one.status_code, one.text) for one in answers] == [(200, "alive"), (200, "ready")]


async def test_a_beat_that_stands_still_is_not_ready(door: httpx.AsyncClient) -> None:
    door.clock.advance(timedelta(seconds=76))  # type: ignore[attr-defined]
    answer = await door.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: escalation")


def test_late_beats_counts_from_the_start_of_the_service() -> None:
    beats = {"quick": 5, "slow": 3600}
    assert late_beats({STARTED: START}, beats, START + timedelta(seconds=75)) == []
    assert late_beats({STARTED: START}, beats, START + timedelta(seconds=76)) == ["quick"]
    long_ago = {"quick": START - timedelta(days=1), STARTED: START}
    assert late_beats(long_ago, beats, START) == []


def console_for(monkeypatch: pytest.MonkeyPatch, **settings: str) -> ConsoleWiring | None:
    for name, value in settings.items():
        monkeypatch.setenv(f"PAIRWELL_CONSOLE_{name}", value)
    return console_of(read_settings())


@pytest.mark.usefixtures("configured")
def test_console_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert console_for(monkeypatch) is None
    found = console_for(monkeypatch, URL="https://Console.example.org/", PORT="8443")
    assert found == ConsoleWiring("https://console.example.org", "127.0.0.1", 8443)


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    "url",
    [
        "http://console.example.org",
        "console.example.org",
        "https://console.example.org/console",
        "https://me:secret@console.example.org",
        "https://console.example.org?x=1",
        "https://console.example.org:port",
        "ftp://localhost",
    ],
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(BadSettings, match="PAIRWELL_CONSOLE_URL") as refused:
        console_for(monkeypatch, URL=url)
    assert url not in str(refused.value)


@pytest.mark.parametrize(("name", "value"), [("HOST", "here"), ("PROXY", "*"), ("PORT", "0")])
@pytest.mark.usefixtures("configured")
def test_other_settings_of_the_console_are_checked(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(BadSettings, match=f"PAIRWELL_CONSOLE_{name}"):
        console_for(monkeypatch, **{name: value})


@pytest.mark.usefixtures("home")
def test_an_organisation_needs_all_of_its_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = {"URL": URL, "OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "pairwell"}
    with pytest.raises(BadSettings, match="CLIENT_SECRET are needed together"):
        console_for(monkeypatch, **part)
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    found = console_for(monkeypatch, OIDC_CLIENT_SECRET_FILE=str(secret))
    assert found is not None
    assert found.organisation is not None
    assert found.organisation.client_secret == "s3cret"
    assert "s3cret" not in repr(found)
    with pytest.raises(BadSettings, match="Keep one of the two"):
        console_for(monkeypatch, OIDC_CLIENT_SECRET="other")
