"""The settings file that `pairwell init` writes: few lines, a new master key, for one owner."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from db.crypto import new_secret, write_master_key
from pairwell.errors import BadRequest, CannotWrite, SettingsFileExists

FILE_MODE = 0o600
TEMPLATE = """\
# Pairwell's settings; docs/operators.md tells what each is for. Keep this file to yourself.
# The master key opens everything that people told the service. Keep a copy in another place:
# without it no backup can be read, and with it anybody who has the database can read it.
PAIRWELL_MASTER_KEY={key}
{how_to_get_one}PAIRWELL_BOT_TOKEN={token}
"""
ASK_BOTFATHER = "# Ask @BotFather in Telegram for a token with /newbot and put it here.\n"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person at the keyboard answered; the token may be empty."""

    token: str = ""
    programme: str = ""
    region: str = ""


def check_token(token: str) -> str:
    """The token without blanks around it; raises BadRequest when it cannot be one."""
    stripped = token.strip()
    if stripped and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", stripped):
        raise BadRequest("That is not a token as @BotFather gives them, such as 123456:ABC-DEF.")
    return stripped


def write_settings_file(folder: Path, wanted: Wanted) -> Path:
    """Write `.env` with a new master key into the folder and return its path.

    Only its owner can read it. Raises SettingsFileExists and then changes nothing.
    """
    path = folder / ".env"
    token = check_token(wanted.token)
    key = write_master_key(new_secret())
    text = TEMPLATE.format(key=key, token=token, how_to_get_one="" if token else ASK_BOTFATHER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(handle, "w") as file:
            file.write(text)
    except FileExistsError:
        raise SettingsFileExists(str(path)) from None
    except OSError:
        raise CannotWrite(str(path)) from None
    return path
