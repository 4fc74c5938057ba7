import re
from pathlib import Path

import pytest

from db.crypto import Key, write_master_key
from pairwell.errors import BadSettings, SettingMissing
from pairwell.settings import (
    LOG_LEVELS,
    REMEDIES,
    Settings,
    heartbeat_url_of,
    master_key_of,
    read_settings,
    token_of,
    worker_token_of,
)

ROOT = Path(__file__).parents[2]
NOWHERE = Path("/does/not/exist")
SECRET = bytes(range(32))
NAMES = {f"PAIRWELL_{field.upper()}" for field in Settings.model_fields}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def read(**variables: str) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(f"PAIRWELL_{name}", value)
        return read_settings(secrets_dir=NOWHERE)


def test_settings_when_nothing_is_set(tmp_path: Path) -> None:
    settings = read()
    assert settings.records_url == f"sqlite:///{tmp_path}/data/pairwell.db"
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.log_level == "INFO"


def test_settings_from_the_environment_alone(tmp_path: Path) -> None:
    settings = read(
        BOT_TOKEN="42:abc-DEF_1",
        BOT_API_URL="http://127.0.0.1:8081/",
        DATA_DIR=str(tmp_path),
        LOG_LEVEL="debug",
    )
    assert token_of(settings) == "42:abc-DEF_1"
    assert settings.bot_api_url == "http://127.0.0.1:8081"
    assert settings.records_url == f"sqlite:///{tmp_path}/pairwell.db"
    assert settings.log_level == "DEBUG"


def test_worker_bot_is_off_unless_it_has_a_token() -> None:
    assert worker_token_of(read(BOT_TOKEN="42:abc")) is None
    assert worker_token_of(read(BOT_TOKEN="42:abc", WORKER_BOT_TOKEN="")) is None
    assert worker_token_of(read(BOT_TOKEN="42:abc", WORKER_BOT_TOKEN="43:def")) == "43:def"


@pytest.mark.parametrize("token", ["42:abc", "42:a-newer-one", "no token"])
def test_worker_bot_is_another_one(token: str) -> None:
    with pytest.raises(BadSettings, match="PAIRWELL_WORKER_BOT_TOKEN") as refused:
        read(BOT_TOKEN="42:abc", WORKER_BOT_TOKEN=token)
    assert token not in str(refused.value)


def test_settings_folder_of_packs_does_not_hang_on_where_it_starts(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    assert read(PROGRAMMES_DIR="packs").programmes_dir == tmp_path / "packs"


def test_settings_empty_variable_counts_as_not_set() -> None:
    assert read(BOT_TOKEN="", MASTER_KEY="").bot_token is None


def test_settings_environment_wins_over_file_and_file_over_secret(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "pairwell_bot_token").write_text("1:secret\n")
    assert token_of(read_settings(secrets_dir=secrets)) == "1:secret"
    (tmp_path / ".env").write_text("PAIRWELL_BOT_TOKEN=2:file\nOTHER=x\n")
    assert token_of(read_settings(secrets_dir=secrets)) == "2:file"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAIRWELL_BOT_TOKEN", "3:environment")
        assert token_of(read_settings(secrets_dir=secrets)) == "3:environment"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TOKEN", "hunter2"),
        ("BOT_API_URL", "ftp://hunter2"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x"),
        ("PROGRAMMES_DIR", "hunter2"),
        ("HEARTBEAT_URL", "http://hunter2.example.org/ping"),
        ("HEARTBEAT_URL", "hunter2"),
        ("LOG_LEVEL", "hunter2"),
        ("KILL_AT", "hunter2"),
    ],
)
def test_settings_bad_value_names_the_variable_and_not_the_value(variable: str, value: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        read(**{variable: value})
    assert str(refusal.value) == f"PAIRWELL_{variable} {REMEDIES[variable.lower()]}"
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("url", ["https://example.org/ping", "http://localhost:8000/ping"])
def test_settings_heartbeat_goes_by_https_or_stays_here(url: str) -> None:
    assert heartbeat_url_of(read(HEARTBEAT_URL=url)) == url
    assert heartbeat_url_of(read()) is None


def test_settings_two_bad_values_are_both_named() -> None:
    with pytest.raises(BadSettings, match=r"PAIRWELL_BOT_TOKEN.*PAIRWELL_LOG_LEVEL"):
        read(BOT_TOKEN="x", LOG_LEVEL="x")


def test_settings_two_master_keys() -> None:
    with pytest.raises(BadSettings, match="together with PAIRWELL_MASTER_KEY_FILE"):
        read(MASTER_KEY="x", MASTER_KEY_FILE="y")


def test_settings_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PAIRWELL_LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(BadSettings, match=r"\.env cannot be read"):
        read()


def test_settings_show_no_secret() -> None:
    settings = read(
        BOT_TOKEN="42:hunter2", MASTER_KEY="hunter2", DATABASE_URL="postgresql://u:hunter2@h/d"
    )
    assert "hunter2" not in repr(settings)


def test_master_key_from_variable_or_file(tmp_path: Path) -> None:
    text = write_master_key(SECRET)
    (tmp_path / "key").write_text(text + "\n")
    assert master_key_of(read(MASTER_KEY=text)) == Key.of(SECRET)
    assert master_key_of(read(MASTER_KEY_FILE=str(tmp_path / "key"))) == Key.of(SECRET)


def test_master_key_missing_or_unreadable() -> None:
    with pytest.raises(SettingMissing, match="PAIRWELL_MASTER_KEY is not set"):
        master_key_of(read())
    with pytest.raises(BadSettings, match="PAIRWELL_MASTER_KEY_FILE"):
        master_key_of(read(MASTER_KEY_FILE=str(NOWHERE)))


def test_token_missing() -> None:
    with pytest.raises(SettingMissing, match="@BotFather"):
        token_of(read())


def test_every_setting_has_a_remedy() -> None:
    assert set(REMEDIES) == set(Settings.model_fields)


@pytest.mark.parametrize("paper", ["docs/operators.md", "deploy/env.example"])
def test_every_setting_is_documented_and_every_documented_one_exists(paper: str) -> None:
    text = (ROOT / paper).read_text()
    assert set(re.findall(r"PAIRWELL_[A-Z_]+", text)) == NAMES


def test_log_levels_are_those_of_logging() -> None:
    import logging

    assert set(LOG_LEVELS) <= set(logging.getLevelNamesMapping())
