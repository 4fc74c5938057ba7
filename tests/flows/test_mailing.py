"""Mails: when they are written, to whom, and that they name nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from db.alerts import Alert, AlertStep
from db.mail_addresses import MailAddress
from db.mails import Mail, content_of
from db.outbox import Lane, Letter, post_letter
from db.people import Person
from db.programmes import Programme
from flows.letters import body, read_body, say, write_body
from flows.mailing import mail_late_calls, mail_refused, use_mail
from flows.story import Story
from tests.factories import letter_to
from tests.flows.people import change, join, row, rows

QUARTER = timedelta(minutes=15)


@pytest.fixture
async def lee(stage, sam):
    del sam
    use_mail(stage.database)
    stage.clock.advance(minutes=1)
    return await join(stage, 3_004, "coordinator", "Lee")


async def mails(stage):
    """Who gets each mail that still has its words, and the keys of what it says."""
    found = []
    async with stage.database.transaction() as session:
        for mail in await rows(stage, Mail):
            if mail.content_sealed is not None:
                content = read_body(await content_of(session, mail))
                found.append((mail.person_id, [part.key for part in content.parts]))
    return found


async def code_of(stage, someone):
    async with stage.database.transaction() as session:
        mail = (await rows(stage, Mail, person_id=someone.person_id, to_unconfirmed=True))[-1]
        content = read_body(await content_of(session, mail))
    return content.parts[1].params["code"]


async def gives_address(stage, someone, address="made.up@example.org"):
    where = await row(stage, Programme)
    await someone.press(f"ae:{where.id}:new")
    await someone.type(address)
    await someone.type(await code_of(stage, someone))
    assert "Thank you. If nobody takes an alert" in someone.text


async def test_address_counts_once_its_code_was_typed(stage, sam, lee):
    del lee
    where = await row(stage, Programme)
    await sam.press(f"as:{where.id}:")
    assert "You gave no e-mail address." in sam.text
    await sam.tap("E-mail")
    await sam.type("not an address")
    assert sam.text == "We could not read that as an e-mail address."
    await sam.tap("Give another address")
    await sam.type("made.up@example.org")
    assert (await row(stage, MailAddress)).confirmed_at is None
    await sam.type("000000")
    code = await code_of(stage, sam)
    assert "This code does not fit. Nothing has changed." in sam.texts or code == "000000"
    await sam.tap("Type the code again")
    await sam.type(code)
    assert (await row(stage, MailAddress)).confirmed_at == stage.clock.now()
    await sam.press(f"ae:{where.id}:")
    assert "made.up@example.org" in sam.text
    await sam.tap("Delete the address")
    assert await rows(stage, MailAddress) == []


async def test_code_is_over_after_an_hour_and_after_five_tries(stage, sam, lee):
    del lee
    where = await row(stage, Programme)
    await sam.press(f"ae:{where.id}:new")
    await sam.type("made.up@example.org")
    right = await code_of(stage, sam)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(5):
        await sam.type(wrong)
        await sam.press(f"ae:{where.id}:")
    await sam.type(right)
    assert "This code is too old, or it was tried too often." in sam.text
    await sam.press(f"ae:{where.id}:new")
    await sam.type("made.up@example.org")
    assert sam.text.startswith("We sent a code a moment ago.")
    stage.clock.advance(minutes=2)
    await sam.press(f"ae:{where.id}:new")
    await sam.type("made.up@example.org")
    later = await code_of(stage, sam)
    stage.clock.advance(hours=2)
    await sam.press(f"ae:{where.id}:")
    await sam.type(later)
    assert (await row(stage, MailAddress)).confirmed_at is None


async def test_mail_is_written_once_the_first_one_did_not_answer(stage, sam, lee, hannah, paired):
    del paired
    await gives_address(stage, sam)
    await gives_address(stage, lee, "also.made.up@example.org")
    before = len(await rows(stage, Mail))
    await hannah.type("/worried")
    await stage.advance(QUARTER)
    assert len(await rows(stage, Mail)) == before
    await stage.advance(QUARTER)
    written = (await mails(stage))[before:]
    keys = ["mail.alert_subject", "mail.alert"]
    assert sorted(written) == sorted([(sam.person_id, keys), (lee.person_id, keys)])
    alert = await row(stage, Alert)
    assert {mail.about for mail in await rows(stage, Mail)} == {None, alert.id}
    await lee.press(f"aa:{alert.id}:")
    states = {mail.state for mail in await rows(stage, Mail, about=alert.id)}
    assert states == {"withdrawn"}
    steps = [step.step for step in await rows(stage, AlertStep)]
    assert steps.count("mailed") == 2


async def test_all_coordinators_who_blocked_the_bot_are_mailed_at_once(
    stage, sam, lee, josie, paired
):
    del paired
    await gives_address(stage, sam)
    for someone in (sam, lee):
        await change(stage, Person, someone.person_id, unreachable_since=stage.clock.now())
    before = len(await rows(stage, Mail))
    await josie.type("I want to end my life")
    assert "No coordinator of Perinatal is on duty right now." in "".join(josie.texts)
    assert [who for who, _ in (await mails(stage))[before:]] == [sam.person_id]
    alert = await row(stage, Alert)
    assert (alert.state, alert.next_step_at is not None) == ("open", True)


async def test_urgent_letter_that_does_not_leave_is_told_by_mail(stage, sam, lee):
    """Telegram is down: a crisis letter waits, and its reader hears of it once an hour."""
    del lee
    await gives_address(stage, sam)
    before = len(await rows(stage, Mail))
    async with stage.database.transaction() as session:
        for n in range(3):
            letter = letter_to(sam.person_id, f"late-{n}", lane=Lane.CRISIS, now=stage.clock.now())
            await post_letter(session, letter, write_body(body(say("alert.closed"))))
    for minutes in (9, 1, 1):
        stage.clock.advance(minutes=minutes)
        async with stage.database.transaction() as session:
            await mail_late_calls(Story(session, stage.clock.now(), f"beat:{minutes}"))
    written = (await mails(stage))[before:]
    assert written == [(sam.person_id, ["mail.late_subject", "mail.late"])]


async def mails_leave(stage):
    for mail in await rows(stage, Mail, state="waiting"):
        await change(stage, Mail, mail.id, state="sent", content_sealed=None)


@pytest.mark.parametrize("has_server", [True, False])
async def test_alert_of_a_day_without_telegram_is_called_once_when_it_returns(
    stage, sam, lee, josie, paired, monkeypatch, has_server
):
    del paired
    await gives_address(stage, sam)
    before = len(await rows(stage, Mail))

    async def nothing_leaves():
        return None

    with monkeypatch.context() as down:
        down.setattr(stage, "deliver", nothing_leaves)
        await josie.type("I want to end my life")
        for _ in range(24 * 4):
            await stage.advance(QUARTER)
            if has_server:
                await mails_leave(stage)
    alert = await row(stage, Alert)
    assert (alert.state, alert.acknowledged_by) == ("open", None)
    written = len(await rows(stage, Mail)) - before  # by the ladder, and for the letter
    assert written > 20 if has_server else written == 2
    await stage.deliver()
    call = "Someone in Perinatal may need help now. Please open this."
    assert (sam.texts.count(call), lee.texts.count(call)) == (1, 1)
    assert "116 123" in "".join(josie.texts)


async def test_refused_address_is_told_and_the_ladder_goes_on_without_it(
    stage, sam, lee, hannah, paired
):
    del paired
    await gives_address(stage, sam)
    await gives_address(stage, lee, "also.made.up@example.org")
    await hannah.type("/worried")
    for _ in range(2):
        await stage.advance(QUARTER)
    alert = await row(stage, Alert)
    for mail in await rows(stage, Mail, about=alert.id, person_id=sam.person_id):
        await is_refused(stage, mail)
    assert sam.text.startswith("An e-mail to you was sent back, so")
    assert sam.labels == ["Change the address", "Try this address again", "Delete the address"]
    await mails_leave(stage)
    before = len(await rows(stage, Mail))
    for _ in range(4):
        await stage.advance(QUARTER)
    called = {mail.person_id for mail in (await rows(stage, Mail))[before:]}
    assert called == {lee.person_id}
    steps = [step.step for step in await rows(stage, AlertStep)]
    assert steps[-1] in ("everyone", "mailed")
    await lee.press(f"ao:{alert.id}:")
    assert "the e-mail to Sam was sent back" in lee.text


async def is_refused(stage, mail):
    async with stage.database.transaction() as session:
        await mail_refused(Story(session, stage.clock.now(), f"mail:{mail.id}"), mail)
    await stage.deliver()


async def test_refused_address_is_tried_again_by_a_code(stage, sam, lee):
    del lee
    await gives_address(stage, sam)
    where = await row(stage, Programme)
    [mail] = await rows(stage, Mail)
    await is_refused(stage, mail)
    said = len(sam.texts)
    await is_refused(stage, mail)
    assert len(sam.texts) == said
    await sam.press(f"as:{where.id}:")
    assert "Our last e-mail to you was sent back." in sam.text
    await sam.press(f"ae:{where.id}:again")
    assert sam.notice.startswith("We sent a code a moment ago.")
    await sam.press(f"ae:{where.id}:")
    assert sam.text.startswith("An e-mail to you was sent back, so")
    stage.clock.advance(minutes=2)
    await sam.tap("Try this address again")
    kept = await row(stage, MailAddress)
    assert (kept.refused_at, kept.confirmed_at) == (None, None)
    await sam.type(await code_of(stage, sam))
    assert (await row(stage, MailAddress)).confirmed_at == stage.clock.now()
    await sam.press(f"ae:{where.id}:")
    assert sam.text == "Your e-mail address is made.up@example.org"


async def test_without_a_mail_server_nothing_is_written(stage, sam, hannah, paired):
    del paired
    where = await row(stage, Programme)
    await sam.press(f"ae:{where.id}:")
    assert sam.notice == "E-mail is not set up on this server. Whoever runs it can do that."
    await hannah.type("/worried")
    for _ in range(6):
        await stage.advance(QUARTER)
    assert await rows(stage, Mail) == []


async def test_address_goes_with_the_role(stage, sam, lee):
    del sam
    await gives_address(stage, lee)
    await lee.type("/stop")
    await lee.tap("Yes, leave")
    assert await rows(stage, MailAddress) == []


async def test_crisis_letter_to_somebody_without_an_address_is_no_mail(stage, sam, lee):
    del lee
    async with stage.database.transaction() as session:
        letter = letter_to(sam.person_id, "late", lane=Lane.CRISIS, now=stage.clock.now())
        await post_letter(session, letter, write_body(body(say("alert.closed"))))
    stage.clock.set(datetime(2026, 11, 27, 12, 0, tzinfo=UTC))
    async with stage.database.transaction() as session:
        assert await mail_late_calls(Story(session, stage.clock.now(), "beat")) == 0
    assert await rows(stage, Letter, key="late") != []
