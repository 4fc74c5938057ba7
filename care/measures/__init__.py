"""The measures that may be asked, by code, and what is done with them."""

from collections.abc import Iterable
from functools import cache

from care.errors import CareError
from care.measures.burnout import BURNOUT
from care.measures.change import Change, change
from care.measures.core10 import CORE10
from care.measures.files import bundled_measures
from care.measures.first_contact import FIRST_CONTACT, FIRST_CONTACT_PEER
from care.measures.gad2 import GAD2
from care.measures.gad7 import GAD7
from care.measures.goals import GOALS
from care.measures.k6 import K6
from care.measures.match_check import MATCH_CHECK
from care.measures.peer_week import PEER_WEEK
from care.measures.phq2 import PHQ2
from care.measures.phq8 import PHQ8
from care.measures.phq9 import PHQ9
from care.measures.scale import Score, as_form, converted, score
from care.measures.scored_only import SCORED_ONLY
from care.measures.shapes import Measure
from care.measures.weekly import WEEKLY

__all__ = [
    "Change",
    "Measure",
    "MeasureUnknownError",
    "Score",
    "all_measures",
    "as_form",
    "change",
    "converted",
    "measure",
    "score",
    "scored_only",
]

_FREE = (PHQ2, PHQ8, PHQ9, GAD2, GAD7, K6, CORE10, BURNOUT)
_OURS = (WEEKLY, PEER_WEEK, MATCH_CHECK, FIRST_CONTACT, FIRST_CONTACT_PEER, GOALS)


class MeasureUnknownError(CareError):
    """There is no measure with this code."""


@cache
def all_measures() -> tuple[Measure, ...]:
    """Every measure whose words are bundled, published ones first."""
    return (*_FREE, *bundled_measures(), *_OURS)


def scored_only() -> tuple[Measure, ...]:
    """The measures that are scored here and asked only in a programme's own words."""
    return SCORED_ONLY


def measure(code: str, own: Iterable[Measure] = ()) -> Measure:
    """The measure with this code, a programme's `own` before a bundled one.

    Raises MeasureUnknownError.
    """
    choice = (*own, *all_measures())
    found = next((known for known in choice if known.code == code), None)
    if found is None:
        known = ", ".join(dict.fromkeys(known.code for known in choice))
        raise MeasureUnknownError(f'There is no measure "{code}". Choose one of: {known}.')
    return found
