"""Where to get urgent help, by region: numbers as data with source, owner and date.

`urgent_help_text` makes the one text that is shown whenever somebody may be in danger. When even a
file is out of reach, `FALLBACK_TEXT` stands in this code.
"""

from dataclasses import dataclass
from datetime import date

from care.errors import CareError

NO_OWNER = "not yet named"
STALE_DAYS = 90
HELP_TEXT_MOST = 900  # letters: one screen of a phone at 3 am, without scrolling far

# Needs no file, no database and no network. Samaritans 116 123 serves both countries.
FALLBACK_TEXT = (
    "If you or someone else is in danger now, call 999 (UK) or 112 (Ireland). "
    "Anywhere else, call your local emergency number.\n\n"
    "Samaritans, UK and Ireland: call 116 123, free, day and night.\n\n"
    "This chat is not read all the time. Please call now if it cannot wait."
)


class RegionUnknownError(CareError):
    """There is no region pack with this code."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One way to reach a human: `how` is "Call" or "Text"; `number` is shown as it stands."""

    label: str
    how: str
    number: str
    hours: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegionPack:
    """The numbers of one region.

    `danger` is the first line of the help text; `perinatal` may be empty. `owner` is the person
    who answers for the numbers, or "not yet named". `checked_how` says against what they were last
    checked. `unverified` names what was left out because nobody could check it.
    """

    code: str
    title: str
    danger: str
    perinatal: str
    lines: tuple[HelpLine, ...]
    owner: str
    last_checked: date
    checked_how: str
    unverified: tuple[str, ...]

    @property
    def has_owner(self) -> bool:
        """Whether a named person answers for the numbers."""
        return self.owner != NO_OWNER


def urgent_help_text(pack: RegionPack) -> str:
    """Plain text of under 900 letters with every number as text, danger first."""
    parts = [pack.danger]
    if pack.lines:
        parts.append("To talk to someone:\n" + "\n".join(_as_line(line) for line in pack.lines))
    if pack.perinatal:
        parts.append(pack.perinatal)
    parts.append("This chat is not read all the time. Please call now if it cannot wait.")
    return "\n\n".join(part.strip() for part in parts)


def is_stale(pack: RegionPack, today: date, days: int = STALE_DAYS) -> bool:
    """Whether the numbers were last checked more than `days` days ago."""
    return (today - pack.last_checked).days > days


def _as_line(line: HelpLine) -> str:
    details = ", ".join(detail for detail in (line.note, line.hours) if detail)
    return f"{line.label}: {line.how} {line.number}" + (f" ({details})" if details else "")
