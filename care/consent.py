"""What a person has agreed to, against what their programme asks now."""

from collections.abc import Iterable
from dataclasses import dataclass

from care.setting_pack import ConsentText, Role, SettingPack


@dataclass(frozen=True, slots=True)
class Consent:
    """The latest answer of one person about one kind: the version they read, agreed or not."""

    kind: str
    version: int
    agreed: bool


def missing(consents: Iterable[Consent], pack: SettingPack, role: Role) -> tuple[ConsentText, ...]:
    """Return what has to be asked: never answered, reworded since, or needed and not agreed.

    An optional one that the person declined in its present words is not asked again, and one that
    is asked in the form alone is never asked here.
    """
    latest = {consent.kind: consent for consent in consents}
    asked = (text for text in pack.consents if text.role == role and not text.only_in_form)
    return tuple(text for text in asked if not _stands(text, latest.get(text.kind)))


def allows(consents: Iterable[Consent], pack: SettingPack, role: Role, kind: str) -> bool:
    """Tell whether the person agreed to this kind in its present words."""
    latest = {consent.kind: consent for consent in consents}
    answer = latest.get(kind)
    versions = [text.version for text in pack.consents if (text.role, text.kind) == (role, kind)]
    return answer is not None and answer.agreed and [answer.version] == versions


def _stands(text: ConsentText, answer: Consent | None) -> bool:
    if answer is None or answer.version != text.version:
        return False
    return answer.agreed or not text.needed
