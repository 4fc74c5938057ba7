"""The urgent-help text of a region, which must never fail."""

from functools import cache

from care.errors import CareError
from care.regions import FALLBACK_TEXT, region, urgent_help_text


@cache
def urgent_text(region_code: str, language: str = "en") -> str:
    """The text of this region; the built-in one where the region's cannot be read.

    There is one language so far: numbers in English are better than nothing in another.
    """
    del language
    try:
        return urgent_help_text(region(region_code))
    except (CareError, OSError, ValueError):
        return FALLBACK_TEXT
