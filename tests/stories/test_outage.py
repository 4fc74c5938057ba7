"""Telegram is out of reach for a day, and a stored word of danger is acted on all the same."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

import bot.pauses
from bot.watching import beat_seconds
from db.alerts import Alert, AlertStep
from db.bots import MAIN
from db.inbox import Arrival, inbox_counts, store_updates
from db.mail_addresses import confirm_address, keep_address
from db.mails import oldest_call_by_mail
from db.programmes import Programme
from flows.story import Story
from flows.watchdog import breaches
from pairwell.mail_server import MailServer
from pairwell.serve import Service, Wiring
from playground.faults import Fault, FaultKind, Faults
from playground.people import HANNAH, JOSIE, SAM
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import until
from tests.databases import MASTER_KEY, open_database
from tests.factories import make_member, make_person
from tests.fakes.clock import MovableClock
from tests.fakes.mail_server import fake_mail_server
from tests.stories.street import FAST
from tests.stories.talk import pair_up

NIGHT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
CALL = "Someone in Perinatal may need help now. Please open this."
DOWN = Fault(FaultKind.GATEWAY, times=None)


class Day:
    """A service whose Telegram can be taken away, and what people got to see."""

    def __init__(self, url, clock, phones, faults, mails):
        self.url, self.clock, self.phones, self.faults, self.mails = (
            url, clock, phones, faults, mails,
        )  # fmt: skip

    @asynccontextmanager
    async def serving(self, api, ready=lambda: None):
        server = MailServer("127.0.0.1", self.mails.port, "a@example.org", tls="none")
        wiring = Wiring(
            TOKEN, api, self.url, MASTER_KEY, self.clock.now,
            limits=FAST, strict_texts=True, mail=server,
        )  # fmt: skip
        async with Service(wiring, ready) as service:
            yield service

    def read_by(self, account):
        messages = self.phones.chat(account.id).messages.values()
        return [one.content["text"] for one in messages if one.by_bot]


async def begin(database, phones, clock):
    """Josie and Hannah as a pair, and Sam with an address."""
    now = clock.now()
    await pair_up(database, now)
    async with database.transaction() as session:
        where = (await session.exec(select(Programme))).one()
        sam = await make_person(session, SAM.id, "Sam", now)
        await make_member(session, sam, where, "coordinator", "active")
        address = await keep_address(
            session, sam.id, "made.up@example.org", code="1", code_until=now, now=now
        )
        confirm_address(session, address, now)
    for account in (JOSIE, HANNAH, SAM):
        phones.start(account.id)
    phones.updates.clear()


async def store(database, clock):
    """What the receiver had stored when everything stopped: Josie's words, not handled yet."""
    chat = {"id": JOSIE.id, "type": "private"}
    sender = {"id": JOSIE.id, "is_bot": False, "first_name": "Josie"}
    message = {
        "message_id": 900, "date": int(clock.now().timestamp()), "chat": chat, "from": sender,
        "text": "I want to end my life",
    }  # fmt: skip
    raw = json.dumps({"update_id": 77, "message": message})
    bot_id = int(TOKEN.partition(":")[0])
    async with database.transaction() as session:
        await store_updates(session, bot_id, [Arrival(77, JOSIE.id, raw)], clock.now())


async def is_handled(database):
    async with database.reading() as session:
        return set(await inbox_counts(session)) == {"done"}


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(bot.pauses, "LONGEST_SECONDS", 0.05)


@pytest.mark.usefixtures("quick")
async def test_day_without_telegram_loses_no_answer_and_calls_by_mail(database_url):
    clock, faults = MovableClock(NIGHT), Faults()
    phones = Phones(clock.now)
    async with (
        serve(create_app(phones, faults=faults)) as api,
        open_database(database_url) as database,
        fake_mail_server() as mails,
        asyncio.timeout(150),
    ):
        day = Day(database_url, clock, phones, faults, mails)
        await begin(database, phones, clock)
        ready = asyncio.Event()
        async with day.serving(api, ready.set):
            await ready.wait()
        await store(database, clock)
        faults.add(DOWN)
        async with day.serving(api) as service:
            await until(lambda: is_handled(database))
            await through_a_day(day, service)
            faults.clear()
            clock.advance(timedelta(minutes=1))  # letters that may have left are sent again by now
            await until(lambda: CALL in "".join(day.read_by(SAM)))
            await until(lambda: "116 123" in "".join(day.read_by(JOSIE)))
        async with database.reading() as session:
            alert = (await session.exec(select(Alert))).one()
            steps = [one.step for one in await session.exec(select(AlertStep))]
    assert (alert.state, alert.urgent, alert.raised_at) == ("open", True, NIGHT)
    assert steps.count("everyone") >= 20
    calls = [text for text in day.read_by(SAM) if CALL in text]
    assert 1 <= len(calls) <= 2  # the first one may have left before: its repeat says so
    assert [text for text in calls[1:] if text in calls[:1]] == []
    subjects = [mail["Subject"] for mail in mails.mails]
    assert subjects.count("An alert waits") >= 20
    assert subjects.count("Something urgent waits") == 1


async def through_a_day(day, service):
    """A day, at first by the quarter; the watchdog sees at once that letters wait."""
    for step in (*[QUARTER] * 4, *[HOUR] * 23):
        day.clock.advance(step)
        await service.clock.strike()
        await until(lambda: mails_have_left(service.database))
        assert "letters" in await broken(day, service)
    assert day.read_by(SAM) == []


async def mails_have_left(database):
    async with database.reading() as session:
        return await oldest_call_by_mail(session) is None


async def broken(day, service):
    async with service.database.reading() as session:
        story = Story(session, day.clock.now(), "test")
        return {breach.rule for breach in await breaches(story, beat_seconds([MAIN]))}
