"""Console upkeep: rows of the console that nobody needs any more are forgotten."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import and_, col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.console_challenges import ConsoleChallenge
from db.console_kept_forms import ConsoleKeptForm
from db.console_links import ConsoleLink
from db.console_presses import ConsolePress
from db.console_sessions import ConsoleSession
from db.console_tries import ConsoleTries

SOON = timedelta(days=1)  # presses, links, challenges and tries
LONG = timedelta(days=90)  # sessions, so that their owner can look back at them


async def forget_old_console_rows(session: AsyncSession, now: datetime) -> int:
    """Delete what ended long enough ago; returns how many rows.

    A name that is closed for good stays closed: whoever tried it may come back after a day.
    """
    day, long = now - SOON, now - LONG
    old_sessions = or_(
        and_(col(ConsoleSession.ended_at).is_not(None), col(ConsoleSession.ended_at) < long),
        col(ConsoleSession.seen_at) < long,
    )
    ids = select(col(ConsoleSession.id)).where(old_sessions)
    wanted: tuple[tuple[Any, Any], ...] = (
        (ConsolePress, col(ConsolePress.at) < day),
        (ConsoleChallenge, col(ConsoleChallenge.expires_at) < now),
        (ConsoleLink, col(ConsoleLink.expires_at) < day),
        (ConsoleKeptForm, col(ConsoleKeptForm.expires_at) <= now),
        (ConsoleKeptForm, col(ConsoleKeptForm.session_id).in_(ids)),
        (
            ConsoleTries,
            and_(col(ConsoleTries.last_at) < day, col(ConsoleTries.until).is_not(None)),
        ),
        (ConsoleSession, old_sessions),
    )
    gone = 0
    for table, condition in wanted:
        statement = delete(table).where(condition)
        gone += (await (await session.connection()).execute(statement)).rowcount
    return gone
