"""The whole service, killed where it matters: every saying arrives once, or its writer knows."""

import asyncio
import os
import signal

from db.killpoints import POINTS
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import now, until
from tests.databases import MASTER_KEY, open_database
from tests.kill.launcher import launcher
from tests.stories.talk import TALKERS, Talk, pair_up

TIMES = (2,)  # the n-th time that the point is reached
BEFORE = 2  # sayings of each before the service is expected to die


async def live(talk, lives, point):
    """One life that ends at the point, however much has to be said until then."""
    life = await lives.begin(point)
    for _ in range(BEFORE):
        talk.say()
        await asyncio.sleep(0.004)
    while not life.ended.done():
        await asyncio.wait([life.ended], timeout=0.25)
        if not life.ended.done():
            talk.say()
    return int(await life.ended)


async def test_whole_service_killed_at_every_point_tells_or_delivers(database_url, capsys):
    phones = Phones(now)
    async with serve(create_app(phones)) as api, open_database(database_url) as database:
        await pair_up(database)
        for person in TALKERS:
            phones.start(person)
        phones.updates.clear()
        talk = Talk(phones, database)
        config = {
            "url": database_url, "key": MASTER_KEY.secret.hex(), "token": TOKEN, "api": api,
            "people": {}, "whole": True,
        }  # fmt: skip
        async with launcher(config) as lives:
            for point in POINTS:
                for times in TIMES:
                    assert await live(talk, lives, f"{point}:{times}") == signal.SIGKILL
            last = await lives.begin("-")
            await until(talk.is_over)
            os.kill(last.pid, signal.SIGTERM)
            await last.ended
        verdicts = [await talk.judge(writer) for writer in TALKERS]
    with capsys.disabled():
        said, marked, told = (sum(getattr(v, n) for v in verdicts) for n in NAMES)
        print(f"\n{said} sayings, {marked} marked repeats, {told} told as not known")  # noqa: T201  for whoever runs this
    assert [(v.silently_lost, v.unmarked, v.is_in_order) for v in verdicts] == [([], [], True)] * 2


NAMES = ("said", "marked", "told")
