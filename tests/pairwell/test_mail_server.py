"""Mails over TLS as it is, and servers that refuse, hang or change their mind."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

import pairwell.mail_server
from pairwell.mail_server import Envelope, MailFailed, MailServer, Tls, hand_over, try_login
from tests.fakes.certificates import Papers, make_papers
from tests.fakes.clock import START
from tests.fakes.mail_server import FakeMailServer, fake_mail_server

MAIL = Envelope("call-1", "sam@example.org", "An alert waits", "Please open the bot.")
SHORT_SECONDS = 0.2


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return make_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
async def fake() -> AsyncIterator[FakeMailServer]:
    async with fake_mail_server() as server:
        yield server


def plain(fake: FakeMailServer, **fields: object) -> MailServer:
    server = MailServer("127.0.0.1", fake.port, "Alerts <a@example.org>", tls="none")
    return replace(server, **fields)  # type: ignore[arg-type]  # fields of MailServer


async def failure_of(server: MailServer) -> tuple[str, int | None, bool, bool]:
    with pytest.raises(MailFailed) as failed:
        await hand_over(server, MAIL, START)
    found = failed.value
    return found.kind, found.code, found.is_refused, found.is_unknown


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_mail_leaves_over_tls(papers: Papers, tls: Tls) -> None:
    async with fake_mail_server(papers.server, tls=tls == "tls") as fake:
        server = plain(fake, tls=tls, user="sam", password="pw", context=papers.client)
        await hand_over(server, MAIL, START)
    assert [mail["Subject"] for mail in fake.mails] == ["An alert waits"]
    assert (fake.logins, fake.recipients) == (["PLAIN"], ["sam@example.org"])
    assert fake.secret >= len(["AUTH", "MAIL", "RCPT", "DATA"])


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["unknown", "other host", "over"])
async def test_wrong_certificate_is_given_neither_mail_nor_password(
    tmp_path: Path, tls: Tls, wrong: str
) -> None:
    host = "127.0.0.2" if wrong == "other host" else "127.0.0.1"
    shown = make_papers(tmp_path, host=host, days=-1 if wrong == "over" else 1)
    trusted = None if wrong == "unknown" else shown.client
    async with fake_mail_server(shown.server, tls=tls == "tls") as fake:
        server = plain(fake, tls=tls, user="sam", password="pw", context=trusted)
        kind, _, is_refused, is_unknown = await failure_of(server)
        with pytest.raises(MailFailed):
            await try_login(server)
    assert (is_refused, is_unknown, fake.secret) == (False, False, 0)
    assert (fake.mails, fake.logins, fake.recipients) == ([], [], [])
    assert kind.startswith(("SMTP", "SSL"))


async def test_server_without_starttls_is_given_nothing(fake: FakeMailServer) -> None:
    server = plain(fake, tls="starttls", user="sam", password="pw")
    assert await failure_of(server) == ("SMTPException", None, False, False)
    assert (fake.mails, fake.logins, fake.recipients) == ([], [], [])


def test_every_way_of_tls_is_tried_here() -> None:
    assert set(get_args(Tls)) == {"none", "starttls", "tls"}


@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        ({"AUTH": "535 5.7.8 wrong"}, ("SMTPAuthenticationError", 535, False, False)),
        ({"MAIL": "451 4.3.0 later"}, ("SMTPSenderRefused", 451, False, False)),
        ({"RCPT": "450 4.2.1 busy"}, ("recipient", 450, False, False)),
        ({"RCPT": "550 5.1.1 nobody"}, ("recipient", 550, True, False)),
        ({"RCPT": "550 nobody"}, ("recipient", 550, True, False)),
        ({"RCPT": "554 5.7.1 we do not relay"}, ("recipient", 554, False, False)),
        ({"DATA": "421 4.3.2 going down"}, ("SMTPDataError", 421, False, False)),
        ({"HELLO": "hang up"}, ("SMTPConnectError", None, False, False)),
        ({"BODY": "hang up"}, ("SMTPServerDisconnected", None, False, True)),
        ({"KEPT": "hang up"}, ("SMTPServerDisconnected", None, False, True)),
    ],
)
async def test_what_a_server_says_is_told_apart(
    fake: FakeMailServer, answers: dict[str, str], failure: tuple[str, int | None, bool, bool]
) -> None:
    fake.answers = answers
    assert await failure_of(plain(fake, user="sam", password="pw")) == failure


@pytest.mark.parametrize(
    ("point", "is_unknown"), [("HELLO", False), ("RCPT", True), ("KEPT", True)]
)
@pytest.mark.parametrize("limit", ["TIMEOUT_SECONDS", "LONGEST_SECONDS"])
async def test_server_that_hangs_is_left(
    fake: FakeMailServer,
    monkeypatch: pytest.MonkeyPatch,
    point: str,
    limit: str,
    *,
    is_unknown: bool,
) -> None:
    monkeypatch.setattr(pairwell.mail_server, limit, SHORT_SECONDS)
    fake.answers = {point: "hang"}
    kind, code, is_refused, unknown = await failure_of(plain(fake))
    assert (code, is_refused, unknown) == (None, False, is_unknown)
    assert "Timeout" in kind


@pytest.mark.parametrize("end", ["hang up", "hang", "500 what"])
async def test_mail_that_was_taken_has_left_however_the_talk_ends(
    fake: FakeMailServer, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(pairwell.mail_server, "TIMEOUT_SECONDS", SHORT_SECONDS)
    fake.answers = {"QUIT": end}
    await hand_over(plain(fake), MAIL, START)
    assert len(fake.mails) == 1
