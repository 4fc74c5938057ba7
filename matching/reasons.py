"""Reasons as data, so that each edge can put them into its own words and language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Param = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two people fit, cannot be paired, or need a second look.

    `code` starts with its kind: "fit." for what speaks for the pair, "missing." for what was asked
    and is not there, "limit." for what rules the pair out, "note." for a limit that is near,
    "left." for why somebody has no place.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The part of the code before the dot."""
        return self.code.partition(".")[0]


def reason(code: str, **params: Param) -> Reason:
    """A reason with its parameters by name."""
    return Reason(code, params)
