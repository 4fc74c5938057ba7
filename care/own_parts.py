"""What a programme says and plans in its own way, in place of its setting pack.

A pack is a file that several programmes may share. Whatever a programme does not say itself goes
on coming from the pack, in its newest version.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal
from zlib import crc32

from care.errors import CareError
from care.forms import Form
from care.pack_bounds import HOURS_MOST, RHYTHM, TEXT_MOST
from care.plain_text import clean_text
from care.setting_pack import PROMPTS, ConsentText, SettingPack

HOURS = "alert_hours"  # when alerts are read, in the programme's own words
OWN_TEXTS: Mapping[str, int] = MappingProxyType({**TEXT_MOST, HOURS: HOURS_MOST})
AGREED = ("role_description", "role_agreement")  # texts that somebody agrees to
PROMPTS_MOST = 8  # more is no first talk any more. Our choice
FIRST_OWN_VERSION, OWN_VERSIONS = 10_001, 80_000  # beyond what a pack can name
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

FaultKind = Literal["empty", "long", "markup", "age", "prompts", "unknown", "number"]


class OwnPartRefused(CareError):
    """What a programme cannot say or plan; `fault` says why."""

    def __init__(self, fault: "OwnFault") -> None:
        super().__init__(f"a programme's own part is refused: {fault.kind}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class OwnFault:
    """Why it cannot be; `n` is the bound that is passed, or the age that has to be named."""

    kind: FaultKind
    n: int = 0


@dataclass(frozen=True, slots=True)
class OwnParts:
    """A programme's own texts by name, and its own numbers; whatever is not here is the pack's."""

    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


def read_own(kept: str | None) -> OwnParts:
    """Return own parts as they were written down; what this version does not know is left out."""
    found = json.loads(kept) if kept else {}
    texts, numbers = found.get("texts", {}), found.get("numbers", {})
    return OwnParts(
        {name: words for name, words in texts.items() if name in OWN_TEXTS},
        {name: number for name, number in numbers.items() if name in RHYTHM},
    )


def write_own(own: OwnParts) -> str | None:
    """Return own parts as they are kept; None where everything is the pack's."""
    if not own.texts and not own.numbers:
        return None
    kept = {"texts": dict(own.texts), "numbers": dict(own.numbers)}
    return json.dumps(kept, ensure_ascii=False)


def with_text(own: OwnParts, pack: SettingPack, name: str, words: str) -> OwnParts:
    """Return own parts with these words; "", or the words of the pack, give the text back to it.

    Raises OwnPartRefused for words that the text cannot be.
    """
    if name not in OWN_TEXTS:
        raise OwnPartRefused(OwnFault("unknown"))
    clean = clean_text(words)
    if words and (faults := text_faults(pack, name, clean)):
        raise OwnPartRefused(faults[0])
    texts = {known: kept for known, kept in own.texts.items() if known != name}
    if words and clean != text_of(pack, name):
        texts[name] = clean
    return replace(own, texts=texts)


def with_numbers(own: OwnParts, pack: SettingPack, numbers: Mapping[str, int]) -> OwnParts:
    """Return own parts with these numbers and no others; those that the pack has too are left out.

    Raises OwnPartRefused for a number that a pack could not have either.
    """
    for name, number in numbers.items():
        if name not in RHYTHM:
            raise OwnPartRefused(OwnFault("unknown"))
        least, most = RHYTHM[name]
        if not least <= number <= most:
            raise OwnPartRefused(OwnFault("number", most))
    own_ones = {name: n for name, n in numbers.items() if n != getattr(pack, name)}
    return replace(own, numbers=own_ones)


def text_of(pack: SettingPack, name: str) -> str:
    """Return a text of a pack as it is written in one field: prompts have an empty line between."""
    if name == HOURS:
        return pack.alerts.hours
    found: str | tuple[str, ...] = getattr(pack.texts, name)
    return found if isinstance(found, str) else "\n\n".join(found)


def messages_of(name: str, words: str) -> tuple[str, ...]:
    """Return the messages that a text is: each prompt of the first conversation is one."""
    parts = words.split("\n\n") if name == PROMPTS else [words]
    return tuple(part for part in map(clean_text, parts) if part)


def text_faults(pack: SettingPack, name: str, words: str) -> tuple[OwnFault, ...]:
    """Return why words cannot stand in place of a text of this pack; empty where they can."""
    return tuple(_text_faults(pack, name, words))


def with_own(pack: SettingPack, own: OwnParts) -> SettingPack:
    """Return the pack as a programme uses it.

    A form that asks somebody to agree to a text asks it in the programme's words. The consent has
    a version of its own then, made from those words, so that people are asked again once, and not
    again by another change that brings the same words back.
    """
    texts: dict[str, Any] = {
        name: _as_pack_has_it(name, kept) for name, kept in own.texts.items() if name != HOURS
    }
    asked = {getattr(pack.texts, name): texts[name] for name in AGREED if name in texts}
    changed: dict[str, Any] = {
        **own.numbers,
        "texts": replace(pack.texts, **texts),
        "alerts": replace(pack.alerts, hours=own.texts.get(HOURS, pack.alerts.hours)),
        "consents": tuple(_asked_anew(pack, one, asked) for one in pack.consents),
        "service_user": _reworded(pack.service_user, asked),
        "peer_worker": _reworded(pack.peer_worker, asked),
        "coordinator": _reworded(pack.coordinator, asked),
    }
    return replace(pack, **changed)


def _text_faults(pack: SettingPack, name: str, words: str) -> Iterator[OwnFault]:
    messages = messages_of(name, words)
    if not messages:
        yield OwnFault("empty")
    if any(len(one) > OWN_TEXTS[name] for one in messages):
        yield OwnFault("long", OWN_TEXTS[name])
    if len(messages) > PROMPTS_MOST:
        yield OwnFault("prompts", PROMPTS_MOST)
    if _TAG.search(words):
        yield OwnFault("markup")
    if name == "below_age" and messages and str(pack.age_floor) not in words:
        yield OwnFault("age", pack.age_floor)


def _as_pack_has_it(name: str, words: str) -> str | tuple[str, ...]:
    return messages_of(name, words) if name == PROMPTS else words


def _reworded(form: Form, asked: Mapping[str, str]) -> Form:
    questions = (replace(one, text=asked.get(one.text, one.text)) for one in form.questions)
    return replace(form, questions=tuple(questions)) if asked else form


def _asked_anew(pack: SettingPack, consent: ConsentText, asked: Mapping[str, str]) -> ConsentText:
    question = pack.form(consent.role).question(consent.question)
    words = asked.get(question.text) if question else None
    if words is None:
        return consent
    return replace(consent, version=FIRST_OWN_VERSION + crc32(words.encode()) % OWN_VERSIONS)
