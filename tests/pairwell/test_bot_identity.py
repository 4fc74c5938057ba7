from datetime import UTC, datetime

import pytest

from pairwell.bot_identity import ask_identity, invitation_link
from pairwell.errors import TelegramUnreachable, TokenRefused
from tests.pairwell.bot_api import TOKEN, answering


def test_identity_of_a_bot_that_answers() -> None:
    with answering() as url:
        identity = ask_identity(url, TOKEN)
    assert identity.username == "pw_bot"
    assert identity.server_time is not None
    assert identity.server_time.tzinfo is UTC
    assert identity.server_time.year >= datetime(2026, 1, 1, tzinfo=UTC).year


def test_identity_with_a_wrong_token() -> None:
    with answering() as url, pytest.raises(TokenRefused) as refusal:
        ask_identity(url, "42:other")
    assert "42:other" not in str(refusal.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, "<html>Bad Gateway</html>"), (200, '{"ok":true}'), (200, "[]"), (200, "\xff")],
    ids=["a proxy's error page", "no result", "another shape", "no JSON"],
)
def test_identity_when_the_answer_is_not_one(status: int, body: str) -> None:
    with answering(status, body) as url, pytest.raises(TelegramUnreachable):
        ask_identity(url, TOKEN)


def test_identity_when_nobody_listens() -> None:
    with answering() as url:
        pass
    with pytest.raises(TelegramUnreachable) as refusal:
        ask_identity(url, TOKEN)
    assert refusal.value.__cause__ is None


def test_invitation_link() -> None:
    assert invitation_link("pw_bot", "abc") == "https://t.me/pw_bot?start=abc"
