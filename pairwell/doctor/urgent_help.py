"""Urgent help: numbers that are there, checked and looked after, and the words listened for."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from care.errors import CareError
from care.onboarding import LANGUAGES
from care.packs import load_pack
from care.region_files import region
from care.regions import STALE_DAYS, RegionPack, is_stale
from care.setting_pack import SettingPack
from care.urgent_words import UrgentWords, all_urgent_words
from db.programmes import programmes
from pairwell.doctor.check import Check, broken, good, look

NAME, WORDS_NAME = "urgent help", "urgent words"


async def check_urgent_help(
    session: AsyncSession, now: datetime, folder: Path | None
) -> list[Check]:
    """One finding for each region that a programme uses, and one about urgent words."""
    found = await programmes(session)
    checks = [check_region(code, now, folder) for code in sorted({one.region for one in found})]
    if found:
        checks.append(
            check_words([load_pack(code, folder) for code in {one.pack for one in found}])
        )
    return checks


def check_region(code: str, now: datetime, folder: Path | None) -> Check:
    """The numbers of a region can be read; they are fresh, and a named person answers for them."""
    try:
        pack = region(code, folder)
    except (CareError, OSError, ValueError) as refusal:
        return broken(NAME, f"{refusal} `run` serves nobody without them.")
    todo = list(_to_do(pack, now))
    words = f"Numbers of {pack.title}, last checked {pack.last_checked:%d %B %Y}."
    return look(NAME, " ".join([words, *todo])) if todo else good(NAME, words)


def check_words(packs: list[SettingPack]) -> Check:
    """Which languages have a list of urgent words, who answers for it, and which have none."""
    lists = all_urgent_words()
    heard = {words.spoken for words in lists}
    unheard = {
        option.label
        for pack in packs
        for form in (pack.service_user, pack.peer_worker)
        if (question := form.question(LANGUAGES)) is not None
        for option in question.options
        if option.code not in heard
    }
    words = f"Listened for in: {', '.join(map(_as_list, lists))}. They are a net, with holes."
    if unheard:
        words = (
            f"{words} There is no list for {', '.join(sorted(unheard))}: nothing is found there."
        )
    is_fine = not unheard and all(one.is_reviewed for one in lists)
    return (good if is_fine else look)(WORDS_NAME, words)


def _to_do(pack: RegionPack, now: datetime) -> Iterator[str]:
    if not pack.lines:
        yield f"There is no number in them: write your own file, regions/{pack.code}.toml."
    if is_stale(pack, now.date()):
        yield f"That is more than {STALE_DAYS} days ago: ring each, and write the new date."
    if pack.last_checked > now.date():
        yield "That day is still to come: write the day on which they were checked."
    if not pack.has_owner:
        yield "Ring each, and name who looks after them."
    if pack.unverified:
        yield f"Left out, since nobody could check it: {'; '.join(pack.unverified)}."


def _as_list(words: UrgentWords) -> str:
    who = f"reviewed by {words.reviewer}" if words.is_reviewed else words.reviewer
    return f"{words.title} ({who}, changed {words.changed_on:%d %B %Y})"
