"""How fast letters leave counts from the moment of their requests, whatever came before it."""

from bot.limits import Limits
from db.outbox import Lane
from flows.letters import Words, body
from playground.people import MADE_UP_PEOPLE
from tests.bot.stage import Stage

SLOW = Limits(overall_per_second=1, overall_burst=2)


async def test_wait_for_the_disk_lets_no_more_letters_leave_together(stage: Stage, monkeypatch):
    seconds = 100.0
    monkeypatch.setattr("bot.delivery._clock", lambda: seconds)
    people = await stage.meet(*(one.id for one in MADE_UP_PEOPLE[:4]))
    async with stage.story() as story:
        for person_id in people:
            await story.post(person_id, body(Words("news")), lane=Lane.BULK)
    postman = stage.postman(limits=SLOW)
    commit = postman._commit

    async def commit_slowly(*args):
        nonlocal seconds
        mails = await commit(*args)
        seconds += 10
        return mails

    monkeypatch.setattr(postman, "_commit", commit_slowly)
    await postman.turn()
    assert len(postman._out) == 2
    assert postman._pace.room(Lane.BULK, seconds) == 0
