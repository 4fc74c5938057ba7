"""Pairings that wait for a coordinator, as far as a list of what waits shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from db.ids import PairingId, PersonId
from db.pairings import Pairing


class PairNeed(NamedTuple):
    """One pairing, without what no such list says of it."""

    id: PairingId
    service_user_id: PersonId
    peer_worker_id: PersonId
    state: str
    since: datetime
    answer_by: datetime | None
    handover_asked_at: datetime | None


class PairNeeds:
    """Makes them from a row that begins with their columns; as `Unwatched` does for whole rows."""

    def __init__(self) -> None:
        table = SQLModel.metadata.tables[str(Pairing.__tablename__)].c
        self.columns = tuple(table[name] for name in PairNeed._fields)

    def of(self, cells: Sequence[Any]) -> PairNeed:
        """The pairing with these values."""
        return PairNeed._make(cells)

    def with_more(self, cells: Sequence[Any]) -> tuple[Any, ...]:
        """The pairing, and what else is in the row."""
        n = len(self.columns)
        return (self.of(cells[:n]), *cells[n:])
