"""Mails: the second way to a coordinator, when nobody takes an alert or the bot reaches nobody.

A mail names the programme and nothing else: no person, no reason, no link.
"""

from collections.abc import Iterable
from datetime import timedelta

from db.alerts import Alert, add_alert_step
from db.engine import Database
from db.ids import PersonId, ProgrammeId
from db.mail_addresses import address_row, reached_by_mail, refuse_address
from db.mails import Mail, called_by_mail, post_mail
from db.memberships import memberships_of
from db.outbox_upkeep import crisis_letters_waiting
from db.programmes import Programme
from flows.actor import COORDINATOR
from flows.letters import Body, Button, Part, Rows, Text, body, one_each, say, write_body
from flows.story import Story

HAS_MAIL = "has_mail"
LATE = timedelta(minutes=10)  # a crisis letter leaves within seconds unless Telegram is down
BATCH = 50


def use_mail(database: Database) -> None:
    """Let stories write mails: a server that sends them is set."""
    database.shared[HAS_MAIL] = True


def has_mail(story: Story) -> bool:
    """Whether mails can be sent here at all."""
    return bool(story.session.info.get(HAS_MAIL))


async def mail_call(
    story: Story, to: Iterable[PersonId], alert: Alert, where: Programme
) -> list[PersonId]:
    """Call these people by mail, as far as they gave an address; returns whom.

    A call that still waits to leave is not written again.
    """
    if not has_mail(story):
        return []
    reached = await reached_by_mail(story.session) - await called_by_mail(story.session, alert.id)
    called = [one for one in dict.fromkeys(to) if one in reached]
    for one in called:
        key = f"call:{alert.id}:{story.now.isoformat()}:{one}"
        words = say("mail.alert", programme=where.name)
        mail = _mail(story, one, key, about=alert.id, is_call=True)
        await _post(story, mail, say("mail.alert_subject"), words)
    return called


async def mail_summary(
    story: Story, to: PersonId, key: str, programme: str, parts: tuple[Part, ...]
) -> None:
    """Send the summary of the day, in numbers alone, to a confirmed address."""
    if has_mail(story) and to in await reached_by_mail(story.session):
        subject = say("mail.summary_subject", programme=programme)
        await _post(story, _mail(story, to, key), subject, *parts)


async def mail_code(story: Story, to: PersonId, code: str) -> None:
    """Send the code that shows whose address it is; the one mail to an unconfirmed one."""
    key = f"code:{to}:{story.now.isoformat()}"
    mail = _mail(story, to, key, to_unconfirmed=True)
    await _post(story, mail, say("mail.code_subject"), say("mail.code", code=code))


async def mail_late_calls(story: Story) -> int:
    """Call by mail whoever has an urgent letter that does not leave; returns how many."""
    if not has_mail(story):
        return 0
    reached = await reached_by_mail(story.session) - await called_by_mail(story.session, None)
    before = story.now - LATE
    waiting = await crisis_letters_waiting(story.session, before, reached, BATCH)
    done = 0
    for letter in waiting:
        key = f"late:{letter.person_id}:{letter.created_at:%Y-%m-%dT%H}"
        mail = _mail(story, letter.person_id, key, is_call=True)
        done += await _post(story, mail, say("mail.late_subject"), say("mail.late"))
    return done


async def mail_refused(story: Story, mail: Mail) -> None:
    """A server knows no such reader: the address rests, and its owner is told in the bot."""
    alert = await story.session.get(Alert, mail.about) if mail.about else None
    if alert is not None:
        add_alert_step(story.session, alert, "mail_refused", mail.person_id, story.now)
    row = await address_row(story.session, mail.person_id)
    if row is None or row.refused_at is not None:
        return
    refuse_address(story.session, row, story.now)
    roles = await memberships_of(story.session, mail.person_id)
    mine = next((one for one in roles if one.role == COORDINATOR and one.stage != "left"), None)
    if mine is not None:
        rows = refused_rows(mine.programme_id)
        await story.post(mail.person_id, body(say("mail.refused"), rows=rows))


def refused_rows(programme_id: ProgrammeId) -> Rows:
    """What can be done about an address that was refused."""
    return one_each(
        Button(say("mail.button.change"), "ae", programme_id, "new"),
        Button(say("mail.button.use_again"), "ae", programme_id, "again"),
        Button(say("mail.button.take_away"), "aq", programme_id),
    )


def _mail(
    story: Story,
    to: PersonId,
    key: str,
    *,
    about: str | None = None,
    is_call: bool = False,
    to_unconfirmed: bool = False,
) -> Mail:
    return Mail(
        key=key,
        person_id=to,
        about=about,
        is_call=is_call,
        to_unconfirmed=to_unconfirmed,
        state="waiting",
        created_at=story.now,
    )


async def _post(story: Story, mail: Mail, subject: Text, *parts: Part) -> bool:
    return await post_mail(story.session, mail, write_body(Body((subject, *parts))))
