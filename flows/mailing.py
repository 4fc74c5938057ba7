"""Mails: the second way to a coordinator, when nobody takes an alert or the bot reaches nobody.

A mail names the programme and nothing else: no person, no reason, no link.
"""

from collections.abc import Iterable
from datetime import timedelta

from db.alerts import Alert
from db.engine import Database
from db.ids import PersonId
from db.mail_addresses import reached_by_mail
from db.mails import Mail, post_mail
from db.outbox_upkeep import crisis_letters_waiting
from db.programmes import Programme
from flows.letters import Body, Part, Text, say, write_body
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
    """Call these people by mail, as far as they gave an address; returns whom."""
    if not has_mail(story):
        return []
    reached = await reached_by_mail(story.session)
    called = [one for one in dict.fromkeys(to) if one in reached]
    for one in called:
        key = f"call:{alert.id}:{story.now.isoformat()}:{one}"
        words = say("mail.alert", programme=where.name)
        await _put(story, one, key, say("mail.alert_subject"), (words,), about=alert.id)
    return called


async def mail_summary(
    story: Story, to: PersonId, key: str, programme: str, parts: tuple[Part, ...]
) -> None:
    """Send the summary of the day, in numbers alone, to a confirmed address."""
    if has_mail(story) and to in await reached_by_mail(story.session):
        await _put(story, to, key, say("mail.summary_subject", programme=programme), parts)


async def mail_code(story: Story, to: PersonId, code: str) -> None:
    """Send the code that shows whose address it is; the one mail to an unconfirmed one."""
    key = f"code:{to}:{story.now.isoformat()}"
    words = say("mail.code", code=code)
    await _put(story, to, key, say("mail.code_subject"), (words,), unconfirmed=True)


async def mail_late_calls(story: Story) -> int:
    """Call by mail whoever has an urgent letter that does not leave; returns how many."""
    if not has_mail(story):
        return 0
    reached = await reached_by_mail(story.session)
    before = story.now - LATE
    waiting = await crisis_letters_waiting(story.session, before, reached, BATCH)
    done = 0
    for letter in waiting:
        key = f"late:{letter.person_id}:{letter.created_at:%Y-%m-%dT%H}"
        if await _put(story, letter.person_id, key, say("mail.late_subject"), (say("mail.late"),)):
            done += 1
    return done


async def _put(
    story: Story,
    to: PersonId,
    key: str,
    subject: Text,
    parts: tuple[Part, ...],
    *,
    about: str | None = None,
    unconfirmed: bool = False,
) -> bool:
    mail = Mail(
        key=key,
        person_id=to,
        about=about,
        to_unconfirmed=unconfirmed,
        state="waiting",
        created_at=story.now,
    )
    return await post_mail(story.session, mail, write_body(Body((subject, *parts))))
