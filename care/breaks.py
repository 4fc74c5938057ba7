"""Breaks of a pairing: each side takes its own, and nobody ends somebody else's for them."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Literal

from care.stages import Mover

Side = Literal["service_user", "peer_worker", "coordinator", "away"]
SIDES: tuple[Side, ...] = ("service_user", "peer_worker", "coordinator", "away")

# How long a peer worker may say in days, and after how many days an open break is asked about.
# Our judgement: a month is longer than most holidays, and two weeks of silence are long.
LENGTHS = (7, 14, 28)
ASKED_AFTER = timedelta(days=14)

_ENDS: Mapping[Mover, tuple[Side, ...]] = {
    "service_user": ("service_user",),
    "peer_worker": ("peer_worker",),
    "coordinator": ("service_user", "peer_worker", "coordinator"),
    "clock": ("peer_worker", "away"),
}


def ended_by(mover: Mover, standing: Collection[str]) -> tuple[Side, ...]:
    """Which of the standing breaks this mover may end: their own; a coordinator all but "away".

    "away" ends with the stand-in, and a break that was given a last day by the clock.
    """
    return tuple(side for side in SIDES if side in standing and side in _ENDS[mover])
