"""The service is killed while it sends mails: each arrives, and a second copy says what it is."""

import asyncio
import os
import signal
from collections import Counter
from itertools import count

from sqlmodel import select

from db.killpoints import MAIL_POINTS
from db.mail_addresses import confirm_address, keep_address
from db.mails import Mail, post_mail
from flows.letters import body, say, write_body
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import now, until
from tests.databases import MASTER_KEY, open_database
from tests.factories import make_person
from tests.fakes.mail_server import fake_mail_server
from tests.kill.launcher import launcher

TIMES = (1, 2)  # the n-th time that the point is reached
EACH_LIFE = 3
MARK = "(This may be a repeat.)"


class Outbox:
    """Mails to a coordinator, numbered as they are written."""

    def __init__(self, database, to):
        self.database, self.to = database, to
        self.numbers = count(1)
        self.written = []

    async def write(self):
        async with self.database.transaction() as session:
            for number in (next(self.numbers) for _ in range(EACH_LIFE)):
                name = f"Programme {number}"
                words = body(say("mail.alert_subject"), say("mail.alert", programme=name))
                mail = Mail(
                    key=f"call:{number}", person_id=self.to, is_call=True, state="waiting",
                    created_at=now(),
                )  # fmt: skip
                await post_mail(session, mail, write_body(words))
                self.written.append(name)

    async def is_empty(self):
        async with self.database.reading() as session:
            states = set(await session.exec(select(Mail.state)))
        return states == {"sent"}


async def coordinator(database):
    async with database.transaction() as session:
        sam = await make_person(session, name="Sam")
        address = await keep_address(
            session, sam.id, "sam@example.org", code="123456", code_until=now(), now=now()
        )
        confirm_address(session, address, now())
    return sam.id


async def test_killing_while_mails_leave_loses_none_and_repeats_none_unmarked(database_url, capsys):
    async with (
        serve(create_app(Phones(now))) as api,
        open_database(database_url) as database,
        fake_mail_server() as fake,
    ):
        outbox = Outbox(database, await coordinator(database))
        config = {
            "url": database_url, "key": MASTER_KEY.secret.hex(), "token": TOKEN, "api": api,
            "people": {}, "whole": True, "mail_port": fake.port,
        }  # fmt: skip
        async with launcher(config) as lives, asyncio.timeout(120):
            for point in MAIL_POINTS:
                for times in TIMES:
                    await outbox.write()
                    life = await lives.begin(f"{point}:{times}")
                    assert int(await life.ended) == signal.SIGKILL
            last = await lives.begin("-")
            await until(outbox.is_empty)
            os.kill(last.pid, signal.SIGTERM)
            await last.ended
        arrived = [(mail["Message-ID"], mail.get_content()) for mail in fake.mails]
    unmarked = Counter(name for name, text in arrived if MARK not in text)
    marked = Counter(name for name, text in arrived if MARK in text)
    lost = [one for one in outbox.written if not any(f"in {one}." in text for _, text in arrived)]
    with capsys.disabled():
        told = f"{len(arrived)} mails arrived, {marked.total()} marked, {len(lost)} lost"
        print(f"\n{len(outbox.written)} mails written: {told}")  # noqa: T201  for whoever runs this
    assert lost == []
    assert set(unmarked.values()) == {1}
    assert len(arrived) - len({name for name, _ in arrived}) <= marked.total()
    assert marked.total() <= len(MAIL_POINTS) * len(TIMES)
