"""The settings: environment variables, a `.env` file and Docker secrets, read once and checked.

A variable of the environment wins over `.env`, and `.env` over a secret file. An empty variable
counts as not set, as compose files leave them.
"""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.crypto import Key, read_master_key
from db.killpoints import arm
from pairwell.errors import BadSettings, SettingMissing

PREFIX = "PAIRWELL_"
ENV_FILE = Path(".env")
SECRETS_DIR = Path("/run/secrets")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
RECORDS_FILE = "pairwell.db"
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")

REMEDIES = {
    "bot_token": "must be the token that @BotFather gave, such as 123456:ABC-DEF.",
    "worker_bot_token": "must be the token of a second bot, not of the same one. Leave it empty "
    "for one bot for everybody.",
    "bot_api_url": "must be an address that starts with https:// or http://.",
    "database_url": "must start with sqlite:/// (a file) or postgresql:// (a server).",
    "data_dir": "must be the path of a folder.",
    "master_key": "must not be set together with PAIRWELL_MASTER_KEY_FILE. Keep one of the two.",
    "master_key_file": "must be the path of a file that holds the master key.",
    "programmes_dir": "must be the path of a folder that is there.",
    "smtp_host": "must be the name of a mail server. Leave it empty to send no e-mail.",
    "smtp_port": "must be a number from 1 to 65535.",
    "smtp_user": "must be the name to log in with at the mail server.",
    "smtp_password": "must not be set together with PAIRWELL_SMTP_PASSWORD_FILE. Keep one of the "
    "two.",
    "smtp_password_file": "must be the path of a file that holds the password.",
    "smtp_from": "must be an e-mail address, such as alerts@example.org.",
    "smtp_tls": "must be starttls, tls or none.",
    "console_url": "must be an address that starts with https:// and a name, without a path; "
    "http:// for localhost alone.",
    "console_host": "must be an address of this machine, such as 127.0.0.1.",
    "console_port": "must be a number from 1 to 65535.",
    "console_proxy": "must be the address of the proxy, or a network such as 172.30.7.0/24.",
    "console_oidc_issuer": "must be an address that starts with https://.",
    "console_oidc_client_id": "must be the name by which your organisation knows Pairwell.",
    "console_oidc_client_secret": "must not be set together with "
    "PAIRWELL_CONSOLE_OIDC_CLIENT_SECRET_FILE. Keep one of the two.",
    "console_oidc_client_secret_file": "must be the path of a file that holds the secret.",
    "heartbeat_url": "must be an address that starts with https://, or http://localhost.",
    "log_level": f"must be one of {', '.join(LOG_LEVELS)}.",
    "kill_at": "must be empty, or <point>:<n> in tests.",
}


class Settings(BaseSettings):
    """Every setting of the service; see `docs/operators.md` for what each is for."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    worker_bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    database_url: SecretStr | None = None
    data_dir: Path = Path("data")
    master_key: SecretStr | None = Field(default=None, repr=False)
    master_key_file: Path | None = None
    programmes_dir: Path | None = None
    smtp_host: str = ""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = Field(default=None, repr=False)
    smtp_password_file: Path | None = None
    smtp_from: str = ""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    console_url: str = ""
    console_host: str = "127.0.0.1"
    console_port: int = Field(default=8080, ge=1, le=65535)
    console_proxy: str = "127.0.0.1"
    console_oidc_issuer: str = ""
    console_oidc_client_id: str = ""
    console_oidc_client_secret: SecretStr | None = Field(default=None, repr=False)
    console_oidc_client_secret_file: Path | None = None
    heartbeat_url: SecretStr | None = None
    log_level: str = "INFO"
    kill_at: str = ""

    @field_validator("bot_token", "worker_bot_token")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token.get_secret_value().strip()):
            raise ValueError
        return token and SecretStr(token.get_secret_value().strip())

    @field_validator("bot_api_url")
    @classmethod
    def _check_address(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ValueError
        return address.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not re.match(r"(sqlite|postgresql)(\+\w+)?://", url.get_secret_value()):
            raise ValueError
        return url

    @field_validator("programmes_dir")
    @classmethod
    def _check_folder(cls, folder: Path | None) -> Path | None:
        if folder and not folder.is_dir():
            raise ValueError
        return folder and folder.absolute()

    @field_validator("heartbeat_url")
    @classmethod
    def _check_heartbeat(cls, url: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(url.get_secret_value().strip() if url else "https://none")
        is_here = parts.scheme == "http" and parts.hostname in THIS_COMPUTER
        if not parts.hostname or not (parts.scheme == "https" or is_here):
            raise ValueError
        return url

    @field_validator("console_url", "console_oidc_issuer")
    @classmethod
    def _check_https(cls, address: str) -> str:
        parts = urlsplit(address.strip())
        is_here = parts.scheme == "http" and parts.hostname in THIS_COMPUTER
        odd = parts.query or parts.fragment or "@" in parts.netloc
        if address and (odd or not parts.hostname or not (parts.scheme == "https" or is_here)):
            raise ValueError
        return address.strip()

    @field_validator("console_url")
    @classmethod
    def _check_console(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.path not in ("", "/"):
            raise ValueError
        _ = parts.port  # ValueError for one that is none
        return address.rstrip("/").lower()

    @field_validator("console_host", "console_proxy")
    @classmethod
    def _check_network(cls, address: str) -> str:
        ip_network(address.strip(), strict=False)
        return address.strip()

    @field_validator("log_level")
    @classmethod
    def _check_level(cls, level: str) -> str:
        if level.upper() not in LOG_LEVELS:
            raise ValueError
        return level.upper()

    @field_validator("kill_at")
    @classmethod
    def _check_kill_point(cls, setting: str) -> str:
        arm(setting)
        arm(None)
        return setting

    @model_validator(mode="after")
    def _check_one_key(self) -> "Settings":
        if self.master_key and self.master_key_file:
            raise BadSettings([_sentence("master_key")])
        return self

    @field_validator("smtp_from")
    @classmethod
    def _check_sender(cls, sender: str) -> str:
        if sender and not re.fullmatch(r"[^@<>\r\n]*<?[^@\s<>]+@[^@\s<>]+>?", sender.strip()):
            raise ValueError
        return sender.strip()

    @model_validator(mode="after")
    def _check_one_password(self) -> "Settings":
        if self.smtp_password and self.smtp_password_file:
            raise BadSettings([_sentence("smtp_password")])
        return self

    @model_validator(mode="after")
    def _check_one_client_secret(self) -> "Settings":
        if self.console_oidc_client_secret and self.console_oidc_client_secret_file:
            raise BadSettings([_sentence("console_oidc_client_secret")])
        return self

    @model_validator(mode="after")
    def _check_two_bots(self) -> "Settings":
        tokens = [t.get_secret_value() for t in (self.bot_token, self.worker_bot_token) if t]
        if len({token.partition(":")[0] for token in tokens}) < len(tokens):
            raise BadSettings([_sentence("worker_bot_token")])
        return self

    @property
    def records_url(self) -> str:
        """The address of the database: as set, else an SQLite file in the data folder."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.absolute() / RECORDS_FILE}"


def read_settings(env_file: Path = ENV_FILE, secrets_dir: Path = SECRETS_DIR) -> Settings:
    """The settings as they stand here and now; raises BadSettings."""
    try:
        return Settings(
            _env_file=env_file,
            _secrets_dir=secrets_dir if secrets_dir.is_dir() else None,
        )
    except ValidationError as error:
        fields = {str(one["loc"][0]) if one["loc"] else "" for one in error.errors()}
        raise BadSettings([_sentence(field) for field in sorted(fields)]) from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings([f"{env_file} cannot be read as UTF-8 text."]) from None


def token_of(settings: Settings) -> str:
    """The bot's token; raises SettingMissing."""
    if settings.bot_token is None:
        raise SettingMissing(
            "PAIRWELL_BOT_TOKEN",
            "Ask @BotFather in Telegram for one with /newbot, then set it here or in .env.",
        )
    return settings.bot_token.get_secret_value()


def worker_token_of(settings: Settings) -> str | None:
    """The token of the worker bot; None where one bot is for everybody."""
    token = settings.worker_bot_token
    return token.get_secret_value() if token else None


def heartbeat_url_of(settings: Settings) -> str | None:
    """The address that hears from the service as long as all is well; None for nobody."""
    url = settings.heartbeat_url
    return url.get_secret_value().strip() if url else None


def master_key_of(settings: Settings) -> Key:
    """The key that opens the records; raises SettingMissing, BadSettings or BadMasterKey."""
    if settings.master_key_file:
        try:
            return read_master_key(settings.master_key_file.read_text())
        except (OSError, UnicodeDecodeError):
            raise BadSettings(
                ["PAIRWELL_MASTER_KEY_FILE names a file that cannot be read."]
            ) from None
    if settings.master_key is None:
        raise SettingMissing("PAIRWELL_MASTER_KEY", "`pairwell init` makes one.")
    return read_master_key(settings.master_key.get_secret_value())


def _sentence(field: str) -> str:
    return f"{PREFIX}{field.upper()} {REMEDIES.get(field, 'cannot be used.')}"
