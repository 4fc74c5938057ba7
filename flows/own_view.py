"""What a programme says and plans, beside what its pack has, as pages show it."""

from dataclasses import dataclass

from care.own_parts import AGREED, HOURS, OWN_TEXTS, messages_of, text_faults, text_of
from care.pack_bounds import RHYTHM
from care.packs import PackRefused, load_pack, pack_codes
from care.plain_text import clean_text
from care.setting_pack import SettingPack
from care.wording_hints import Hint, hints
from db.programmes import Programme
from flows.letters import Text, say
from flows.own_settings import fault_in_words, own_of
from flows.programmes import bare_pack_of, packs_folder, rules_of
from flows.story import Story

QUOTED = 60  # letters of a sentence that a hint is about


@dataclass(frozen=True, slots=True)
class Looked:
    """Words as the bot would show them, why they cannot stand, and what makes them hard to read."""

    messages: tuple[str, ...]
    faults: tuple[Text, ...]
    hints: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class OwnText:
    """One text of a programme: `words` are what people read now, `own` what it says itself."""

    name: str
    words: str
    own: str
    of_pack: str
    most: int
    looked: Looked


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """One number of the rhythm, between `least` and `most`."""

    name: str
    now: int
    of_pack: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A pack that is installed; None where its file has mistakes."""

    code: str
    pack: SettingPack | None


def own_text(story: Story, where: Programme, name: str) -> OwnText:
    """One text of the programme; `name` is one of OWN_TEXTS."""
    of_pack = text_of(bare_pack_of(story, where), name)
    own = own_of(where).texts.get(name, "")
    looked = look_at(story, where, name, own or of_pack)
    return OwnText(name, own or of_pack, own, of_pack, OWN_TEXTS[name], looked)


def own_texts(story: Story, where: Programme) -> tuple[OwnText, ...]:
    """The texts of the programme that are letters of their own, in the order of their journey."""
    return tuple(own_text(story, where, name) for name in OWN_TEXTS if name != HOURS)


def look_at(story: Story, where: Programme, name: str, words: str) -> Looked:
    """How these words would look in place of a text; none of them is kept."""
    clean = clean_text(words)
    messages = messages_of(name, clean)
    faults = text_faults(bare_pack_of(story, where), name, clean) if words else ()
    found = [hint for one in messages for hint in hints(one, is_agreed=name in AGREED)]
    told = tuple(_in_words(hint) for hint in dict.fromkeys(found))
    return Looked(messages, tuple(map(fault_in_words, faults)), told)


def own_numbers(story: Story, where: Programme) -> tuple[OwnNumber, ...]:
    """The numbers of the rhythm."""
    pack, own = bare_pack_of(story, where), own_of(where).numbers
    return tuple(
        OwnNumber(name, own.get(name, of_pack), of_pack, least, most)
        for name, (least, most) in RHYTHM.items()
        for of_pack in (getattr(pack, name),)
    )


def pack_choices(story: Story) -> tuple[PackChoice, ...]:
    """Every pack that is installed, by its code."""
    folder = packs_folder(story)
    return tuple(PackChoice(code, usable_pack(story, code)) for code in pack_codes(folder))


def usable_pack(story: Story, code: str) -> SettingPack | None:
    """The pack with this code; None where there is none, or its file has mistakes."""
    try:
        found = load_pack(code, packs_folder(story))
        rules_of(found)
    except PackRefused:
        return None
    return found


def _in_words(hint: Hint) -> Text:
    quoted = hint.quoted if len(hint.quoted) <= QUOTED else f"{hint.quoted[:QUOTED]}..."
    return say(f"settings.hint.{hint.kind}", **({"quoted": quoted} if quoted else {}))
