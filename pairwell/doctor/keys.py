"""The settings and the master key."""

import os
from collections.abc import Mapping

from db.errors import BadMasterKey
from pairwell.doctor.check import Check, broken, good, look
from pairwell.errors import BadSettings, SettingMissing
from pairwell.settings import PREFIX, Settings, master_key_of

FEWEST_DIFFERENT_BYTES = 16  # 32 random bytes fall short of it once in about 10**12 keys


def check_names(environment: Mapping[str, str] = os.environ) -> Check:
    """Every variable that looks like ours is one: a misspelt one would be overlooked."""
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    unknown = sorted(n for n in environment if n.upper().startswith(PREFIX) and n not in known)
    if unknown:
        return look("settings", f"Not a setting of Pairwell, so not used: {', '.join(unknown)}.")
    return good("settings", "All can be read.")


def check_master_key(settings: Settings) -> Check:
    """The key is there, whole, and looks random."""
    try:
        key = master_key_of(settings)
    except (SettingMissing, BadSettings, BadMasterKey) as refusal:
        return broken("master key", str(refusal))
    if len(set(key.secret)) < FEWEST_DIFFERENT_BYTES:
        return broken("master key", "It does not look random. Let `pairwell init` make one.")
    return good("master key", "32 bytes. Is there a copy in another place?")
