from datetime import timedelta

import pytest

from db.engine import Database
from db.ids import PersonId
from db.mail_addresses import (
    address_of,
    address_row,
    address_to_use,
    confirm_address,
    fits_code,
    forget_address,
    keep_address,
    reached_by_mail,
    refuse_address,
    refused_addresses,
)
from db.mails import (
    Mail,
    called_by_mail,
    claim_mails,
    content_of,
    end_mail,
    forget_ended_mails,
    give_mails_up,
    oldest_call_by_mail,
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
    return Mail(
        key=key,
        person_id=person_id,
        about=about,
        is_call=about is not None,
        state="waiting",
        created_at=START,
    )


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
        assert (claimed.attempt, claimed.may_be_repeat) == (2, False)
    async with database.transaction() as session:  # the process ended here
        assert await release_mails(session) == 1
        [claimed] = await claim_mails(session, START + MINUTE, 10)
        await session.refresh(claimed)
        assert claimed.may_be_repeat
        await end_mail(session, claimed, "sent", None, START + MINUTE)
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


async def test_mail_that_may_have_left_stays_marked(database: Database, sam: PersonId) -> None:
    async with database.transaction() as session:
        await post_mail(session, mail_to(sam), "An alert waits.")
    for may_have_left in (True, False):
        async with database.transaction() as session:
            [claimed] = await claim_mails(session, START, 10)
            await put_back_mail(session, claimed, "hung_up", START, may_have_left=may_have_left)
    async with database.transaction() as session:
        assert (await claim_mails(session, START, 10))[0].may_be_repeat


async def test_calls_that_wait_are_known_by_what_they_are_about(
    database: Database, sam: PersonId
) -> None:
    async with database.transaction() as session:
        await post_mail(session, mail_to(sam, "summary"), "Two people wait.")
        assert await oldest_call_by_mail(session) is None
        await post_mail(session, mail_to(sam, "one", "alert-1"), "An alert waits.")
        assert await oldest_call_by_mail(session) == START
        assert await called_by_mail(session, "alert-1") == {sam}
        assert await called_by_mail(session, "alert-2") == set()
        assert await called_by_mail(session, None) == set()
        assert await give_mails_up(session, "no_server") == 2
        assert await called_by_mail(session, "alert-1") == set()
        assert await oldest_call_by_mail(session) is None


async def test_refused_address_is_used_no_more(database: Database, sam: PersonId) -> None:
    async with database.transaction() as session:
        row = await keep_address(
            session, sam, "sam@example.org", code="123456", code_until=START, now=START
        )
        assert await address_to_use(session, sam) is None
        assert await address_to_use(session, sam, unconfirmed=True) == "sam@example.org"
        confirm_address(session, row, START)
        await session.flush()
        assert await address_to_use(session, sam) == "sam@example.org"
        assert await refused_addresses(session) == 0
        refuse_address(session, row, START)
        await session.flush()
        assert await address_to_use(session, sam, unconfirmed=True) is None
        assert (await refused_addresses(session), await reached_by_mail(session)) == (1, set())
