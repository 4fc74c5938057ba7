"""However presses and hours follow each other, nobody has more people than places."""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from db.engine import Database
from db.memberships import Membership
from db.pairings import OPEN, RUNNING, Pairing
from tests.databases import MASTER_KEY, sqlite_url
from tests.fakes.clock import MovableClock
from tests.flows.people import HANNAH, SAM, join, rows
from tests.stage import Stage

MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
PLACES = 2
VERBS = ("ra", "rn", "oy", "on", "my", "mn")


class Offers(RuleBasedStateMachine):
    """Sam, Hannah with two places, and three people who wait."""

    template: Path

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=self.template.parent)
        self.do(self.set_up())

    def do(self, story):
        return self.loop.run_until_complete(story)

    async def set_up(self):
        copy = Path(shutil.copy(self.template, Path(self.folder.name) / "pairwell.db"))
        self.database = await Database.open(sqlite_url(copy), MASTER_KEY)
        self.stage = Stage(self.database, MovableClock(MORNING))
        await self.stage.programme()
        self.sam = await join(self.stage, SAM, "coordinator", "Sam")
        self.hannah = await join(self.stage, HANNAH, "peer_worker", "Hannah", capacity=PLACES)
        self.people = [await join(self.stage, n, "service_user", f"Josie {n}") for n in (1, 2, 3)]

    @rule()
    def review(self):
        where = self.do(rows(self.stage, Membership))[0].programme_id
        self.do(self.sam.press(f"rv:{where}:"))

    @rule(n=st.integers(0, 9), verb=st.sampled_from(VERBS), full=st.booleans())
    def press(self, n, verb, full):
        known = self.do(rows(self.stage, Pairing))
        if known:
            pairing = known[n % len(known)]
            who = self.sam if verb in ("ra", "rn") else self.hannah
            if verb in ("my", "mn"):
                who = next(p for p in self.people if p.person_id == pairing.service_user_id)
            detail = "full" if full and verb == "on" else ""
            self.do(who.press(f"{verb}:{pairing.id}:{detail}"))

    @rule()
    def room_again(self):
        self.do(self.hannah.press(f"pr:{self.hannah.membership_id}:"))

    @rule(hours=st.sampled_from((1, 30, 49)))
    def time_passes(self, hours):
        self.do(self.stage.advance(timedelta(hours=hours)))

    @invariant()
    def places_are_kept(self):
        pairings = self.do(rows(self.stage, Pairing))
        taken = [p for p in pairings if p.state in OPEN and p.state != "suggested"]
        assert len(taken) <= PLACES
        users = [p.service_user_id for p in taken]
        assert len(users) == len(set(users))
        running = {p.service_user_id for p in pairings if p.state in RUNNING}
        members = self.do(rows(self.stage, Membership, role="service_user"))
        assert {m.person_id for m in members if m.stage == "matched"} == running

    @invariant()
    def nobody_is_suggested_whom_they_refused(self):
        pairings = self.do(rows(self.stage, Pairing))
        refused = {
            p.service_user_id
            for p in pairings
            if p.state in ("declined", "expired") and p.end_reason != "full"
        }
        again = {p.service_user_id for p in pairings if p.state in OPEN}
        assert not refused & again

    def teardown(self):
        self.do(self.database.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.folder.cleanup()


@pytest.mark.usefixtures("migrated_sqlite")
def test_offers_in_any_order(migrated_sqlite):
    Offers.template = migrated_sqlite
    run_state_machine_as_test(
        Offers,
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
