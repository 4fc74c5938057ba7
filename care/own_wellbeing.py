"""A peer worker's own wellbeing: after which answers a pause and a talk are offered to them.

An offer goes to the person alone. It is never a call to anybody behind their back.
"""

from collections.abc import Mapping

from care.forms import Given
from care.measures.scale import Score
from care.measures.shapes import Measure

# Single-item burnout: 3 or more is read as having symptoms of burnout: Dolan et al. 2015,
# doi 10.1007/s11606-014-3112-6. "Too much" is the top of our own question on load.
OFFERED_AFTER: Mapping[tuple[str, str], frozenset[str]] = {
    ("burnout", "burnout"): frozenset({"3", "4", "5"}),
    ("peer_week", "load"): frozenset({"too_much"}),
}


def is_help_offered(measure: Measure, given: Mapping[str, Given], score: Score | None) -> bool:
    """Whether these answers of a peer worker about themselves are met with an offer.

    Any published threshold counts too, those that are told for nobody else included.
    """
    answered = {(measure.code, code): str(one.value) for code, one in given.items()}
    if any(answered.get(place) in codes for place, codes in OFFERED_AFTER.items()):
        return True
    return score is not None and any(cut.is_reached(score.total) for cut in measure.cut_offs)
