"""Mails leave at least once, whatever the server does, and say nothing of anybody."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import col, select

from db.engine import Database
from db.ids import PersonId
from db.mail_addresses import address_row, confirm_address, keep_address
from db.mails import Mail, claim_mails, post_mail
from db.outbox import claim_letters, waiting_letters
from db.people import person
from flows.letters import body, read_body, say, write_body
from pairwell.mail_server import Envelope, MailFailed, MailServer, try_login
from pairwell.mailer import Mailer
from tests.factories import make_member, make_person, make_programme
from tests.fakes.clock import MovableClock
from tests.fakes.mail_server import FakeMailServer, fake_mail_server
from tests.stage import wording

ADDRESS = "sam@example.org"


class Post:
    """The mailer with its server, and a reader."""

    def __init__(self, database: Database, fake: FakeMailServer) -> None:
        self.database, self.fake = database, fake
        self.clock = MovableClock()
        self.server = MailServer("127.0.0.1", fake.port, "Alerts <a@example.org>", tls="none")
        self.sam = PersonId("")

    def mailer(self, server: MailServer | None = None) -> Mailer:
        return Mailer(self.database, server or self.server, now=self.clock.now, catalogue=wording())

    async def add(self, key: str = "call-1", *, unconfirmed: bool = False) -> None:
        mail = Mail(
            key=key,
            person_id=self.sam,
            to_unconfirmed=unconfirmed,
            state="waiting",
            created_at=self.clock.now(),
        )
        words = body(say("mail.alert_subject"), say("mail.alert", programme="Perinatal"))
        async with self.database.transaction() as session:
            await post_mail(session, mail, write_body(words))

    async def states(self) -> list[tuple[str, int, str | None]]:
        return [(one.state, one.attempt, one.reason) for one in await self.rows()]

    async def rows(self) -> list[Mail]:
        async with self.database.reading() as session:
            return list(await session.exec(select(Mail).order_by(col(Mail.id))))


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    async with fake_mail_server() as fake:
        made = Post(database, fake)
        async with database.transaction() as session:
            made.sam = (await make_person(session, name="Sam")).id
            kept = await keep_address(
                session,
                made.sam,
                ADDRESS,
                code="123456",
                code_until=made.clock.now(),
                now=made.clock.now(),
            )
            confirm_address(session, kept, made.clock.now())
        yield made


def is_marked(mail: EmailMessage) -> bool:
    """Whether the mail says that it may be a repeat."""
    return "(This may be a repeat.)" in mail.get_content()


async def test_mail_arrives_and_names_the_programme_alone(post: Post) -> None:
    await post.add()
    assert await post.mailer().turn() == 1
    [mail] = post.fake.mails
    assert post.fake.recipients == [ADDRESS]
    assert (mail["Subject"], mail["From"]) == ("An alert waits", "Alerts <a@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines()[0] == (
        "An alert waits in Perinatal. Please open the bot in Telegram."
    )
    assert await post.states() == [("sent", 1, None)]
    assert [one.content_sealed for one in await post.rows()] == [None]
    assert await post.mailer().turn() == 0


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"MAIL": "451 not now"}, "SMTPSenderRefused"),
        ({"RCPT": "450 mailbox busy"}, "recipient"),
        ({"DATA": "554 no"}, "SMTPDataError"),
        ({"MAIL": "hang up"}, "SMTPServerDisconnected"),
        ({"BODY": "hang up"}, "SMTPServerDisconnected"),
    ],
)
async def test_mail_that_did_not_leave_is_tried_again(
    post: Post, answers: dict[str, str], reason: str
) -> None:
    await post.add()
    post.fake.answers = answers
    await post.mailer().turn()
    assert await post.states() == [("waiting", 1, reason)]
    assert await post.mailer().turn() == 0
    post.clock.advance(timedelta(minutes=1))
    await post.mailer().turn()
    assert await post.states() == [("waiting", 2, reason)]
    post.fake.answers = {}
    post.clock.advance(timedelta(minutes=2))
    await post.mailer().turn()
    assert await post.states() == [("sent", 3, None)]


async def test_server_out_of_reach_costs_no_mail_for_a_day(post: Post) -> None:
    await post.add()
    nowhere = MailServer("127.0.0.1", 1, "a@example.org", tls="none")
    turns = 0
    while (await post.states())[0][0] == "waiting":
        await post.mailer(nowhere).turn()
        post.clock.advance(timedelta(minutes=15))
        turns += 1
    assert turns == 24 * 4 + 2
    assert (await post.states())[0][2] == "too_old"


async def test_mail_of_an_ended_process_is_sent_again(post: Post) -> None:
    await post.add()
    async with post.database.transaction() as session:
        await claim_mails(session, post.clock.now(), 10)  # the process ended after this
    assert await post.mailer().turn() == 1
    assert [is_marked(mail) for mail in post.fake.mails] == [True]


async def test_mail_that_was_read_but_not_answered_is_repeated_with_a_mark(post: Post) -> None:
    await post.add()
    post.fake.answers = {"KEPT": "hang up"}
    await post.mailer().turn()
    post.fake.answers = {}
    post.clock.advance(timedelta(minutes=1))
    await post.mailer().turn()
    assert [is_marked(mail) for mail in post.fake.mails] == [False, True]
    assert len({mail["Message-ID"] for mail in post.fake.mails}) == 1


async def test_mail_that_cannot_be_read_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.add("broken")
    await post.add("whole")
    envelope = Mailer._envelope_or_none

    async def fail_once(mailer: Mailer, mail: Mail) -> Envelope | None:
        if mail.key == "broken":
            raise RuntimeError
        return await envelope(mailer, mail)

    monkeypatch.setattr(Mailer, "_envelope_or_none", fail_once)
    await post.mailer().turn()
    assert await post.states() == [("waiting", 1, "unreadable"), ("sent", 1, None)]
    monkeypatch.undo()
    post.clock.advance(timedelta(minutes=1))
    await post.mailer().turn()
    assert [one[0] for one in await post.states()] == ["sent", "sent"]


async def test_mail_is_not_stuck_when_its_end_cannot_be_written(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.add()

    async def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("pairwell.mailer.end_mail", full)
    mailer = post.mailer()
    assert await mailer._try(mailer.turn) == 0
    monkeypatch.undo()
    assert await mailer.turn() == 1
    assert [is_marked(mail) for mail in post.fake.mails] == [False, True]
    assert await post.states() == [("sent", 2, None)]


async def test_address_that_a_server_does_not_know_is_used_no_more(post: Post) -> None:
    async with post.database.transaction() as session:
        sam = await person(session, post.sam)
        await make_member(session, sam, await make_programme(session), "coordinator", "active")
    for key in ("one", "two"):
        await post.add(key)
    post.fake.answers = {"RCPT": "550 no such user"}
    await post.mailer().turn()
    assert await post.states() == [("failed", 1, "refused"), ("failed", 1, "no_address")]
    async with post.database.transaction() as session:
        kept = await address_row(session, post.sam)
        queued = await waiting_letters(session)
        [(_, told)] = await claim_letters(session, [one.id for one in queued], post.clock.now())
    assert kept is not None
    assert kept.refused_at == post.clock.now()
    assert [part.key for part in read_body(told).parts] == ["mail.refused"]  # type: ignore[union-attr]  # texts of ours


async def test_unconfirmed_address_gets_its_code_alone(post: Post) -> None:
    async with post.database.transaction() as session:
        kept = await address_row(session, post.sam)
        assert kept is not None
        kept.confirmed_at = None
    await post.add("call")
    await post.add("code", unconfirmed=True)
    await post.mailer().turn()
    assert await post.states() == [("failed", 1, "no_address"), ("sent", 1, None)]


async def test_log_holds_no_address(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await post.add()
    post.fake.answers = {"RCPT": f"550 {ADDRESS} is not here"}
    await post.mailer().turn()
    assert caplog.records
    assert ADDRESS not in "".join(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)


async def test_login_is_tried_without_sending(post: Post) -> None:
    server = MailServer(
        "127.0.0.1", post.fake.port, "a@example.org", user="sam", password="pw", tls="none"
    )
    await try_login(server)
    assert (post.fake.logins, post.fake.mails) == (["PLAIN"], [])
    post.fake.answers = {"AUTH": "535 wrong"}
    with pytest.raises(MailFailed) as refused:
        await try_login(server)
    assert (refused.value.kind, refused.value.code) == ("SMTPAuthenticationError", 535)
