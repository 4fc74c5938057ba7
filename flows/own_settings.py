"""Settings over the pack: a programme's own words and numbers, and the pack itself."""

import json
from collections.abc import Mapping

from care.own_parts import (
    OWN_TEXTS,
    OwnFault,
    OwnPartRefused,
    OwnParts,
    read_own,
    with_numbers,
    with_text,
    write_own,
)
from care.packs import PackRefused, pack_codes
from db.ids import PersonId
from db.memberships import has_others
from db.programmes import Programme
from flows.actor import COORDINATOR
from flows.errors import Refused
from flows.letters import Bullets, Part, Text, Words, say
from flows.programmes import bare_pack_of, check_pack, packs_folder
from flows.setting import Setting
from flows.story import Story

TEXT = "text_"  # begins the name of the setting of a text
RHYTHM_SETTING, PACK = "rhythm", "pack"


def own_of(where: Programme) -> OwnParts:
    """What the programme says and plans in its own way."""
    return read_own(where.own)


def write_rhythm(numbers: Mapping[str, int]) -> str:
    """Numbers of a rhythm as the text of their setting."""
    return json.dumps(dict(numbers), sort_keys=True)


def fault_in_words(fault: OwnFault) -> Text:
    """Why words or a number cannot stand, for whoever wrote them."""
    return say(f"settings.own.{fault.kind}", **({"n": fault.n} if fault.n else {}))


def own_in_words(name: str, value: str) -> Part | None:
    """What one of these settings is, for the list of changes; None for another setting."""
    if name.startswith(TEXT):
        return Words(value) if value else say("settings.text.none")
    if name == RHYTHM_SETTING:
        numbers = json.loads(value) if value else {}
        told = tuple(say(f"settings.rhythm.{one}", n=n) for one, n in numbers.items())
        return Bullets(told) if told else say("settings.rhythm.none")
    return say("settings.pack.is", code=value) if name == PACK else None


async def may_choose_pack(story: Story, where: Programme) -> bool:
    """Whether nobody but coordinators ever came in: answers and stages speak a pack's codes."""
    return not await has_others(story.session, where.id, COORDINATOR)


def _text(name: str) -> Setting:
    async def read(_: Story, where: Programme) -> str:
        return own_of(where).texts.get(name, "")

    async def write(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
        pack = bare_pack_of(story, where)
        try:
            _keep(story, where, with_text(own_of(where), pack, name, new))
        except OwnPartRefused as refused:
            raise _refusal(refused.fault) from None

    return Setting(read, write)


async def _read_rhythm(_: Story, where: Programme) -> str:
    numbers = own_of(where).numbers
    return write_rhythm(numbers) if numbers else ""


async def _write_rhythm(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
    pack, own = bare_pack_of(story, where), own_of(where)
    try:
        _keep(story, where, with_numbers(own, pack, json.loads(new) if new else {}))
    except OwnPartRefused as refused:
        raise _refusal(refused.fault) from None


async def _read_pack(_: Story, where: Programme) -> str:
    return where.pack


async def _write_pack(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
    folder = packs_folder(story)
    if not await may_choose_pack(story, where):
        raise Refused("settings.pack_in_use")
    try:
        if new not in pack_codes(folder):
            raise Refused("settings.no_pack")
        check_pack(new, folder)
    except PackRefused:
        raise Refused("settings.no_pack") from None
    where.pack = new
    story.session.add(where)


def _refusal(fault: OwnFault) -> Refused:
    told = fault_in_words(fault)
    return Refused(told.key, told.params)


def _keep(story: Story, where: Programme, own: OwnParts) -> None:
    where.own = write_own(own)
    story.session.add(where)


OWN_SETTINGS: Mapping[str, Setting] = {
    RHYTHM_SETTING: Setting(_read_rhythm, _write_rhythm),
    PACK: Setting(_read_pack, _write_pack),
    **{f"{TEXT}{name}": _text(name) for name in OWN_TEXTS},
}
