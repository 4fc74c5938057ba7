"""Drafts: letters as they are written, before they are rows of the outbox."""

from dataclasses import dataclass, fields
from datetime import datetime

from db.ids import PairingId, PersonId


@dataclass(slots=True)
class Draft:
    """A letter that is being written, with the columns of `Letter` that its writer may decide.

    Every message makes one or two, and an object of the table would cost as much as its row.
    """

    key: str
    person_id: PersonId
    lane: int
    act: str
    created_at: datetime
    slot: str | None = None
    target: int | None = None
    pairing_id: PairingId | None = None
    source_person_id: PersonId | None = None
    source_message_id: int | None = None
    part: int = 0
    words_hash: bytes | None = None
    silent: bool = False
    told_by: int | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None


WRITTEN = tuple(field.name for field in fields(Draft))
