"""What the page's buttons do outside the phones; whoever runs the service implements it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link to begin with: what it is for, its /start payload, whose phone it suits."""

    label: str
    payload: str
    account_id: int


class Control(Protocol):
    """The service behind the playground."""

    def now(self) -> datetime:
        """Return the service's time, aware."""
        ...

    def invitations(self) -> list[Invitation]:
        """Return the invitations that can be opened now."""
        ...

    async def advance(self, step: timedelta) -> None:
        """Move the service's clock on."""
        ...

    async def start_over(self) -> None:
        """Bring the service back to its beginning.

        The phones are cleared just before; where a running bot is stopped first, clear them
        again once it is.
        """
        ...
