"""Introductions: what a service user reads of a peer worker before they say yes."""

from collections.abc import Mapping

from care.onboarding import EXPERIENCES, INTRODUCTION, NAME, SHOWS_IN_COMMON
from care.questions import Given, in_words
from care.setting_pack import SettingPack
from flows.letters import Part, Words, say


def introduced(pack: SettingPack, name: str, introduction: str) -> list[Part]:
    """The pack's words, the name, and the peer worker's own words where there are any."""
    own = [Words(introduction)] if introduction else []
    return [Words(pack.texts.introduction.strip()), say("match.who", name=name), *own]


def as_they_will_see(pack: SettingPack, answers: Mapping[str, Given]) -> tuple[Part, ...]:
    """A preview of it for the peer worker; empty until the introduction is written."""
    name, words = (_text(answers, code) for code in (NAME, INTRODUCTION))
    if not name or not words:
        return ()
    shows = answers.get(SHOWS_IN_COMMON)
    asked = pack.peer_worker.question(EXPERIENCES)
    if asked is None or EXPERIENCES not in answers or shows is None:
        return tuple(introduced(pack, name, words))
    example = in_words(asked, answers[EXPERIENCES]).split(", ")[0]
    told = say("preview.in_common", what=example) if shows.value else say("preview.not_in_common")
    return (*introduced(pack, name, words), told)


def _text(answers: Mapping[str, Given], code: str) -> str:
    given = answers.get(code)
    return given.value if given is not None and isinstance(given.value, str) else ""
