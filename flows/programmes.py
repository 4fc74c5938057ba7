"""The programme that a story happens in: its row and its setting pack."""

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from care.measures.own import own_measures
from care.own_parts import read_own, with_own
from care.packs import load_pack, matching_refusal
from care.setting_pack import SettingPack
from db.engine import Database
from db.programmes import Programme, programmes
from flows.own_measures import OWN_MEASURES
from flows.story import Story
from matching.errors import RulesRefused
from matching.rules import Rules

PACKS_FOLDER = "packs_folder"


def pack_of(story: Story, where: Programme) -> SettingPack:
    """The setting pack that the programme works by, with its own words and numbers in it."""
    folder = packs_folder(story)
    if where.weights or where.own:
        return _made_their_own(where.pack, folder, where.weights, where.own)
    return load_pack(where.pack, folder)


def bare_pack_of(story: Story, where: Programme) -> SettingPack:
    """The same as its file has it: what the programme's own words and numbers stand over."""
    return load_pack(where.pack, packs_folder(story))


def packs_folder(story: Story) -> Path | None:
    """Where packs of their own are looked for first."""
    folder = story.session.info.get(PACKS_FOLDER)
    return folder if isinstance(folder, Path) else None


async def use_packs(database: Database, folder: Path | None) -> None:
    """Look for packs and measures in this folder first, in every story of these records.

    Raises PackRefused when the pack of a programme or a file of a measure cannot be used, so that
    nobody meets a broken one.
    """
    database.shared[PACKS_FOLDER] = folder
    database.shared[OWN_MEASURES] = own_measures(folder)
    async with database.reading() as session:
        for where in await programmes(session):
            check_pack(where.pack, folder)


def check_pack(code: str, folder: Path | None) -> None:
    """Raise PackRefused for a pack that no programme can work by."""
    rules_of(load_pack(code, folder))


def rules_of(pack: SettingPack) -> Rules:
    """The matching rules of a pack; raises PackRefused, by file and line."""
    try:
        rules = Rules.from_table(pack.matching)
    except RulesRefused as refused:
        raise matching_refusal(pack, refused.problems) from None
    unknown = [wish.code for wish in pack.wishes if wish.code not in rules.traits]
    if unknown:
        raise matching_refusal(
            pack, [f'traits: "{code}" of the wishes is missing' for code in unknown]
        )
    return rules


@lru_cache(maxsize=64)
def _made_their_own(
    code: str, folder: Path | None, weights: str | None, own: str | None
) -> SettingPack:
    """Asked for with every message: what a programme said is read once, until it says otherwise."""
    pack = load_pack(code, folder)
    if weights:
        pack = replace(pack, matching={**pack.matching, "weights": json.loads(weights)})
    return with_own(pack, read_own(own))
