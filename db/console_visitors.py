"""Visitors of the console: the session, the person and all their roles, by one question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from db.console_sessions import ConsoleSession
from db.engine import stay_loaded, vault_of
from db.glance import Question
from db.memberships import Membership
from db.people import Person
from db.programmes import Programme
from db.unwatched import Unwatched


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a token stands for, with every role that they have or had, the oldest first.

    All of it is to be looked at, not to be changed: no session watches it.
    """

    session: ConsoleSession
    person: Person
    memberships: tuple[Membership, ...]


SESSION, PERSON = Unwatched(ConsoleSession), Unwatched(Person)
MEMBERSHIP, PROGRAMME = Unwatched(Membership), Unwatched(Programme)
_TABLES = SQLModel.metadata.tables
_SESSION, _PERSON = _TABLES["console_session"], _TABLES["person"]
_MEMBERSHIP, _PROGRAMME = _TABLES["membership"], _TABLES["programme"]
BY_TOKEN = Question(
    columns(*SESSION.columns, *PERSON.columns, *MEMBERSHIP.columns, *PROGRAMME.columns)
    .select_from(_SESSION)
    .join(_PERSON, _PERSON.c.id == _SESSION.c.person_id)
    .outerjoin(_MEMBERSHIP, _MEMBERSHIP.c.person_id == _PERSON.c.id)
    .outerjoin(_PROGRAMME, _PROGRAMME.c.id == _MEMBERSHIP.c.programme_id)
    .where(_SESSION.c.token_hash == bindparam("wanted"), _SESSION.c.ended_at.is_(None))
    .order_by(_MEMBERSHIP.c.stage_since)
)


async def visitor_by_token(session: AsyncSession, token: str) -> Visitor | None:
    """The visitor, or None; their person and programmes are then found without a question."""
    wanted = vault_of(session).secret_hash("console", token)
    rows = [_cut(row) for row in await BY_TOKEN.ask(session, {"wanted": wanted})]
    if not rows:
        return None
    opened, who, _, _ = rows[0]
    person = PERSON.of(who)
    stay_loaded(session, person.id, person)
    for _, _, of_role, of_programme in rows:
        if of_role[0] is not None:
            where = PROGRAMME.of(of_programme)
            stay_loaded(session, where.id, where)
    memberships = tuple(MEMBERSHIP.of(role) for _, _, role, _ in rows if role[0] is not None)
    return Visitor(SESSION.of(opened), person, memberships)


def _cut(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(row[first:last] for first, last in pairwise(_ENDS))


def _ends(parts: Iterable[Unwatched[Any]]) -> Iterator[int]:
    end = 0
    yield end
    for part in parts:
        end += len(part.columns)
        yield end


_ENDS = tuple(_ends((SESSION, PERSON, MEMBERSHIP, PROGRAMME)))
