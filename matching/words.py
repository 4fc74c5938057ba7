"""Reasons in English words, for the person who reads them."""

from collections.abc import Mapping
from typing import Literal

from matching.phrases import COORDINATOR, PEER_WORKER, SERVICE_USER
from matching.reasons import Param, Reason

Reader = Literal["coordinator", "peer_worker", "service_user"]

PHRASES: Mapping[Reader, Mapping[str, str]] = {
    "coordinator": COORDINATOR,
    "peer_worker": PEER_WORKER,
    "service_user": SERVICE_USER,
}
LISTS_SHOWN = 4


def words(reason: Reason, reader: Reader, labels: Mapping[str, str] | None = None) -> str | None:
    """The reason as one short sentence, None when it is not for this reader.

    A service user reads what is about them both and nothing else. `labels` turns codes
    ("birth-trauma", "gender") into the pack's words; a code without one is shown with spaces.
    """
    phrase = PHRASES[reader].get(reason.code)
    if phrase is None:
        return None
    named = labels or {}
    shown = {name: _shown(value, named) for name, value in reason.params.items()}
    text = phrase.format(**shown)
    return text[0].upper() + text[1:]


def _shown(value: Param, labels: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return _listed([_label(code, labels) for code in value])
    return _label(value, labels) if isinstance(value, str) else str(value)


def _listed(names: list[str]) -> str:
    if len(names) > LISTS_SHOWN:
        names = [*names[:LISTS_SHOWN], f"{len(names) - LISTS_SHOWN} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _label(code: str, labels: Mapping[str, str]) -> str:
    if code in labels:
        return labels[code]
    return code.replace("-", " ").replace("_", " ").replace(":", " ")
