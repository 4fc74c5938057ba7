"""The rules of one programme: which limits and terms apply, and with what weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from matching.errors import RulesRefused
from matching.rules_table import POLICIES, read_table

# The order is the order in which broken limits are told.
LIMITS = ("setting", "training", "recovery", "language", "hours")
TERMS = ("experiences", "stage", "wishes", "peer_wishes", "hours", "language", "balance")
FULL_TERM = 1000  # a term is counted in thousandths


def _default_weights() -> Mapping[str, int]:
    return MappingProxyType(
        {
            "experiences": 40,
            "stage": 15,
            "wishes": 20,
            "peer_wishes": 5,
            "hours": 10,
            "language": 5,
            "balance": 5,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a setting pack decides about matching; the defaults suit a perinatal programme.

    `limits`: the limits that a pack may leave out; programme, refusals, *avoid*, *must have* and
    a peer worker's own limits always apply. `recovery_days`: 365, since Postpartum Support
    International asks its Peer Mentors to be fully recovered for at least one year
    (postpartum.net/peer-mentor-program). `least_shared_hours` and `full_hours`: hours a week below
    which two cannot meet, and from which more hours add nothing; our choice. `age_gap_years`: a
    difference up to this counts as the same age; our choice. `weights`: term to 0..100.
    `near_stages`: stage to near stage to thousandths of a full match. `kept_apart`: group to the
    marks that belong to it (lived experiences, `stage:value`, `trait:value`); people of two groups
    never meet unless each asks for the other, see `matching.kept_apart`. `waiting_points_per_day`:
    what a day of waiting is worth in fit under the policy "best-fit", where 1000 is one hundredth
    of a full fit at the default weights. `note_days`: a date this near is worth a note.
    """

    version: str = "default"
    limits: frozenset[str] = frozenset(LIMITS)
    traits: frozenset[str] = frozenset(
        {"gender", "age", "parenthood", "culture", "stage", "experience"}
    )
    weights: Mapping[str, int] = field(default_factory=_default_weights)
    near_stages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    kept_apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    policy: str = POLICIES[0]
    recovery_days: int = 365
    least_shared_hours: int = 2
    full_hours: int = 12
    age_gap_years: int = 5
    waiting_points_per_day: int = 600
    note_days: int = 30

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Rules":
        """The rules in the `[matching]` table of a setting pack; what it leaves out is default.

        Raises `RulesRefused` with every wrong key and what it may hold.
        """
        given, problems = read_table(table, LIMITS, TERMS)
        if problems:
            raise RulesRefused(tuple(problems))
        if "weights" in given:
            given["weights"] = MappingProxyType({**_default_weights(), **given["weights"]})
        return cls(**given)

    def weight(self, term: str) -> int:
        """The weight of a term, 0 when it does not count."""
        return self.weights.get(term, 0)

    @property
    def full_fit(self) -> int:
        """The fit of a pair in which every term is full."""
        return FULL_TERM * sum(self.weights.values())
