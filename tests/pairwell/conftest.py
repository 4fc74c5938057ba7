import os
from pathlib import Path

import pytest

from db.crypto import write_master_key
from tests.pairwell.bot_api import TOKEN

MASTER_KEY = write_master_key(bytes(range(32)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no setting of Pairwell in the environment."""
    for name in [name for name in os.environ if name.startswith("PAIRWELL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def configured(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with a token and a master key; no Bot API listens."""
    monkeypatch.setenv("PAIRWELL_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PAIRWELL_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("PAIRWELL_BOT_API_URL", "http://127.0.0.1:9")
    return home
