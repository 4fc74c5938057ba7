"""Changes and takings back while the whole service is killed: what is shown was last meant."""

import asyncio
import os
import signal

from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import now, until
from tests.databases import MASTER_KEY, open_database
from tests.kill.launcher import launcher
from tests.stories.talk import SAYING, TALKERS, Talk, pair_up

POINTS = ("handle.after_commit", "send.after_claim", "send.after_request", "send.before_record")
CHANGED = " says it anew"


class Changing:
    """Each says three things: the second is changed and the third taken back."""

    def __init__(self, talk):
        self.talk, self.changed, self.taken_back = talk, {}, {}

    def say(self):
        for person in TALKERS:
            for _ in range(3):
                self._say(person)
            _, second, third = list(self.talk.said[person])[-3:]
            text = self.talk.said[person][second]
            self.talk.phones.edit(person, second, text + CHANGED)
            self.talk.phones.say(person, "/unsend", reply_to=third)
            self.changed.setdefault(person, []).append(text)
            self.taken_back.setdefault(person, []).append(self.talk.said[person][third])

    def _say(self, person):
        sayings = self.talk.said[person]
        held = self.talk.phones.say(person, f"{person} says {len(sayings) + 1}")
        sayings[held.content["message_id"]] = str(held.content["text"])


async def live(changing, lives, point):
    life = await lives.begin(point)
    changing.say()
    while not life.ended.done():
        await asyncio.wait([life.ended], timeout=0.4)
        if not life.ended.done():
            changing.say()
    return int(await life.ended)


def shown(talk, reader):
    """Saying -> whether it is shown as changed, of all that is in the reader's chat."""
    texts = [str(m.content.get("text", "")) for m in talk.phones.chat(reader).messages.values()
             if m.by_bot]  # fmt: skip
    found = [(SAYING.search(text.removesuffix(CHANGED)), CHANGED in text) for text in texts]
    return {match.group(): is_changed for match, is_changed in found if match}


async def test_changes_and_takings_back_survive_every_kill(sqlite_url, capsys):
    phones = Phones(now)
    async with serve(create_app(phones)) as api, open_database(sqlite_url) as database:
        await pair_up(database)
        for person in TALKERS:
            phones.start(person)
        phones.updates.clear()
        changing = Changing(Talk(phones, database))
        config = {
            "url": sqlite_url, "key": MASTER_KEY.secret.hex(), "token": TOKEN, "api": api,
            "people": {}, "whole": True,
        }  # fmt: skip
        async with launcher(config) as lives:
            for point in POINTS:
                assert await live(changing, lives, f"{point}:2") == signal.SIGKILL
            last = await lives.begin("-")
            await until(changing.talk.is_over)
            os.kill(last.pid, signal.SIGTERM)
            await last.ended
        doubtful = {p: await changing.talk.doubtful(p) for p in TALKERS}
    for writer, reader in zip(TALKERS, reversed(TALKERS), strict=True):
        seen = shown(changing.talk, reader)
        assert [
            t for t in changing.taken_back[writer] if t in seen and t not in doubtful[writer]
        ] == []
        changed = [t for t in changing.changed[writer] if t not in doubtful[writer]]
        assert [t for t in changed if not seen.get(t)] == []
    with capsys.disabled():
        print(f"\n{sum(map(len, changing.changed.values()))} changed, as many taken back")  # noqa: T201  for whoever runs this
