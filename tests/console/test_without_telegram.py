"""A coordinator who has no Telegram account: nothing fails, and alerts reach them by e-mail."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.alerts import Alert, alert_steps
from db.mail_addresses import confirm_address, keep_address
from db.mails import Mail
from db.memberships import members
from db.outbox import Letter
from db.people import person
from flows.actor import actor_of
from flows.alert_follow_ups import call_owners
from flows.alerts import acknowledge
from flows.duty import duty_now
from flows.escalation import escalate_due
from flows.mailing import use_mail
from flows.story import Story
from tests.console.signing_in import add_passkey, invitation_for, press
from tests.factories import make_alert, make_programme
from tests.fakes.authenticator import Authenticator


@pytest.fixture
async def alone(browser, database, house):
    """A programme of its own, coordinated by somebody who came by the console link alone."""
    async with database.transaction() as session:
        house.programme = await make_programme(session, "Students")
    await press(browser, await invitation_for(browser, house), name="Wilma")
    await add_passkey(browser, Authenticator())
    async with database.reading() as session:
        [mine] = await members(session, house.programme.id, "coordinator", ("active",))
        return mine


async def raise_alert(database, house, now):
    async with database.transaction() as session:
        who, where = house.people["Josie"].id, house.programme.id
        alert = await make_alert(session, who, where, "[]", now)
        alert.next_step_at = now
        session.add(alert)
        return alert.id


async def give_address(database, who, now):
    use_mail(database)
    async with database.transaction() as session:
        row = await keep_address(session, who, "w@example.org", code="1", code_until=now, now=now)
        confirm_address(session, row, now)


async def on_duty(database, house, now):
    async with database.reading() as session:
        return (await duty_now(Story(session, now, "test"), house.programme)).on_duty


@pytest.mark.usefixtures("alone")
async def test_nothing_is_called_in_vain_and_no_step_fails(database, house, clock):
    await raise_alert(database, house, clock.now())
    async with database.transaction() as session:
        assert await escalate_due(Story(session, clock.now(), "beat:1")) == 1
        assert await on_duty(database, house, clock.now()) == ()


async def test_an_alert_is_mailed_at_the_first_step(alone, database, house, clock):
    await give_address(database, alone.person_id, clock.now())
    alert_id = await raise_alert(database, house, clock.now())
    async with database.transaction() as session:
        await escalate_due(Story(session, clock.now(), "beat:1"))
        mails = list(await session.exec(select(Mail)))
        alert = await session.get(Alert, alert_id)
        steps = [row.step for row in await alert_steps(session, alert)]
    assert [(mail.person_id, mail.is_call) for mail in mails] == [(alone.person_id, True)]
    assert "mailed" in steps


async def test_who_takes_an_alert_in_the_console_keeps_it(alone, database, house, clock):
    alert_id = await raise_alert(database, house, clock.now())
    clock.advance(timedelta(minutes=1))
    async with database.transaction() as session:
        who = await person(session, alone.person_id)
        story = Story(session, clock.now(), "console:1", here=who.id)
        await acknowledge(story, await actor_of(session, who), alert_id, None)
    async with database.transaction() as session:
        await call_owners(Story(session, clock.now(), "beat:2"))
        alert = await session.get(Alert, alert_id)
        assert (alert.state, alert.acknowledged_by) == ("acknowledged", alone.person_id)


async def test_what_is_told_here_is_on_the_page_and_not_in_the_outbox(alone, browser, database):
    async with database.reading() as session:
        letters = await session.exec(select(Letter).where(Letter.person_id == alone.person_id))
        assert [letter.act for letter in letters if letter.act in ("send", "edit")] == []
    assert (await browser.get("/console/me")).status_code == 200
