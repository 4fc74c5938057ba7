from contextlib import suppress

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from db.engine import Database
from db.outbox import claim_letters, waiting_letters
from db.people import Person, erase_person
from flows.letters import Body, body, read_body, say
from flows.story import Story
from tests.databases import StoryFailed
from tests.factories import HANNAH, JOSIE, make_person
from tests.fakes.clock import START

FIRST, SECOND = body(say("checkin.thanks")), body(say("safety.thanks"))


@pytest.fixture
async def two(database: Database) -> tuple[Person, Person]:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        return josie, await make_person(session, HANNAH, "Hannah")


async def _written(session: AsyncSession) -> list[tuple[str, Body]]:
    ids = [queued.id for queued in await waiting_letters(session)]
    claimed = await claim_letters(session, ids, START)
    return [(letter.person_id, read_body(text)) for letter, text in claimed]


async def test_gathered_letters_are_written_in_order_at_the_end(
    database: Database, two: tuple[Person, Person]
) -> None:
    josie, hannah = two
    async with database.transaction() as session:
        story = Story(session, START, "beat:test")
        async with story.gathering():
            await story.post(josie.id, FIRST)
            await story.post(hannah.id, SECOND)
            await story.post(josie.id, SECOND)
            assert await waiting_letters(session) == []
        await story.post(hannah.id, FIRST)
    assert len(database.signal("outbox").take()) == 4
    async with database.transaction() as session:
        assert await _written(session) == [
            (josie.id, FIRST),
            (hannah.id, SECOND),
            (josie.id, SECOND),
            (hannah.id, FIRST),
        ]


async def test_gathered_letters_of_a_story_told_again_are_written_once(
    database: Database, two: tuple[Person, Person]
) -> None:
    for _ in range(2):
        async with database.transaction() as session:
            story = Story(session, START, "beat:test")
            async with story.gathering():
                for someone in two:
                    await story.post(someone.id, FIRST)
    assert len(database.signal("outbox").take()) == 2


async def test_gathered_letter_to_an_erased_person_is_left_out(
    database: Database, two: tuple[Person, Person]
) -> None:
    josie, hannah = two
    async with database.transaction() as session:
        await erase_person(session, josie, START)
    async with database.transaction() as session:
        story = Story(session, START, "beat:test")
        async with story.gathering():
            await story.post(josie.id, FIRST)
            await story.post(hannah.id, FIRST)
        assert await _written(session) == [(hannah.id, FIRST)]


async def test_nothing_gathered_writes_nothing(database: Database) -> None:
    async with database.transaction() as session:
        async with Story(session, START, "beat:test").gathering():
            pass
        assert await waiting_letters(session) == []


async def test_gathered_letters_of_a_block_that_fails_are_not_written(
    database: Database, two: tuple[Person, Person]
) -> None:
    async with database.transaction() as session:
        story = Story(session, START, "beat:test")
        with suppress(StoryFailed):
            async with story.gathering():
                await story.post(two[0].id, FIRST)
                raise StoryFailed
        await story.post(two[1].id, SECOND)
        assert await _written(session) == [(two[1].id, SECOND)]
