"""The measures that may be asked, by code, and what is done with them."""

from care.errors import CareError
from care.measures.change import Change, change
from care.measures.gad2 import GAD2
from care.measures.gad7 import GAD7
from care.measures.k6 import K6
from care.measures.peer_week import PEER_WEEK
from care.measures.phq2 import PHQ2
from care.measures.phq8 import PHQ8
from care.measures.scale import Measure, Score, as_form, score
from care.measures.weekly import WEEKLY
from care.measures.who5 import WHO5

__all__ = [
    "Change",
    "Measure",
    "MeasureUnknownError",
    "Score",
    "all_measures",
    "as_form",
    "change",
    "measure",
    "score",
]

_ALL = (WHO5, PHQ2, PHQ8, GAD2, GAD7, K6, WEEKLY, PEER_WEEK)


class MeasureUnknownError(CareError):
    """There is no measure with this code."""


def all_measures() -> tuple[Measure, ...]:
    """Every bundled measure, published ones first."""
    return _ALL


def measure(code: str) -> Measure:
    """The measure with this code. Raises MeasureUnknownError."""
    found = next((known for known in _ALL if known.code == code), None)
    if found is None:
        known = ", ".join(known.code for known in _ALL)
        raise MeasureUnknownError(f'There is no measure "{code}". Choose one of: {known}.')
    return found
