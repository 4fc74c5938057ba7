import asyncio

from bot.clock import Act, Beat, Clock, LookingBeat
from db.engine import Database
from db.heartbeats import heartbeats
from flows.story import Story
from tests.fakes.clock import MovableClock

ROUNDS = 4


async def test_who_waits_to_write_does_so_between_two_rounds_of_a_beat(
    database: Database, clock: MovableClock
) -> None:
    order: list[str] = []

    async def answer() -> None:
        async with database.transaction():
            order.append("answer")

    async with asyncio.TaskGroup() as tasks:

        async def act(story: Story) -> int:
            del story
            order.append("beat")
            if len(order) == 1:
                tasks.create_task(answer())
                for _ in range(10):  # until it waits for the connection, or has had one
                    await asyncio.sleep(0)
            return ROUNDS - order.count("beat")

        await Clock(database, now=clock.now, beats=(Beat("many", 5, act),)).strike()
    assert order == ["beat", "answer", *["beat"] * (ROUNDS - 1)]


async def test_beat_is_done_again_until_it_finds_nothing(
    database: Database, clock: MovableClock
) -> None:
    left = [3, 3, 1]

    async def act(story: Story) -> int:
        del story
        return left.pop() if left else 0

    beats = (Beat("some", 5, act), Beat("rare", 5, act, once=True))
    assert await Clock(database, now=clock.now, beats=beats).strike() == 7


async def test_who_waits_to_write_does_not_wait_for_a_look(
    database: Database, clock: MovableClock
) -> None:
    order: list[str] = []

    async def look(story: Story) -> Act:
        assert await heartbeats(story.session) != {}
        async with database.transaction():
            order.append("answer")

        async def act(writing: Story) -> int:
            assert writing.cause == story.cause
            order.append("act")
            return 1

        return act

    beats = (LookingBeat("long", 300, look),)
    assert await Clock(database, now=clock.now, beats=beats).strike() == 1
    assert order == ["answer", "act"]
    async with database.reading() as session:
        assert (await heartbeats(session))["long"] == clock.now()
