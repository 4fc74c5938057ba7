import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from pairwell.logs import start_logging

TOKEN = "42:abc-DEF"
LIKE_A_TOKEN = "1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    text = io.StringIO()
    start_logging("INFO", (TOKEN,), text)
    yield text
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_log_of_an_own_event_is_its_name_and_facts(stream: io.StringIO) -> None:
    logging.getLogger("bot.poller").info("receive.failed", extra={"letter_id": 7, "is_last": True})
    (line,) = lines(stream)
    at = line.pop("at")
    assert at.endswith("+00:00")
    assert line == {"level": "INFO", "event": "receive.failed", "letter_id": 7, "is_last": True}


def test_log_of_a_library_is_its_name_alone(stream: io.StringIO) -> None:
    logging.getLogger("aiogram.event").error("Update %s: dear diary", {"text": "dear diary"})
    (line,) = lines(stream)
    del line["at"]
    assert line == {"level": "ERROR", "event": "library", "logger": "aiogram.event"}


def test_log_of_an_error_has_its_type_and_line_and_not_its_message(stream: io.StringIO) -> None:
    for name in ("bot.app", "asyncio"):
        try:
            int("dear diary")
        except ValueError:
            logging.getLogger(name).exception("task.failed")
    assert [line["error"] for line in lines(stream)] == ["ValueError", "ValueError"]
    assert "dear diary" not in stream.getvalue()


def test_log_below_the_level_is_not_written(stream: io.StringIO) -> None:
    logging.getLogger("bot.poller").debug("receive.empty")
    logging.getLogger("aiosqlite").info("connected")
    assert lines(stream) == []


@pytest.mark.parametrize("secret", [TOKEN, LIKE_A_TOKEN, f"https://host/bot{TOKEN}/getMe"])
def test_log_holds_no_token_wherever_it_came_from(stream: io.StringIO, secret: str) -> None:
    logging.getLogger("bot.poller").warning(secret, extra={"do": secret})
    assert TOKEN not in stream.getvalue()
    assert LIKE_A_TOKEN not in stream.getvalue()
    assert stream.getvalue().count("[redacted]") == 2


def test_log_is_one_line_even_of_a_text_with_line_breaks(stream: io.StringIO) -> None:
    logging.getLogger("bot").info("a\nb", extra={"fact": "c\u2028d\r\n"})
    assert len(stream.getvalue().splitlines()) == 1
