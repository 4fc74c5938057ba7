"""The running service sends mails, where a mail server is set."""

import asyncio
from dataclasses import replace

from sqlmodel import select

from db.mail_addresses import confirm_address, keep_address
from db.mails import Mail, oldest_call_by_mail, post_mail
from flows.letters import body, say, write_body
from flows.mailing import has_mail
from flows.story import Story
from pairwell.clock import MovableClock
from pairwell.mail_server import MailServer
from pairwell.serve import Service, Wiring
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.databases import MASTER_KEY, open_database
from tests.factories import make_person
from tests.fakes.mail_server import fake_mail_server

SOON_SECONDS = 20


async def test_service_hands_mails_over_and_says_whether_it_can(sqlite_url: str) -> None:
    clock = MovableClock()
    async with (
        serve(create_app(Phones(clock.now))) as url,
        fake_mail_server() as fake,
        asyncio.timeout(SOON_SECONDS),
    ):
        wiring = Wiring(TOKEN, url, sqlite_url, MASTER_KEY, clock.now, strict_texts=True)
        async with Service(wiring) as service, service.database.transaction() as session:
            assert not has_mail(Story(session, clock.now(), "test"))
        server = MailServer("127.0.0.1", fake.port, "a@example.org", tls="none")
        async with Service(replace(wiring, mail=server)) as service:
            async with service.database.transaction() as session:
                assert has_mail(Story(session, clock.now(), "test"))
                sam, now = (await make_person(session, name="Sam")).id, clock.now()
                kept = await keep_address(
                    session, sam, "made.up@example.org", code="123456", code_until=now, now=now
                )
                confirm_address(session, kept, now)
                words = body(say("mail.alert_subject"), say("mail.alert", programme="Perinatal"))
                mail = Mail(key="one", person_id=sam, state="waiting", created_at=now)
                await post_mail(session, mail, write_body(words))
            await fake.arrived.wait()
    assert [mail["Subject"] for mail in fake.mails] == ["An alert waits"]


async def test_mails_that_wait_have_failed_where_no_server_is_set_any_more(sqlite_url: str) -> None:
    clock = MovableClock()
    async with serve(create_app(Phones(clock.now))) as url, open_database(sqlite_url) as database:
        async with database.transaction() as session:
            sam = (await make_person(session, name="Sam")).id
            mail = Mail(
                key="one", person_id=sam, is_call=True, state="sending", created_at=clock.now()
            )
            await post_mail(session, mail, write_body(body(say("mail.late"))))
        wiring = Wiring(TOKEN, url, sqlite_url, MASTER_KEY, clock.now, strict_texts=True)
        async with Service(wiring), database.reading() as session:
            assert await oldest_call_by_mail(session) is None
            found = (await session.exec(select(Mail))).one()
    assert (found.state, found.reason, found.content_sealed) == ("failed", "no_server", None)
