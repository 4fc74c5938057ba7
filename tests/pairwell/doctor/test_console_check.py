import httpx
import pytest

from pairwell.doctor.check import State
from pairwell.doctor.console import check_console
from pairwell.settings import read_settings

GUARDED = {"Content-Security-Policy": "script-src 'nonce-x'"}


def check(local: bool, outside: httpx.Response | None) -> tuple[State, str]:
    def answer(request: httpx.Request) -> httpx.Response:
        found = httpx.Response(200, text="alive") if local else None
        if request.url.host != "127.0.0.1":
            found = outside
        if found is None:
            raise httpx.ConnectError("nothing there")
        return found

    made = check_console(read_settings(), httpx.MockTransport(answer))
    return made.state, made.words


@pytest.fixture(autouse=True)
def console(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    request.getfixturevalue("configured")
    monkeypatch.setenv("PAIRWELL_CONSOLE_URL", "https://console.example.org")


def test_a_console_that_answers_by_its_address_is_good() -> None:
    state, words = check(True, httpx.Response(200, headers=GUARDED))
    assert (state, words) == (State.GOOD, "https://console.example.org leads to it.")


@pytest.mark.parametrize(
    "outside", [None, httpx.Response(502), httpx.Response(200, text="some other page")]
)
def test_an_address_that_leads_elsewhere_is_to_be_looked_at(outside: httpx.Response | None) -> None:
    state, words = check(True, outside)
    assert (state, "does not lead to it" in words) == (State.LOOK, True)


def test_a_console_that_does_not_run_is_to_be_looked_at() -> None:
    state, words = check(False, httpx.Response(200, headers=GUARDED))
    assert (state, words) == (
        State.LOOK,
        "Nothing answers at 127.0.0.1, port 8080. Does `pairwell run` run?",
    )


def test_a_number_is_no_address_for_passkeys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_CONSOLE_URL", "https://192.0.2.1")
    state, words = check(True, httpx.Response(200, headers=GUARDED))
    assert (state, "nobody can make a passkey" in words) == (State.LOOK, True)


def test_without_a_console_all_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAIRWELL_CONSOLE_URL")
    assert check(False, None)[0] == State.GOOD


def test_half_an_organisation_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_CONSOLE_OIDC_CLIENT_ID", "pairwell")
    assert check(True, None)[0] == State.BROKEN
