from datetime import timedelta

import pytest

from db.engine import Database
from db.ids import PersonId
from db.mail_addresses import (
    address_of,
    address_row,
    confirm_address,
    fits_code,
    forget_address,
    keep_address,
    reached_by_mail,
)
from db.mails import (
    Mail,
    claim_mails,
    content_of,
    end_mail,
    forget_ended_mails,
    oldest_waiting_mail,
    post_mail,
    put_back_mail,
    release_mails,
    withdraw_mails,
)
from tests.factories import make_person
from tests.fakes.clock import START

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def sam(database: Database) -> PersonId:
    async with database.transaction() as session:
        return (await make_person(session, name="Sam")).id


def mail_to(person_id: PersonId, key: str = "mail-1", about: str | None = None) -> Mail:
    return Mail(key=key, person_id=person_id, about=about, state="waiting", created_at=START)


async def test_mail_is_kept_once_per_key(database: Database, sam: PersonId) -> None:
    async with database.transaction() as session:
        assert await post_mail(session, mail_to(sam), "An alert waits.")
        assert not await post_mail(session, mail_to(sam), "Another.")
    async with database.transaction() as session:
        [claimed] = await claim_mails(session, START, 10)
        assert (claimed.state, claimed.attempt) == ("sending", 1)
        assert await content_of(session, claimed) == "An alert waits."
        assert await claim_mails(session, START, 10) == []


async def test_mail_goes_back_and_is_found_after_a_crash(database: Database, sam: PersonId) -> None:
    async with database.transaction() as session:
        await post_mail(session, mail_to(sam), "An alert waits.")
        [claimed] = await claim_mails(session, START, 10)
        await put_back_mail(session, claimed, "refused_now", START + MINUTE)
    async with database.transaction() as session:
        assert await claim_mails(session, START, 10) == []
        [claimed] = await claim_mails(session, START + MINUTE, 10)
        assert claimed.attempt == 2
    async with database.transaction() as session:  # the process ended here
        assert await release_mails(session) == 1
        [claimed] = await claim_mails(session, START + MINUTE, 10)
        await end_mail(session, claimed, "sent", None, START + MINUTE)
        assert await oldest_waiting_mail(session) is None
    async with database.transaction() as session:
        assert await release_mails(session) == 0
        assert await forget_ended_mails(session, START) == 0
        assert await forget_ended_mails(session, START + MINUTE) == 1


async def test_mail_about_a_taken_alert_is_taken_back(database: Database, sam: PersonId) -> None:
    async with database.transaction() as session:
        await post_mail(session, mail_to(sam, "one", "alert-1"), "An alert waits.")
        await post_mail(session, mail_to(sam, "two", "alert-2"), "An alert waits.")
        await withdraw_mails(session, "alert-1")
        assert [mail.key for mail in await claim_mails(session, START, 10)] == ["two"]


async def test_address_is_used_once_it_is_confirmed(database: Database, sam: PersonId) -> None:
    until = START + MINUTE
    async with database.transaction() as session:
        await keep_address(
            session, sam, "sam@example.org", code="111111", code_until=until, now=START
        )
        row = await keep_address(
            session, sam, "sam@example.com", code="123456", code_until=until, now=START
        )
        assert await reached_by_mail(session) == set()
        assert [fits_code(session, row, code) for code in ("111111", "123456", "")] == [
            False,
            True,
            False,
        ]
        confirm_address(session, row, START)
        await session.flush()
        assert await reached_by_mail(session) == {sam}
        assert await address_of(session, row) == "sam@example.com"
        await forget_address(session, row)
        assert await address_row(session, sam) is None
