"""A change: a message that was passed on, all letters that carry it, and what it says now."""

from dataclasses import dataclass

from db.ids import PersonId
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person
from flows.written import Written

NOTE_PARTS = 1000  # parts from this number on are of notes about a late change


@dataclass(frozen=True, slots=True)
class Change:
    """What one change has to reach; `letters` are the oldest first."""

    writer: Person
    reader: Person
    pairing: Pairing
    written: Written
    letters: tuple[Letter, ...]
    words_hash: bytes

    @property
    def source(self) -> tuple[PersonId, int]:
        """Where the message was written."""
        return self.writer.id, self.written.message_id

    @property
    def originals(self) -> dict[int, Letter]:
        """Part -> the newest letter that brought it and that was not taken back."""
        return {x.part: x for x in self._live("send") if x.part < NOTE_PARTS}

    @property
    def notes(self) -> list[Letter]:
        """The letters of notes about earlier late changes."""
        return [letter for letter in self._live("send") if letter.part >= NOTE_PARTS]

    def waiting_edit(self, part: int) -> Letter | None:
        """The edit of this part that has not left yet."""
        edits = (x for x in self._live("edit") if x.part == part and x.state == "waiting")
        return next(edits, None)

    def _live(self, act: str) -> list[Letter]:
        return [x for x in self.letters if x.act == act and x.recall is None]
