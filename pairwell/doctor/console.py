"""The console: it answers where it listens, and at the address that browsers use."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from pairwell.console_server import ALIVE
from pairwell.console_wiring import ConsoleWiring, console_of
from pairwell.doctor.check import Check, broken, good, look
from pairwell.errors import BadSettings
from pairwell.settings import Settings

NAME = "console"
SECONDS = 5.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (where to ask, not to listen)
PAGE = "/console/sign-in"


def check_console(settings: Settings, transport: httpx.BaseTransport | None = None) -> Check:
    """One finding; nobody is signed in for it. `transport` is for tests."""
    try:
        console = console_of(settings)
    except BadSettings as refusal:
        return broken(NAME, str(refusal))
    if console is None:
        return good(NAME, "PAIRWELL_CONSOLE_URL is not set: coordinators work in the bot.")
    with httpx.Client(transport=transport, timeout=SECONDS) as client:
        if not _is_alive(client, console):
            where = f"{console.host}, port {console.port}"
            return look(NAME, f"Nothing answers at {where}. Does `pairwell run` run?")
        if not _is_reached(client, console):
            words = f"{console.url} does not lead to it. Look at the proxy and its certificate."
            return look(NAME, words)
    if _is_number(console.url):
        return look(NAME, f"{console.url} has no name, so nobody can make a passkey.")
    return good(NAME, f"{console.url} leads to it.")


def _is_alive(client: httpx.Client, console: ConsoleWiring) -> bool:
    host = EVERYWHERE.get(console.host, console.host)
    named = f"[{host}]" if ":" in host else host
    try:
        return client.get(f"http://{named}:{console.port}{ALIVE}").text == "alive"
    except httpx.HTTPError:
        return False


def _is_reached(client: httpx.Client, console: ConsoleWiring) -> bool:
    try:
        answer = client.get(f"{console.url}{PAGE}")
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and "nonce-" in answer.headers.get(
        "content-security-policy", ""
    )


def _is_number(url: str) -> bool:
    try:
        ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return False
    return True
