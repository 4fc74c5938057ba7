"""Debriefs: when a peer worker is asked how they are after something hard, and what they may say.

When, and that they are asked once, is our own choice: the sources that we know ask for support
after difficult contacts without naming an hour.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from care.hours import BLOCKS_A_DAY
from care.plain_text import fold
from care.quiet_hours import QuietHours

Choice = Literal["fine", "talk", "rest", "later"]
CHOICES: tuple[Choice, ...] = ("fine", "talk", "rest", "later")

NIGHT = QuietHours()
REST = timedelta(hours=6)  # what was raised in the morning is asked about when it has sunk in
LATEST = timedelta(hours=36)
ASKED_ONCE_IN = timedelta(days=3)  # about the same pairing, whatever else happens in it
HOUR = timedelta(hours=1)

_TYPED: dict[str, Choice] = {
    "i am all right": "fine",
    "im all right": "fine",
    "all right": "fine",
    "fine": "fine",
    "talk": "talk",
    "i would like to talk": "talk",
    "break": "rest",
    "i need a break": "rest",
    "not now": "later",
}


def ask_at(raised_at: datetime, zone: ZoneInfo, hours: AbstractSet[int]) -> datetime:
    """When to ask unless the alert is closed first, in UTC.

    That is by day, six hours later or more, and in the peer worker's `hours` (slots of
    `care.hours`) where one of them begins within 36 hours.
    """
    first = NIGHT.ends_at(raised_at + REST, zone)
    at = first
    while hours and at <= raised_at + LATEST:
        if _slot(at, zone) in hours and not NIGHT.is_quiet(at, zone):
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + HOUR
    return first


def ask_after_closing(closed_at: datetime, zone: ZoneInfo) -> datetime:
    """When to ask once the alert is closed, in UTC: at once, or at the end of the night."""
    return NIGHT.ends_at(closed_at, zone)


def typed_choice(text: str) -> Choice | None:
    """Which of the choices these words are; None when they are something else."""
    return _TYPED.get(fold(text[:40]).replace("'", "").rstrip("."))


def _slot(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(UTC).astimezone(zone)
    return local.weekday() * BLOCKS_A_DAY + local.hour * BLOCKS_A_DAY // 24
