"""Signing in: whoever was recognised gets a new session, and the one before is over."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.cookies import give_token, token_in
from console.desk import Desk, desk_of
from console.errors import Locked, TooOften
from console.paths import own_path
from console.visits import TRIAL, Guest, is_locked
from db.audit import record_act
from db.console_codes import codes_of, sign_in_name
from db.console_kept_forms import kept_form_of
from db.console_sessions import (
    ConsoleSession,
    console_session_by_token,
    end_console_session,
    open_console_session,
)
from db.console_tries import forget_tries
from db.ids import PersonId
from db.people import Person, person, person_or_none

FRESH = timedelta(minutes=15)  # since signing in: what changes how one signs in asks for it


async def let_in(
    session: AsyncSession, request: Request, person_id: PersonId, way: str
) -> tuple[str, str]:
    """A new session in this browser; returns its token and the page to begin with.

    The session that the browser had ends, so that nobody can have planted it there. What the
    person sent from a page that was locked is the page to begin with; "" for none.
    """
    desk = desk_of(request)
    now = desk.now()
    before = await console_session_by_token(session, token_in(request, desk))
    if before is not None:
        end_console_session(session, before, now)
    await _forget_tries(session, person_id)
    _, token = await open_console_session(session, person_id, way, now)
    await record_act(
        session, person_id, f"console.signed_in.{way}", about=person_id, programme_id=None, now=now
    )
    kept = await kept_form_of(session, person_id, now)
    return token, "/console/kept" if kept is not None else ""


def welcome(desk: Desk, token: str, page: str, asked: str = "") -> Response:
    """On to a page of ours, with the token in the browser."""
    answer = RedirectResponse(page or own_path(asked), 303)
    give_token(answer, desk, token)
    return answer


async def may_come_back(session: AsyncSession, person_id: PersonId) -> bool:
    """Whether there is still such a person."""
    found = await person_or_none(session, person_id)
    return found is not None and found.erased_at is None


async def who_is_here(session: AsyncSession, request: Request) -> Person | None:
    """Whoever is signed in in this browser and not locked out; None for nobody."""
    found = await session_here(session, request)
    return await person(session, found.person_id) if found else None


async def session_here(session: AsyncSession, request: Request) -> ConsoleSession | None:
    """The session of this browser; None where there is none or it is locked."""
    desk = desk_of(request)
    found = await console_session_by_token(session, token_in(request, desk))
    return found if found is not None and not is_locked(found, desk.now()) else None


def ensure_fresh(guest: Guest) -> None:
    """Raise Locked unless they signed in lately: an open screen adds no way in."""
    signed_in_at: datetime = guest.session.signed_in_at
    if guest.desk.now() - signed_in_at >= FRESH and guest.session.way != TRIAL:
        raise Locked


def ensure_rested(request: Request) -> None:
    """Raise TooOften for an address that tried in vain again and again."""
    desk = desk_of(request)
    if desk.addresses.is_resting(request, desk.now()):
        raise TooOften


def count_begun(request: Request) -> None:
    """Count a sign-in that is begun; raises TooOften for an address that begins and begins."""
    desk = desk_of(request)
    if desk.begun.is_resting(request, desk.now()):
        raise TooOften
    desk.begun.count(request, desk.now())


def count_in_vain(request: Request) -> None:
    """Count a try in vain of this address."""
    desk = desk_of(request)
    desk.addresses.count(request, desk.now())


async def _forget_tries(session: AsyncSession, person_id: PersonId) -> None:
    """Whoever came in opens their sign-in name again, should somebody have closed it."""
    row = await codes_of(session, person_id)
    if row is not None:
        await forget_tries(session, await sign_in_name(session, row))
