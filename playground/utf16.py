"""Lengths and slices in UTF-16 code units, the unit of Telegram's entity offsets."""


def measure(text: str) -> int:
    """Return the length in UTF-16 code units; a character beyond U+FFFF counts as two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, offset: int, length: int) -> str:
    """Return the part that an entity with this offset and length covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")
