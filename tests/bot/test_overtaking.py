"""An alert's letter overtakes ten thousand others, at the speed that Telegram allows."""

import asyncio

from sqlalchemy import insert

from bot.limits import Limits
from db.engine import vault_of
from db.outbox import OUTBOX, POSTED, Lane
from flows.letters import Words, body, write_body
from playground.people import MADE_UP_PEOPLE
from tests.bot.stage import Stage, now, until
from tests.factories import letter_to

LETTERS = 10_000
CALL = "Someone may need help now."


async def fill(stage: Stage, people):
    """Ten thousand letters that wait, as a round to everybody leaves them."""
    content = write_body(body(Words("news")))
    async with stage.database.transaction() as session:
        letters = []
        for n in range(LETTERS):
            to = people[n % len(people)]
            letter = letter_to(to, f"bulk:{n}", lane=Lane.BULK, now=now())
            place = f"outbox.content|{letter.key}"
            letter.content_sealed = await vault_of(session).seal(session, to, content, place)
            letters.append({name: getattr(letter, name) for name in POSTED} | {"bot": "main"})
        await (await session.connection()).execute(insert(OUTBOX), letters)


async def test_alert_overtakes_ten_thousand_letters(stage: Stage):
    people = await stage.meet(*(one.id for one in MADE_UP_PEOPLE))
    await fill(stage, people)
    limits = Limits()
    postman = stage.postman(limits=limits)
    running = stage.nursery.start("postman", postman.run())

    def texts():
        sent = stage.phones.requests.of("sendMessage")
        return [request.params["text"] for request in sent]

    async with asyncio.timeout(60):
        await until(lambda: len(texts()) >= len(people))
        async with stage.story("alert") as story:
            await story.post(people[-1], body(Words(CALL)), lane=Lane.CRISIS)
        before = len(texts())
        await until(lambda: CALL in texts())
    assert texts().index(CALL) - before <= limits.most_in_flight
    assert await postman.close(10)
    await running
