"""Visitors of the console: the session, the person and all their roles, by one question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.console_sessions import ConsoleSession
from db.engine import stay_loaded, vault_of
from db.memberships import Membership
from db.people import Person
from db.programmes import Programme


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a token stands for, with every role that they have or had, the oldest first."""

    session: ConsoleSession
    person: Person
    memberships: tuple[Membership, ...]


# Built once: it is asked for every page, and building costs more than asking.
BY_TOKEN = (
    select(ConsoleSession, Person, Membership, Programme)
    .join(Person, col(Person.id) == col(ConsoleSession.person_id))
    .outerjoin(Membership, col(Membership.person_id) == col(Person.id))
    .outerjoin(Programme, col(Programme.id) == col(Membership.programme_id))
    .where(
        col(ConsoleSession.token_hash) == bindparam("wanted"),
        col(ConsoleSession.ended_at).is_(None),
    )
    .order_by(col(Membership.stage_since))
)


async def visitor_by_token(session: AsyncSession, token: str) -> Visitor | None:
    """The visitor, or None; their person and programmes are then found without a question."""
    wanted = vault_of(session).secret_hash("console", token)
    rows: Any = (await session.exec(BY_TOKEN, params={"wanted": wanted})).all()
    if not rows:
        return None
    for _, someone, _, where in rows:
        stay_loaded(session, someone.id, someone)
        if where is not None:
            stay_loaded(session, where.id, where)
    memberships = tuple(membership for _, _, membership, _ in rows if membership is not None)
    return Visitor(rows[0][0], rows[0][1], memberships)
