"""Hours of a week as people name them, and as slots.

A slot is four hours by the clock on a person's own wall: Monday 00:00 to 04:00 is 0, the last of
42, Sunday 20:00 to 24:00, is 41.
"""

from care.forms import Option

BLOCKS_A_DAY = 6
SLOTS_A_WEEK = 7 * BLOCKS_A_DAY

ANY_TIME = "any_time"
_DAYS = {"weekday": range(5), "weekend": range(5, 7)}  # Monday is 0
_BLOCKS = {"night": (0, 1), "morning": (2,), "afternoon": (3,), "evening": (4,), "late": (5,)}

OPTIONS = (
    Option("weekday_morning", "Weekday mornings (8 to 12)"),
    Option("weekday_afternoon", "Weekday afternoons (12 to 4)"),
    Option("weekday_evening", "Weekday evenings (4 to 8)"),
    Option("weekday_late", "Weekdays late (8 to midnight)"),
    Option("weekday_night", "Weekday nights (midnight to 8)"),
    Option("weekend_morning", "Weekend mornings (8 to 12)"),
    Option("weekend_afternoon", "Weekend afternoons (12 to 4)"),
    Option("weekend_evening", "Weekend evenings (4 to 8)"),
    Option("weekend_late", "Weekends late (8 to midnight)"),
    Option("weekend_night", "Weekend nights (midnight to 8)"),
    Option(ANY_TIME, "Any time", alone=True),
)


def slots(codes: tuple[str, ...]) -> frozenset[int]:
    """Return the slots, 0 to 41, of these parts of the week; a code we do not know adds none."""
    if ANY_TIME in codes:
        return frozenset(range(SLOTS_A_WEEK))
    return frozenset(slot for code in codes for slot in _slots_of(code))


def _slots_of(code: str) -> list[int]:
    days, _, part = code.partition("_")
    blocks = _BLOCKS.get(part, ())
    return [day * BLOCKS_A_DAY + block for day in _DAYS.get(days, ()) for block in blocks]
