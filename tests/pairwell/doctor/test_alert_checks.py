"""What the doctor says about whoever answers alerts."""

from datetime import date, timedelta

import pytest

from db.days_off import add_days_off
from db.engine import Database
from db.ids import MembershipId
from db.mail_addresses import keep_address, refuse_address
from db.people import Person
from db.programmes import Programme
from db.rotas import add_rota, add_shift
from flows.response import record_response
from flows.story import Story
from pairwell.doctor.alerts import check_addresses, check_alerts, check_mail
from pairwell.doctor.check import State
from pairwell.settings import Settings
from tests.factories import make_alert, make_member, make_person, make_programme
from tests.fakes.clock import START
from tests.fakes.mail_server import fake_mail_server


class Place:
    """A programme with one coordinator."""

    def __init__(self, database: Database, where: Programme, sam: Person, role: str) -> None:
        self.database, self.where, self.sam, self.role = database, where, sam, MembershipId(role)

    async def found(self) -> list[tuple[str, State]]:
        async with self.database.reading() as session:
            checks = await check_alerts(session, START, None)
        self.words = [check.words for check in checks]
        return [(check.name, check.state) for check in checks]

    async def on_duty(self, *days: int, until_minute: int = 24 * 60) -> None:
        async with self.database.transaction() as session:
            add_rota(session, self.where.id, START)
            await session.flush()
            for day in days:
                hours = {"weekday": day, "from_minute": 0, "until_minute": until_minute}
                add_shift(session, self.where.id, self.role, **hours, is_deputy=False)


@pytest.fixture
async def place(database: Database) -> Place:
    async with database.transaction() as session:
        where = await make_programme(session)
        sam = await make_person(session, name="Sam")
        member = await make_member(session, sam, where, "coordinator", "active")
    return Place(database, where, sam, member.id)


async def test_gaps_and_a_missing_response_are_named(place: Place) -> None:
    await place.on_duty(0, 1, 2, 3, 4, 6, until_minute=18 * 60 + 30)
    assert await place.found() == [("on duty", State.LOOK), ("response", State.LOOK)]
    assert place.words[0] == (
        "Perinatal: nobody on Mon, Tue, Wed, Thu, Fri, Sun 18:30-24:00; Sat 00:00-24:00. "
        "People are told so."
    )


async def test_days_on_which_the_programme_is_closed_are_named(place: Place) -> None:
    await place.on_duty(*range(7))
    async with place.database.transaction() as session:
        eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
        await add_days_off(session, place.where.id, None, eve, christmas)
    assert (await place.found())[0] == ("on duty", State.LOOK)
    assert place.words[0] == (
        "Perinatal: nobody on 2026-12-24 to 2026-12-25 00:00-24:00. People are told so."
    )


async def test_everything_is_recorded(place: Place) -> None:
    await place.on_duty(*range(7))
    async with place.database.transaction() as session:
        where = await session.get(Programme, place.where.id)
        assert where is not None
        story = Story(session, START, "test")
        await record_response(
            story, where, who="The peer team", within_minutes=60, route="They ring", by=None
        )
    assert await place.found() == [("on duty", State.GOOD), ("response", State.GOOD)]
    assert place.words[1] == "Perinatal: The peer team, within 60 minutes: They ring"


async def test_coordinators_who_all_blocked_the_bot_are_loud(place: Place) -> None:
    await place.on_duty(*range(7))
    async with place.database.transaction() as session:
        someone = await session.get(Person, place.sam.id)
        assert someone is not None
        someone.unreachable_since = START
    assert (await place.found())[0] == ("on duty", State.BROKEN)


async def test_alerts_that_are_not_called_out_are_loud(place: Place) -> None:
    async with place.database.transaction() as session:
        josie = await make_person(session, 4_711, "Josie")
        await make_alert(session, josie.id, place.where.id, now=START)
        await make_alert(
            session, josie.id, place.where.id, now=START - timedelta(hours=1), kind="words"
        )
    assert (await place.found())[2] == ("alerts", State.BROKEN)
    assert "1 open alerts are not called out" in place.words[2]


async def test_refused_addresses_are_counted_without_an_address(place: Place) -> None:
    async with place.database.transaction() as session:
        assert await check_addresses(session) == []
        kept = await keep_address(
            session, place.sam.id, "sam@example.org", code="1", code_until=START, now=START
        )
        refuse_address(session, kept, START)
        await session.flush()
        [check] = await check_addresses(session)
    assert (check.name, check.state) == ("addresses", State.LOOK)
    assert "to 1 of the coordinators' addresses" in check.words
    assert "@" not in check.words


async def test_mail_server_is_tried_without_a_mail() -> None:
    async with fake_mail_server() as fake:
        settings = Settings(
            smtp_host="127.0.0.1",
            smtp_port=fake.port,
            smtp_from="a@example.org",
            smtp_user="sam",
            smtp_password="hunter2",  # type: ignore[arg-type]  # read as a secret
            smtp_tls="none",
        )
        assert (await check_mail(settings)).state is State.GOOD
        fake.answers = {"AUTH": "535 hunter2 is wrong"}
        refused = await check_mail(settings)
    assert (refused.state, fake.mails) == (State.BROKEN, [])
    assert refused.words == (
        "The mail server does not take our login: SMTPAuthenticationError 535."
    )


async def test_mail_server_that_is_not_set_or_half_set() -> None:
    assert (await check_mail(Settings())).state is State.LOOK
    half = await check_mail(Settings(smtp_host="mail.example.org"))
    assert half.words == "PAIRWELL_SMTP_FROM is needed beside PAIRWELL_SMTP_HOST."
