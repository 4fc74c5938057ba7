"""What a person wrote, as far as it may be passed on."""

from dataclasses import dataclass

from care.message_text import Entity


@dataclass(frozen=True, slots=True)
class Written:
    """A message as a person wrote it in their own chat; `entities` are harmless ones only."""

    message_id: int
    text: str
    entities: tuple[Entity, ...] = ()
    reply_to: int | None = None
