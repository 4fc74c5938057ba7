"""Letters held in the hand: a test decides when they are claimed and what becomes of them."""

from bot.results import Result, record_results
from db.outbox import claim_letters, waiting_letters
from flows import deliveries


class Hand:
    """Stands in for the postman of a stage, one step at a time."""

    def __init__(self, stage):
        self._stage = stage
        self._deliver = stage.deliver
        stage.deliver = self._wait

    async def claim(self):
        """Everything that waits is being sent now; returns the letters."""
        async with self._stage.database.transaction() as session:
            ids = [queued.id for queued in await waiting_letters(session)]
            claimed = await claim_letters(session, ids, self._stage.clock.now())
        return [letter for letter, _ in claimed]

    async def record(self, *fates):
        """Write down what became of letters, as (letter, outcome)."""
        results = [Result(letter, outcome) for letter, outcome in fates]
        async with self._stage.database.transaction() as session:
            await record_results(session, results, deliveries, self._stage.clock.now())

    async def deliver(self):
        """Everything that waits is shown now; what is written later waits again."""
        await self._deliver()

    async def let_go(self):
        """From here on letters are shown as soon as they are written."""
        self._stage.deliver = self._deliver
        await self._stage.deliver()

    async def _wait(self):
        return None
