"""The measures of a running service: the bundled ones, and those of a programme's own files."""

from collections.abc import Mapping

from care.measures import Measure, MeasureUnknownError, measure
from flows.story import Story

OWN_MEASURES = "own_measures"  # where the records hold what was read at the start


def measure_of(story: Story, code: str) -> Measure:
    """The measure with this code, a programme's own before a bundled one.

    Raises MeasureUnknownError.
    """
    return measure(code, _own(story.session.info))


def measure_or_none(story: Story, code: str) -> Measure | None:
    """The same; None for one that was asked once and whose file is gone."""
    try:
        return measure_of(story, code)
    except MeasureUnknownError:
        return None


def _own(info: Mapping[str, object]) -> tuple[Measure, ...]:
    held = info.get(OWN_MEASURES)
    return held if isinstance(held, tuple) else ()
