"""However two people write, rest, block and part: nothing crosses that must not, nothing is lost.

Two people, each with two devices, so that any press may come again or late. Letters are held in
`waiting` and `sending` for as long as the machine likes.
"""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from db.blocks import Block
from db.engine import Database
from db.message_map import MappedMessage
from db.outbox import Letter, claim_letters, mark_sent, waiting_letters
from db.pairings import RUNNING, Pairing
from db.people import person, telegram_id_of
from flows import deliveries
from flows.story import Story
from tests.databases import MASTER_KEY, sqlite_url
from tests.fakes.clock import MovableClock
from tests.flows.people import HANNAH, JOSIE, SAM, join, pair, rows
from tests.stage import Stage

MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
PRESSES = ("bb", "bx", "bg", "by:7", "za", "zy", "zr", "bu", "xk", "jy", "ja", "jr")
DAYS_UNTIL_HOURS = 4  # a message may be kept over a weekend for a peer worker's hours
WHO = st.sampled_from(["josie", "hannah"])


class Conversation(RuleBasedStateMachine):
    """Josie and Hannah are paired, and Sam looks on."""

    template: Path

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=self.template.parent)
        self.written = []  # (writer, source id, the text, written after a block?)
        self.gone = set()  # who blocks the bot now
        self.sending = []
        self.do(self.set_up())

    def do(self, story):
        return self.loop.run_until_complete(story)

    async def set_up(self):
        copy = Path(shutil.copy(self.template, Path(self.folder.name) / "pairwell.db"))
        self.database = await Database.open(sqlite_url(copy), MASTER_KEY)
        self.stage = Stage(self.database, MovableClock(MORNING))
        await self.stage.programme()
        self.sam = await join(self.stage, SAM, "coordinator", "Sam")
        self.hannah = await join(self.stage, HANNAH, "peer_worker", "Hannah")
        self.josie = await join(self.stage, JOSIE, "service_user", "Josie")
        self.pairing = await pair(self.stage, self.josie, self.hannah)
        self.deliver = self.stage.deliver
        self.stage.deliver = self.nothing  # letters leave when the machine says so

    async def nothing(self):
        """Letters wait."""

    @rule(who=WHO)
    def write(self, who):
        text = f"{who} {len(self.written)}"
        blocked = bool(self.do(rows(self.stage, Block)))
        source = self.do(self.stage.send(getattr(self, who).id, text=text))
        self.written.append((who, source, text, blocked))

    @rule(who=WHO, verb=st.sampled_from(PRESSES))
    def press(self, who, verb):
        someone = self.sam if verb.startswith("j") else getattr(self, who)
        verb, _, detail = verb.partition(":")
        ref = self.pairing
        if verb in ("za", "zy", "zr"):
            ref = self.josie.membership_id
        if verb == "bu":
            blocks = self.do(rows(self.stage, Block))
            ref = blocks[-1].id if blocks else "none"
        self.do(someone.press(f"{verb}:{ref}:{detail}"))

    @rule(who=WHO)
    def out_of_reach(self, who):
        self.gone.add(who)
        self.do(self.stage.blocks(getattr(self, who).id))

    @rule(who=WHO)
    def reachable_again(self, who):
        self.gone.discard(who)
        self.do(self.stage.blocks(getattr(self, who).id, "member"))

    @rule()
    def begin_to_send(self):
        """The postman claims what waits; the requests are out now."""
        self.do(self.claim())

    @rule()
    def requests_end(self):
        """What was out arrived, and it is written down."""
        self.do(self.record())

    @rule()
    def everything_leaves(self):
        self.do(self.record())
        self.do(self.deliver())

    @rule(days=st.sampled_from((1, 8)))
    def time_passes(self, days):
        self.do(self.stage.advance(timedelta(days=days)))

    async def claim(self):
        async with self.database.transaction() as session:
            queued = await waiting_letters(session)
            claimed = await claim_letters(session, [q.id for q in queued], self.stage.clock.now())
        self.sending += claimed

    async def record(self):
        sending, self.sending = self.sending, []
        for letter, text in sending:
            async with self.database.transaction() as session:
                now = self.stage.clock.now()
                kept = await session.get(Letter, letter.id)
                someone = await person(session, letter.person_id)
                telegram_id = await telegram_id_of(session, someone)
                message_id = await self.stage._show(session, telegram_id, kept, text, "en")
                await mark_sent(session, kept, message_id, now)
                story = Story(session, now, f"l{letter.id}:sent")
                await deliveries.letter_sent(story, kept, message_id)

    def shown_to(self, who):
        """The texts of the other one that stand in this person's chat now, in order."""
        other = "Hannah" if who == "josie" else "Josie"
        lines = [line for text in getattr(self, who).texts for line in text.splitlines()]
        return [line for line in lines if line.startswith(f"{other.lower()} ")]

    @invariant()
    def nothing_that_is_blocked_crosses(self):
        for who, _, text, blocked in self.written:
            reader = "hannah" if who == "josie" else "josie"
            if blocked:
                assert text not in self.shown_to(reader)

    @invariant()
    def order_is_kept_and_nothing_comes_twice(self):
        for reader in ("josie", "hannah"):
            numbers = [int(text.split()[1]) for text in self.shown_to(reader)]
            assert numbers == sorted(set(numbers))

    @invariant()
    def nothing_waits_between_the_parted(self):
        (pairing,) = self.do(rows(self.stage, Pairing, id=self.pairing))
        if pairing.state not in RUNNING:
            letters = self.do(rows(self.stage, Letter, pairing_id=self.pairing))
            assert [x for x in letters if x.state == "waiting" and x.act == "send"] == []

    def teardown(self):
        try:
            for _ in range(DAYS_UNTIL_HOURS):
                self.stage.clock.advance(days=1)
                self.everything_leaves()
            self.each_message_has_one_fate()
        finally:
            self.do(self.database.close())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.folder.cleanup()

    def each_message_has_one_fate(self):
        """It arrived and stays, or was deleted or withdrawn, or its writer was told.

        Somebody who is out of reach at the end could be told nothing.
        """
        passed = self.do(rows(self.stage, MappedMessage))
        mapped = {(one.sender_id, one.source_message_id) for one in passed}
        letters = self.do(rows(self.stage, Letter))
        fates = {(x.source_person_id, x.source_message_id): x for x in letters if x.act == "send"}
        for who, source, text, _ in self.written:
            writer = getattr(self, who)
            key = (writer.person_id, source)
            arrived = text in self.shown_to("hannah" if who == "josie" else "josie")
            assert arrived == (key in mapped)
            if key in fates:  # letters are kept for 30 days, and this may be longer ago
                assert arrived or fates[key].recall or fates[key].state == "failed"
            assert arrived or self.was_told(writer) or who in self.gone

    def was_told(self, writer):
        return [text for text in writer.texts if any(word in text for word in TOLD)] != []


TOLD = ("not sent", "not send", "no peer", "Nobody reads", "has ended", "Your people", "not kept")


@pytest.mark.usefixtures("migrated_sqlite")
def test_conversation_in_any_order(migrated_sqlite):
    Conversation.template = migrated_sqlite
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
