"""How long the texts of a pack may be, and between what its numbers lie.

The same bounds hold for a pack and for what a programme says and plans in place of it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from care.form_checks import AGREE_TEXT_MOST, QUESTION_TEXT_MOST

Bounds = tuple[int, int]

HOURS_MOST = 200  # letters: one line in a letter about something else

TEXT_MOST: Mapping[str, int] = MappingProxyType(
    {
        "role_description": AGREE_TEXT_MOST,
        "role_agreement": AGREE_TEXT_MOST,
        "below_age": QUESTION_TEXT_MOST,
        "waiting": QUESTION_TEXT_MOST,
        "introduction": QUESTION_TEXT_MOST,
        "first_conversation": QUESTION_TEXT_MOST,  # each of the prompts
        "what_next": QUESTION_TEXT_MOST,
    }
)

RHYTHM: Mapping[str, Bounds] = MappingProxyType(
    {
        "weeks": (1, 104),
        "contact_every_days": (1, 60),
        "first_contact_hours": (1, 336),
        "offer_hours": (1, 336),
        "checkins_a_week": (1, 7),
    }
)
