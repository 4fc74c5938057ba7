"""The desk: what every page of the console works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request

from console.addresses import MOST_BEGUN, Addresses
from console.organisation import Organisation
from db.engine import Database
from db.ids import PersonId
from flows.story import Story
from wording.catalogue import Catalogue

TrialSignIn = Callable[[Story], Awaitable[PersonId]]
"""Makes sure that the made-up coordinator is there, and says who they are."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The records, the clock, the wording, and how the console is reached.

    `url` is its address as browsers see it; cookies are kept to HTTPS where that begins with
    https. `bot_link` begins the links of invitations. Only a trial has a `trial_sign_in`; where an
    `organisation` has a sign-in of its own, people may use that too.
    """

    database: Database
    now: Callable[[], datetime]
    catalogue: Catalogue
    url: str
    bot_link: str = ""
    trial_sign_in: TrialSignIn | None = None
    organisation: Organisation | None = None
    addresses: Addresses = field(default_factory=Addresses)
    begun: Addresses = field(default_factory=lambda: Addresses(MOST_BEGUN))

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by HTTPS."""
        return self.url.startswith("https://")


def desk_of(request: Request) -> Desk:
    """The desk of the app that answers this request."""
    desk: Desk = request.app.state.desk
    return desk
