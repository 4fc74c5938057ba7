"""Where an error came from, without what it says: its message may hold a person's words."""

import logging
from pathlib import Path
from types import TracebackType

ROOMS = frozenset({"bot", "care", "db", "flows", "matching", "pairwell", "playground"})


def code_line(error: BaseException) -> str:
    """The innermost line of our own code that the error passed, such as `flows/offers.py:41`."""
    found = "unknown"
    trace = error.__traceback__
    while trace is not None:
        found = _own_line_or_none(trace) or found
        trace = trace.tb_next
    return found


def facts_of(error: BaseException) -> dict[str, str]:
    """What a log line may tell about an error: its type and the line of code."""
    return {"error": type(error).__name__, "code_line": code_line(error)}


def log_error(log: logging.Logger, event: str, error: BaseException, **facts: object) -> None:
    """Log that something failed, at level ERROR, without a traceback: it could hold words."""
    log.log(logging.ERROR, event, extra={**facts, **facts_of(error)})


def _own_line_or_none(trace: TracebackType) -> str | None:
    path = Path(trace.tb_frame.f_code.co_filename)
    rooms = [i for i, part in enumerate(path.parts[:-1]) if part in ROOMS]
    if not rooms:
        return None
    return f"{'/'.join(path.parts[rooms[-1] :])}:{trace.tb_lineno}"
