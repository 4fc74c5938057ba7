"""Checks of single values, each with a message that says what is expected."""

from collections.abc import Iterable

from matching.errors import PersonRefused

MOST_ID_LETTERS = 200


def check(holds: bool, owner: str, found: object, expected: str) -> None:  # noqa: FBT001  the condition is the subject
    """Refuse unless the condition holds."""
    if not holds:
        message = f"{owner}: found {found!r}, expected {expected}"
        raise PersonRefused(message)


def check_id(value: str) -> None:
    """Refuse an id that is empty, padded or longer than 200 letters."""
    good = 0 < len(value) <= MOST_ID_LETTERS and value == value.strip()
    check(good, "id", value, f"1 to {MOST_ID_LETTERS} letters without space around them")


def check_whole(owner: str, name: str, value: int, least: int, most: int) -> None:
    """Refuse what is not a whole number in the range; True, 2.0 and NaN are no whole numbers."""
    if type(value) is not int or not least <= value <= most:
        message = f"{owner}: {name} is {value!r}, expected a whole number {least} to {most}"
        raise PersonRefused(message)


def check_codes(owner: str, name: str, codes: Iterable[str]) -> None:
    """Refuse an empty code."""
    if not all(codes):
        message = f"{owner}: {name} holds an empty word, leave it out"
        raise PersonRefused(message)
