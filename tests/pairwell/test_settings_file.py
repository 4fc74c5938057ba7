import stat
from pathlib import Path

import pytest

from pairwell.errors import BadRequest, CannotWrite, SettingsFileExists
from pairwell.settings import master_key_of, read_settings, token_of
from pairwell.settings_file import Wanted, write_settings_file

NOWHERE = Path("/does/not/exist")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "MASTER_KEY", "MASTER_KEY_FILE"):
        monkeypatch.delenv(f"PAIRWELL_{name}", raising=False)


def test_settings_file_can_be_read_back_and_only_by_its_owner(tmp_path: Path) -> None:
    path = write_settings_file(tmp_path / "new", Wanted(token=" 42:abc "))
    settings = read_settings(path, NOWHERE)
    assert path == tmp_path / "new" / ".env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token_of(settings) == "42:abc"
    assert master_key_of(settings)


def test_settings_file_without_token_says_where_to_get_one(tmp_path: Path) -> None:
    path = write_settings_file(tmp_path, Wanted())
    assert "@BotFather" in path.read_text()
    assert read_settings(path, NOWHERE).bot_token is None


def test_settings_files_have_different_keys(tmp_path: Path) -> None:
    one = read_settings(write_settings_file(tmp_path / "a", Wanted()), NOWHERE)
    other = read_settings(write_settings_file(tmp_path / "b", Wanted()), NOWHERE)
    assert master_key_of(one) != master_key_of(other)


def test_settings_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("mine")
    with pytest.raises(SettingsFileExists):
        write_settings_file(tmp_path, Wanted())
    assert path.read_text() == "mine"


def test_settings_file_with_a_bad_token_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        write_settings_file(tmp_path, Wanted(token="nonsense"))
    assert list(tmp_path.iterdir()) == []


def test_settings_file_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        write_settings_file(tmp_path / "file" / "under", Wanted())
