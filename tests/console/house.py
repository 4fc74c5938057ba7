"""A house with everybody in it: one object of every kind that an address of the console names.

`ids` maps the name of a path parameter to a row of the programme, so that tests can walk over all
routes; a page with a new kind of object adds a line here. `build` makes a second house with other
people, whose rows are foreign to the first one's coordinators.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Database, sqlite_file
from db.memberships import Membership
from db.pairings import add_pairing, set_pairing_state
from db.people import Person
from db.programmes import Programme
from tests.databases import open_database
from tests.factories import make_alert, make_member, make_person, make_programme
from tests.fakes.clock import START

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


@dataclass
class House:
    """A programme and its people by their names."""

    programme: Programme
    people: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """Where the pages of the programme begin."""
        return f"/console/p/{self.programme.id}"

    def path(self, route: str) -> str:
        """The address of a route with the rows of this house put in."""
        return route.format(**self.ids)


class ShowHouse:
    """A house that is built once a run, and copied with its file into the records of each test."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._house: House | None = None

    async def copy_to(self, url: str) -> None:
        """Put the house into the file of these records, which holds nothing yet."""
        there = sqlite_file(url)
        assert there is not None, "A house on a server is built each time."
        if self._house is None:
            async with open_database(url) as database:
                self._house = await build(database)
            shutil.copy(there, self._file)
        shutil.copy(self._file, there)

    def plan(self) -> House:
        """What is where; a test may add to it."""
        assert self._house is not None, "Copy it first."
        house = self._house
        return House(house.programme, dict(house.people), dict(house.members), dict(house.ids))


async def build(
    database: Database, name: str = "Perinatal", first: int = 5_000, marks: str = ""
) -> House:
    """A house in these records; every text that a person wrote ends with `marks`."""
    async with database.transaction() as session:
        return await _build(session, name, first, marks)


async def _build(session: AsyncSession, name: str, first: int, marks: str) -> House:
    house = House(await make_programme(session, name))
    for number, (who, role, stage) in enumerate(
        (
            ("Sam", "coordinator", "active"),
            ("Noor", "coordinator", "active"),
            ("Newcomer", "coordinator", "to_confirm"),
            ("Gone", "coordinator", "left"),
            ("Josie", "service_user", "matched"),
            ("Ada", "service_user", "waiting"),
            ("Mei", "service_user", "waiting"),
            ("Hannah", "peer_worker", "active"),
            ("Ruth", "peer_worker", "to_confirm"),
        )
    ):
        someone = await make_person(session, first + number, f"{who}{marks}")
        house.people[who] = someone
        house.members[who] = await make_member(session, someone, house.programme, role, stage)
    people = {who: one.id for who, one in house.people.items()}
    active = await add_pairing(
        session,
        house.programme.id,
        people["Josie"],
        people["Hannah"],
        fit=700,
        reasons="[]",
        now=START,
    )
    set_pairing_state(session, active, "active", START)
    suggested = await add_pairing(
        session,
        house.programme.id,
        people["Ada"],
        people["Hannah"],
        fit=640,
        reasons="[]",
        now=START,
    )
    alert = await make_alert(session, people["Josie"], house.programme.id, reasons="[]")
    house.ids = {
        "programme_id": house.programme.id,
        "pairing_id": active.id,
        "suggestion_id": suggested.id,
        "alert_id": alert.id,
        "member_id": house.members["Josie"].id,
        "waiting_id": house.members["Ada"].id,
        "peer_id": house.members["Hannah"].id,
        "new_peer_id": house.members["Ruth"].id,
        "coordinator_id": house.members["Noor"].id,
    }
    return house
