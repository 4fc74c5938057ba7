"""A waiting list with answers: two coordinators at their browsers, peer workers and people."""

from dataclasses import dataclass

from sqlmodel import select

from db.audit import AuditRow
from db.memberships import Membership
from db.pairings import Pairing
from tests.console.browser import Browser, open_browser
from tests.flows.people import Someone, join, row, rows
from tests.stage import Stage


@dataclass
class Desk:
    """What the tests work with: the stage, people by name, a browser for each coordinator."""

    stage: Stage
    root: str
    people: dict[str, Someone]
    sam: Browser
    noor: Browser

    def at(self, who: str) -> str:
        """The address of the shortlist of somebody who waits."""
        return f"{self.root}/waiting/{self.people[who].membership_id}"

    def id(self, who: str) -> str:
        """The id of a person."""
        return self.people[who].person_id

    async def suggestion(self, who: str = "Josie", state: str = "suggested") -> Pairing:
        """The pairing of somebody in this state."""
        return await row(self.stage, Pairing, service_user_id=self.id(who), state=state)

    async def couples(self, state: str = "suggested") -> set[tuple[str, str]]:
        """The names of the pairs in this state."""
        names = {someone.person_id: name for name, someone in self.people.items()}
        found = await rows(self.stage, Pairing, state=state)
        return {(names[p.service_user_id], names[p.peer_worker_id]) for p in found}

    async def acts(self, *wanted: str) -> list[tuple[str, str | None]]:
        """(act, about) of these acts, in order."""
        async with self.stage.database.reading() as session:
            found = await session.exec(select(AuditRow).order_by(AuditRow.id))  # type: ignore[arg-type]  # a column
            return [(one.act, one.about) for one in found if one.act in wanted]


async def put_on_stage(stage: Stage) -> dict[str, Someone]:
    """Josie and Anna suit Hannah; Ida knows other things; Mei speaks Urdu alone."""
    await stage.programme()
    return {
        "Sam": await join(stage, 3_003, "coordinator", "Sam"),
        "Noor": await join(stage, 3_004, "coordinator", "Noor"),
        "Hannah": await join(stage, 2_002, "peer_worker", "Hannah", capacity=1),
        "Ida": await join(stage, 2_004, "peer_worker", "Ida", experiences=("low_mood",)),
        "Josie": await join(stage, 1_001, "service_user", "Josie"),
        "Anna": await join(stage, 1_004, "service_user", "Anna"),
        "Mei": await join(stage, 1_008, "service_user", "Mei", languages=("urdu",)),
    }


async def open_desk(stage: Stage) -> Desk:
    """The two coordinators of those who were put on this stage, signed in."""
    people = stage.cast
    where = (await row(stage, Membership, id=people["Sam"].membership_id)).programme_id
    browsers = []
    for who in ("Sam", "Noor"):
        browser = open_browser(stage.database, stage.clock)
        await browser.sign_in(people[who].person_id)
        browsers.append(browser)
    return Desk(stage, f"/console/p/{where}", people, *browsers)
