"""What a person wrote, as far as it may be passed on, or why it may not."""

from dataclasses import dataclass

from care.message_text import Entity
from flows.media import Media


@dataclass(frozen=True, slots=True)
class Written:
    """A message as a person wrote it in their own chat; `entities` are harmless ones only.

    Of a photo or voice message `text` is the caption, of a sticker its emoji. Pictures that were
    sent together have the same `album`. `thread` is the topic it was written in.
    """

    message_id: int
    text: str
    entities: tuple[Entity, ...] = ()
    reply_to: int | None = None
    media: Media | None = None
    album: str | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Unpassable:
    """A message that is not passed on: the reason, and its words for whoever must hear them."""

    reason: str
    text: str = ""
    album: str | None = None
