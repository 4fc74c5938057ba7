"""The mail outbox: e-mails to coordinators, each a row before it is anything else.

States: waiting -> sending -> sent | failed, or waiting -> withdrawn. What it says is sealed with
the reader's key and wiped once it has left. A mail that is found in `sending` at the start
is sent again, and says that it may be a repeat: a call has to arrive at least once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Field, SQLModel, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, refers_to, sealed, serial, word, word_or_none
from db.engine import announce, vault_of
from db.ids import ID_LENGTH, PersonId

MAIL_SIGNAL = "mail"


class Mail(SQLModel, table=True):
    """One e-mail to one person."""

    __tablename__ = "mail_outbox"
    id: int | None = serial()
    key: str = Field(unique=True, max_length=120)
    person_id: PersonId = refers_to("person")
    about: str | None = word_or_none(ID_LENGTH, index=True)  # the alert that it calls about
    is_call: bool = Field(default=False)  # somebody has to come: the watchdog looks at its age
    to_unconfirmed: bool = Field(default=False)  # the code alone goes to an unconfirmed address
    content_sealed: bytes | None = sealed()
    state: str = word(12, index=True)
    attempt: int = Field(default=0)
    may_be_repeat: bool = Field(default=False)  # an earlier attempt may have reached its reader
    reason: str | None = word_or_none(60)
    not_before: datetime | None = instant_or_none()
    created_at: datetime = instant()
    sent_at: datetime | None = instant_or_none()


async def post_mail(session: AsyncSession, mail: Mail, content: str) -> bool:
    """Put an e-mail into the outbox, once per key; False when the key was posted before."""
    known = await session.exec(select(col(Mail.id)).where(col(Mail.key) == mail.key))
    if known.first() is not None:
        return False
    vault = vault_of(session)
    mail.content_sealed = await vault.seal(session, mail.person_id, content, _place(mail.key))
    session.add(mail)
    await session.flush()
    announce(session, MAIL_SIGNAL)
    return True


async def claim_mails(session: AsyncSession, now: datetime, most: int) -> list[Mail]:
    """Mark e-mails that may leave now as being sent, the oldest first."""
    query = select(Mail).where(
        col(Mail.state) == "waiting",
        or_(col(Mail.not_before).is_(None), col(Mail.not_before) <= now),
    )
    ordered = query.order_by(col(Mail.id)).limit(most).with_for_update(skip_locked=True)
    claimed = list(await session.exec(ordered))
    for mail in claimed:
        mail.state, mail.attempt = "sending", mail.attempt + 1
        session.add(mail)
    await session.flush()
    return claimed


async def content_of(session: AsyncSession, mail: Mail) -> str:
    """What the e-mail says; raises what the vault raises once its reader was erased."""
    vault = vault_of(session)
    return await vault.unseal(session, mail.person_id, mail.content_sealed or b"", _place(mail.key))


async def end_mail(
    session: AsyncSession, mail: Mail, state: str, reason: str | None, now: datetime
) -> None:
    """The e-mail is `sent` or `failed` for good; what it said is wiped."""
    values: dict[str, object] = {"state": state, "reason": reason, "content_sealed": None}
    await _set(session, [mail.id or 0], **values, sent_at=now if state == "sent" else None)


async def put_back_mail(
    session: AsyncSession,
    mail: Mail,
    reason: str,
    not_before: datetime,
    *,
    may_have_left: bool = False,
) -> None:
    """The e-mail did not leave, as far as is known, and is tried again at this instant."""
    values: dict[str, object] = {"reason": reason, "not_before": not_before}
    repeat = mail.may_be_repeat or may_have_left
    await _set(session, [mail.id or 0], **values, state="waiting", may_be_repeat=repeat)


async def release_mails(session: AsyncSession) -> int:
    """What was being sent when its process ended waits again; returns how many."""
    query = select(col(Mail.id)).where(col(Mail.state) == "sending")
    ids = [one or 0 for one in await session.exec(query)]
    await _set(session, ids, state="waiting", may_be_repeat=True)
    return len(ids)


async def give_mails_up(session: AsyncSession, reason: str) -> int:
    """No mail can leave any more: what waits has failed for this reason; returns how many."""
    query = select(col(Mail.id)).where(col(Mail.state).in_(("waiting", "sending")))
    ids = [one or 0 for one in await session.exec(query)]
    await _set(session, ids, state="failed", reason=reason, content_sealed=None)
    return len(ids)


async def withdraw_mails(session: AsyncSession, about: str) -> None:
    """Take back what still waits about this alert: somebody has it now."""
    query = select(col(Mail.id)).where(col(Mail.about) == about, col(Mail.state) == "waiting")
    ids = [one or 0 for one in await session.exec(query)]
    await _set(session, ids, state="withdrawn", content_sealed=None)


async def called_by_mail(session: AsyncSession, about: str | None) -> set[PersonId]:
    """Whom an e-mail calls about this alert, or about none, that has not left yet."""
    query = select(col(Mail.person_id)).where(
        col(Mail.about) == about,
        col(Mail.is_call),
        col(Mail.state).in_(("waiting", "sending")),
    )
    return set(await session.exec(query))


async def forget_ended_mails(session: AsyncSession, before: datetime) -> int:
    """Delete mails that are over and were written before this instant; returns how many."""
    ended = ("sent", "failed", "withdrawn")
    statement = delete(Mail).where(col(Mail.state).in_(ended), col(Mail.created_at) < before)
    return (await session.exec(statement)).rowcount


async def oldest_call_by_mail(session: AsyncSession) -> datetime | None:
    """Since when the oldest e-mail that calls somebody waits to leave; None when all have left."""
    query = select(func.min(col(Mail.created_at))).where(
        col(Mail.state).in_(("waiting", "sending")), col(Mail.is_call)
    )
    return (await session.exec(query)).one()


async def _set(session: AsyncSession, ids: Sequence[int], **values: object) -> None:
    if ids:
        statement = update(Mail).where(col(Mail.id).in_(ids)).values(**values)
        await session.exec(statement, execution_options={"synchronize_session": False})


def _place(key: str) -> str:
    return f"mail.content|{key}"
