"""Pictures and voice messages that a person sent, named by the handle that Telegram gave them.

A story records the handle alone. The edge that delivers the letter fetches the file, makes a new
one of its pixels or its sound, and sends that: nothing is kept, forwarded or copied.
"""

from dataclasses import asdict, dataclass
from typing import Any

from db.bots import MAIN, BotName


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture; `size` is what Telegram says in bytes, 0 where it does not.

    A `spoiler` is covered until the reader taps it. `bot` is the one that it was sent to, which
    alone can fetch it.
    """

    file_id: str
    size: int = 0
    spoiler: bool = False
    bot: BotName = MAIN


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice message; `size` in bytes and `seconds` are what Telegram says, 0 where it does not.

    The length is measured anew when the message leaves. `bot` is the one that it was sent to,
    which alone can fetch it.
    """

    file_id: str
    size: int = 0
    seconds: int = 0
    bot: BotName = MAIN


Media = Photo | Voice


def write_media(media: Media | None) -> dict[str, Any] | None:
    """Plain values that `read_media` reads back."""
    if media is None:
        return None
    return {"kind": "photo" if isinstance(media, Photo) else "voice", **asdict(media)}


def read_media(raw: dict[str, Any] | None) -> Media | None:
    """The media that `write_media` wrote."""
    if raw is None:
        return None
    fields = {name: value for name, value in raw.items() if name != "kind"}
    return Photo(**fields) if raw["kind"] == "photo" else Voice(**fields)
