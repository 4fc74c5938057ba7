import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.errors import AlreadyRunning, BadDatabaseUrl, DatabaseUnreachable
from db.lock import hold
from tests.databases import sqlite_url as url_of

HOLDER = """
import sys
from db.lock import hold
with hold(sys.argv[1]):
    print("holding", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _second_process(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its input ends."""
    process = subprocess.Popen(  # noqa: S603 (our own text and address)
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def test_second_process_is_kept_out_until_the_first_ends(database_url: str) -> None:
    with _second_process(database_url) as first:
        with pytest.raises(AlreadyRunning), hold(database_url):
            pass
        first.communicate()
        assert first.returncode == 0
        with hold(database_url):
            pass


def test_killed_process_does_not_keep_the_lock(database_url: str) -> None:
    with _second_process(database_url) as first:
        first.send_signal(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
        _hold_as_soon_as_the_server_has_noticed(database_url)


def _hold_as_soon_as_the_server_has_noticed(url: str) -> None:
    for _ in range(1000):
        try:
            with hold(url):
                return
        except AlreadyRunning:
            continue
    pytest.fail("The lock of a killed process was never given back.")


def test_lock_is_not_given_twice_to_one_process(database_url: str) -> None:
    with hold(database_url), pytest.raises(AlreadyRunning), hold(database_url):
        pass
    with hold(database_url):
        pass


def test_lock_is_given_back_when_the_work_fails(database_url: str) -> None:
    with pytest.raises(ZeroDivisionError), hold(database_url):
        raise ZeroDivisionError
    with hold(database_url):
        pass


def test_lock_of_one_file_does_not_lock_another(tmp_path: Path) -> None:
    with hold(url_of(tmp_path / "one.db")), hold(url_of(tmp_path / "two.db")):
        names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["one.db.lock", "two.db.lock"]


def test_database_that_cannot_be_reached_is_named(tmp_path: Path) -> None:
    for url in (
        url_of(tmp_path / "no" / "folder.db"),
        f"postgresql://nobody@/pairwell?host={tmp_path}",
    ):
        with pytest.raises(DatabaseUnreachable), hold(url):
            pass
    with pytest.raises(BadDatabaseUrl), hold("mysql://localhost/pairwell"):
        pass
