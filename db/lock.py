"""The lock that keeps a second process from serving the same database.

The operating system or the server gives it back when the process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg

from db.engine import driver_url, sqlite_file
from db.errors import AlreadyRunning, DatabaseUnreachable
from db.turns import turn_key

PLACE = "serve"
KEEPALIVE_SECONDS = 30  # after which the server begins to ask whether this machine still lives


@contextmanager
def hold(url: str) -> Iterator[None]:
    """Keep other processes out until the block ends; raises AlreadyRunning if one is in."""
    path = sqlite_file(url)
    with _holding_file(f"{path}.lock") if path else _holding_server(url):
        yield


@contextmanager
def _holding_file(path: str) -> Iterator[None]:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise DatabaseUnreachable from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AlreadyRunning from None
    finally:
        os.close(lock)


@contextmanager
def _holding_server(url: str) -> Iterator[None]:
    try:
        connection = psycopg.connect(
            driver_url(url), autocommit=True, keepalives_idle=KEEPALIVE_SECONDS
        )
    except psycopg.OperationalError:
        raise DatabaseUnreachable from None
    with connection:
        key = [turn_key(PLACE)]
        if connection.execute("SELECT pg_try_advisory_lock(%s)", key).fetchone() != (True,):
            raise AlreadyRunning
        try:
            yield
        finally:
            # The server notices a closed connection a moment later: too late for a restart.
            with suppress(psycopg.OperationalError):
                connection.execute("SELECT pg_advisory_unlock(%s)", key)
