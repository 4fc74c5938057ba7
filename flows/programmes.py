"""The programme that a story happens in: its row and its setting pack."""

from care.packs import load_pack
from care.setting_pack import SettingPack
from db.programmes import Programme


def pack_of(programme: Programme) -> SettingPack:
    """The setting pack that the programme works by."""
    return load_pack(programme.pack)
