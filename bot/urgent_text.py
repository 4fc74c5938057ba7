"""The urgent-help text of a region, which must never fail."""

import logging

from bot.render import UrgentHelpText
from bot.traces import log_error
from care.errors import CareError
from care.regions import FALLBACK_TEXT, urgent_help_text
from flows.regions import Regions

log = logging.getLogger(__name__)


def urgent_texts(regions: Regions) -> UrgentHelpText:
    """What gives the text of a region: the built-in one where its file never could be read."""

    def text_of(region_code: str, language: str = "en") -> str:
        """There is one language so far: numbers in English are better than nothing in another."""
        del language
        try:
            return urgent_help_text(regions.pack(region_code))
        except (CareError, OSError, ValueError) as error:
            log_error(log, "urgent.built_in_text", error)
            return FALLBACK_TEXT

    return text_of
