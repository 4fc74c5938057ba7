"""Who may move a membership or a pairing from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from care.errors import Refusal

Mover = Literal["service_user", "peer_worker", "coordinator", "clock"]
Kind = Literal["service_user", "peer_worker", "coordinator", "pairing"]

_SU, _PW, _CO, _CLOCK = "service_user", "peer_worker", "coordinator", "clock"
_Table = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is allowed, ready to be recorded."""

    kind: Kind
    mover: Mover
    before: str
    after: str


class MoveRefused(Refusal):
    """A step that is not this person's, or not possible from here; `key` names the kind text."""


def _movers(*movers: str) -> frozenset[str]:
    return frozenset(movers)


# The states of a pairing. offered: the peer worker is asked. accepted: the peer worker said yes
# and the service user is asked. active: both said yes.
_PAIRING: _Table = {
    ("suggested", "approved"): _movers(_CO),
    ("suggested", "declined"): _movers(_CO),
    ("suggested", "withdrawn"): _movers(_SU, _PW, _CO, _CLOCK),
    ("approved", "offered"): _movers(_CO, _CLOCK),
    ("approved", "withdrawn"): _movers(_SU, _PW, _CO, _CLOCK),
    ("offered", "accepted"): _movers(_PW),
    ("offered", "declined"): _movers(_PW),
    ("offered", "expired"): _movers(_CLOCK),
    ("offered", "withdrawn"): _movers(_SU, _PW, _CO, _CLOCK),
    ("accepted", "active"): _movers(_SU),
    ("accepted", "declined"): _movers(_SU),
    ("accepted", "expired"): _movers(_CLOCK),
    ("accepted", "withdrawn"): _movers(_SU, _PW, _CO, _CLOCK),
    ("active", "paused"): _movers(_SU, _PW, _CO, _CLOCK),
    ("active", "ended"): _movers(_SU, _PW, _CO, _CLOCK),
    ("paused", "active"): _movers(_SU, _PW, _CO, _CLOCK),
    ("paused", "ended"): _movers(_SU, _PW, _CO, _CLOCK),
}

# A service user is matched when a pairing becomes active and waits again when it ends; both are
# told by whoever's press did it. After a planned end nobody waits unasked: they have finished, and
# say so if they would like another peer. Leaving is always one's own right, and so is coming back.
_SERVICE_USER: _Table = {
    ("onboarding", "waiting"): _movers(_SU),
    ("onboarding", "left"): _movers(_SU, _CO, _CLOCK),
    ("waiting", "matched"): _movers(_SU),
    ("waiting", "paused"): _movers(_SU, _CO),
    ("waiting", "left"): _movers(_SU, _CO),
    ("matched", "waiting"): _movers(_SU, _PW, _CO, _CLOCK),
    ("matched", "paused"): _movers(_SU, _PW, _CO, _CLOCK),
    ("matched", "left"): _movers(_SU, _CO),
    ("matched", "finished"): _movers(_CO, _CLOCK),
    ("finished", "waiting"): _movers(_SU, _CO),
    ("finished", "left"): _movers(_SU, _CO),
    ("paused", "waiting"): _movers(_SU, _CO),
    ("paused", "matched"): _movers(_SU, _PW, _CO),
    ("paused", "left"): _movers(_SU, _CO),
    ("left", "onboarding"): _movers(_SU),
}

_PEER_WORKER: _Table = {
    ("onboarding", "to_confirm"): _movers(_PW),
    ("onboarding", "left"): _movers(_PW, _CO, _CLOCK),
    ("to_confirm", "active"): _movers(_CO),
    ("to_confirm", "onboarding"): _movers(_PW, _CO),
    ("to_confirm", "left"): _movers(_PW, _CO),
    ("active", "paused"): _movers(_PW, _CO),
    ("active", "left"): _movers(_PW, _CO),
    ("paused", "active"): _movers(_PW, _CO),
    ("paused", "left"): _movers(_PW, _CO),
    ("left", "onboarding"): _movers(_PW),
}

# to_confirm: where two are active already, a second one says yes to a new coordinator.
_COORDINATOR: _Table = {
    ("onboarding", "active"): _movers(_CO),
    ("onboarding", "to_confirm"): _movers(_CO),
    ("onboarding", "left"): _movers(_CO, _CLOCK),
    ("to_confirm", "active"): _movers(_CO),
    ("to_confirm", "left"): _movers(_CO),
    ("active", "left"): _movers(_CO),
    ("left", "onboarding"): _movers(_CO),
}

_TABLES: Mapping[str, _Table] = {
    "service_user": _SERVICE_USER,
    "peer_worker": _PEER_WORKER,
    "coordinator": _COORDINATOR,
    "pairing": _PAIRING,
}


def move(kind: Kind, mover: Mover, before: str, after: str) -> Move:
    """Return the step, if `mover` may take it.

    `kind` is the role of a membership, or "pairing". Raises MoveRefused: "move.already" where it
    is done, "move.over" where nothing follows, "move.not_yours" where others may, "move.not_now"
    for every other step.
    """
    table = _TABLES[kind]
    if mover in table.get((before, after), ()):
        return Move(kind, mover, before, after)
    raise MoveRefused(_refusal_key(table, before, after), {"before": before, "after": after})


def can_move(kind: Kind, mover: Mover, before: str, after: str) -> bool:
    """Tell whether `mover` may take this step."""
    return mover in _TABLES[kind].get((before, after), ())


def next_stages(kind: Kind, before: str) -> frozenset[str]:
    """Return where somebody may move it from `before`; empty where it is over."""
    return frozenset(after for start, after in _TABLES[kind] if start == before)


def _refusal_key(table: _Table, before: str, after: str) -> str:
    if before == after:
        return "move.already"
    if not any(start == before for start, _ in table):
        return "move.over"
    return "move.not_yours" if (before, after) in table else "move.not_now"
