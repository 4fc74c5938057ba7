"""Whether a measure that was left half-way can go on, or its questions begin again."""

from datetime import date

from care.measures.shapes import Measure

LEAST_DAYS = 1  # of a measure about now: what was begun today may be ended tomorrow


def goes_on(measure: Measure, begun: date, today: date) -> bool:
    """Whether answers from both days still speak of the same time.

    They do within the days that the measure asks about, counted from the day it was begun.
    """
    return (today - begun).days <= max(measure.recall_days, LEAST_DAYS)
