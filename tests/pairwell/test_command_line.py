"""The command as a script meets it: a process with exit code and two streams."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pairwell.cli import app

HEAVY = ("aiogram", "aiohttp", "sqlalchemy", "numpy", "ortools", "fastapi", "pydantic_settings")


pytestmark = pytest.mark.usefixtures("home")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own code, no input from outside)
        [sys.executable, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def pairwell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "pairwell", *arguments)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pairwell.__main__ import main\nsys.argv = ['pairwell', '--help']\n"
        f"try: main()\nexcept SystemExit: print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = python("-c", code)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command",
    ["try", "init", "run", "migrate", "invite", "doctor", "round", "match", "pack", "programme"],
)
def test_help_of_every_command(command: str) -> None:
    done = pairwell(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "operators.md").read_text()
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert [name for name in names if f"`pairwell {name}" not in text] == []


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["invite", "stranger", "--programme", "P"], ["invite", "coordinator"]],
    ids=["no such command", "no such role", "no programme"],
)
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    assert pairwell(*arguments).returncode == 2


def test_init_twice_is_refused_and_changes_nothing(home: Path) -> None:
    assert pairwell("init", "--yes").returncode == 0
    before = (home / ".env").read_text()
    again = pairwell("init", "--yes")
    assert again.returncode == 1
    assert again.stderr.startswith("pairwell: .env is already there")
    assert again.stderr.count("\n") == 1
    assert (home / ".env").read_text() == before


def test_invite_prints_json_alone_on_standard_output(configured: Path) -> None:
    done = pairwell("invite", "coordinator", "--programme", "Perinatal", "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"link", "payload", "code", "expires_at"}
    assert done.stderr.startswith("pairwell: no link yet.")
    records = configured / "data" / "pairwell.db"
    assert (records.stat().st_mode & 0o077, records.parent.stat().st_mode & 0o077) == (0, 0)


def test_refusal_is_one_line_without_traceback() -> None:
    done = pairwell("invite", "coordinator", "--programme", "Perinatal")
    assert done.returncode == 1
    assert done.stderr == ("pairwell: PAIRWELL_MASTER_KEY is not set. `pairwell init` makes one.\n")


@pytest.mark.usefixtures("configured")
def test_migrate_twice() -> None:
    first, second = pairwell("migrate"), pairwell("migrate")
    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stdout == "The database is up to date.\n"


@pytest.mark.usefixtures("configured")
def test_doctor_exits_with_one_when_something_is_broken() -> None:
    done = pairwell("doctor", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["healthy"]) == (1, False)
    assert {"name": "telegram", "state": "broken"}.items() <= found["checks"][-1].items()
