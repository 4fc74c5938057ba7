"""What the outbox holds: counted, looked through, given up, and forgotten."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import BOTS, BotName
from db.ids import PersonId
from db.outbox import OUTBOX, Lane, Letter


async def letters_found_sending(
    session: AsyncSession, bots: Sequence[BotName] = BOTS
) -> list[Letter]:
    """Letters that an ended process was sending by these bots: nobody knows their fate."""
    query = select(Letter).where(col(Letter.state) == "sending", col(Letter.bot).in_(bots))
    return list(await session.exec(query.order_by(col(Letter.id))))


async def outbox_counts(session: AsyncSession) -> dict[str, int]:
    """State -> number of letters in it."""
    query = select(col(Letter.state), func.count()).group_by(col(Letter.state))
    return dict((await session.exec(query)).all())


async def oldest_waiting(session: AsyncSession, now: datetime) -> dict[int, datetime]:
    """Lane -> since when its oldest letter waits that could have left by now.

    A letter that is kept for its time waits from then on, however often it is tried after that.
    """
    since = func.coalesce(col(Letter.not_before), col(Letter.created_at))
    query = (
        select(col(Letter.lane), func.min(since))
        .where(col(Letter.state) == "waiting", since <= now)
        .group_by(col(Letter.lane))
    )
    return dict((await session.exec(query)).all())


async def conversation_letters_due(
    session: AsyncSession, bot: BotName, now: datetime
) -> list[Letter]:
    """Messages of one person to another that this bot could send now, the oldest first."""
    query = select(Letter).where(
        col(Letter.bot) == bot,
        col(Letter.state) == "waiting",
        col(Letter.act) == "send",
        col(Letter.source_person_id).is_not(None),
        or_(col(Letter.not_before).is_(None), col(Letter.not_before) <= now),
    )
    return list(await session.exec(query.order_by(col(Letter.id))))


async def crisis_letters_waiting(
    session: AsyncSession, before: datetime, people: Collection[PersonId], most: int
) -> list[Letter]:
    """Urgent letters to these people that were written before this instant and did not leave."""
    query = select(Letter).where(
        col(Letter.lane) == int(Lane.CRISIS),
        col(Letter.act) == "send",
        col(Letter.state).in_(("waiting", "sending")),
        col(Letter.created_at) <= before,
        col(Letter.person_id).in_(list(people)),
    )
    return list(await session.exec(query.order_by(col(Letter.id)).limit(most)))


async def fail_waiting(
    session: AsyncSession, person_id: PersonId, lanes: Sequence[int], reason: str
) -> list[Letter]:
    """Give up the person's waiting letters of these lanes; returns what was given up."""
    query = select(Letter).where(
        col(Letter.person_id) == person_id,
        col(Letter.lane).in_(lanes),
        col(Letter.state) == "waiting",
    )
    letters = list(await session.exec(query.order_by(col(Letter.id)).with_for_update()))
    statement = update(Letter).where(col(Letter.id).in_([letter.id for letter in letters]))
    ended = statement.values(state="failed", reason=reason, content_sealed=None)
    await session.exec(ended, execution_options={"synchronize_session": False})
    return letters


async def forget_sent(session: AsyncSession, before: datetime, most: int) -> int:
    """Delete letters that left before this instant; returns how many.

    Looks at this many of the oldest alone: a month of letters is a long look.
    """
    table = OUTBOX
    oldest = select(table.c.id).where(table.c.state == "sent").order_by(table.c.id).limit(most)
    statement = table.delete().where(table.c.id.in_(oldest), table.c.sent_at < before)
    return (await (await session.connection()).execute(statement)).rowcount
