"""The log: one JSON object a line on standard error, in UTC, made of events and own ids alone.

What libraries say may hold a message or the token, so of theirs only the name, the level and the
type of an error are kept. A redactor comes last all the same.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from bot.traces import ROOMS, facts_of

STANDARD = frozenset(vars(logging.makeLogRecord({})))  # what every record carries
LONGEST = 200  # letters of one fact
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,}")
BOT_PATH = re.compile(r"/bot[^/\s\"]+")
REDACTED = "[redacted]"


class JsonLines(logging.Formatter):
    """Writes records as JSON; `secrets` are cut out wherever they turn up."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """One line for one record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            **(_own(record) if _is_own(record) else _foreign(record)),
        }
        return self._redact(json.dumps(line, ensure_ascii=True))

    def _redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return BOT_PATH.sub(f"/bot{REDACTED}", TOKEN.sub(REDACTED, text))


def start_logging(level: str, secrets: tuple[str, ...], stream: TextIO | None = None) -> None:
    """Send every log line of this process through `JsonLines`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    logging.captureWarnings(capture=True)


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in ROOMS


def _own(record: logging.LogRecord) -> dict[str, Any]:
    facts = {name: _fact(v) for name, v in vars(record).items() if name not in STANDARD}
    return {"event": str(record.msg)[:LONGEST], **facts, **_error(record)}


def _foreign(record: logging.LogRecord) -> dict[str, Any]:
    return {"event": "library", "logger": record.name, **_error(record)}


def _error(record: logging.LogRecord) -> dict[str, str]:
    error = record.exc_info[1] if record.exc_info else None
    return facts_of(error) if error else {}


def _fact(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, int | float):
        return value
    return str(value)[:LONGEST]
