"""Signing in by an organisation's account, and linking one: there and back."""

import hmac
import json
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from console.answers import show_message
from console.cookies import give_state, state_in, take_state
from console.desk import Desk, desk_of
from console.errors import NotFound
from console.organisation import Begun, Organisation, OrganisationFailed, begin, finish
from console.sign_in import (
    count_begun,
    count_in_vain,
    ensure_fresh,
    ensure_rested,
    let_in,
    may_come_back,
    session_here,
    welcome,
)
from console.told import keep_what_was_told
from console.visits import LINK, SignedIn
from db.console_accounts import account_by_subject, link_account
from db.console_challenges import add_challenge, kept_with, take_challenge
from db.ids import PersonId, new_id
from db.people import person
from flows.actor import actor_of
from flows.console_ways import way_added
from flows.story import Story

router = APIRouter()

PURPOSE = "organisation"
LASTS = timedelta(minutes=15)  # a second factor over there may take a while


@router.get("/sign-in/organisation")
async def go_there(request: Request) -> Response:
    """To the organisation's own page."""
    ensure_rested(request)
    count_begun(request)
    begun = await _begin(request, request.query_params.get("next", ""), None)
    if begun is None:
        return show_message(request, "organisation_failed", 503)
    answer = RedirectResponse(begun.address, 303)
    give_state(answer, desk_of(request), begun.state)
    return answer


@router.post("/me/account")
async def link_there(guest: SignedIn) -> Response:
    """The way to the organisation's page, to link the account that is signed in there."""
    ensure_fresh(guest)
    begun = await _begin(guest.request, "/console/me", guest.actor.person.id)
    if begun is None:
        return show_message(guest.request, "organisation_failed", 503)
    answer = await guest.page("account.html", address=begun.address)
    give_state(answer, guest.desk, begun.state)
    return answer


@router.get("/sign-in/organisation/back")
async def come_back(request: Request) -> Response:
    """Whoever the organisation says it is; the same answer for everything that fails."""
    ensure_rested(request)
    desk = desk_of(request)
    answer = await _come_back(request, desk, _organisation(desk))
    take_state(answer, desk)
    return answer


async def _begin(request: Request, asked: str, linking: PersonId | None) -> Begun | None:
    desk = desk_of(request)
    try:
        begun = await begin(_organisation(desk), _back(desk))
    except OrganisationFailed:
        return None
    kept = {"nonce": begun.nonce, "verifier": begun.verifier, "next": asked}
    async with desk.database.transaction(durable=False) as session:
        await add_challenge(
            session,
            PURPOSE,
            begun.state,
            desk.now(),
            person_id=linking,
            kept=json.dumps(kept),
            lasts=LASTS,
        )
    return begun


async def _come_back(request: Request, desk: Desk, organisation: Organisation) -> Response:
    asked = request.query_params
    state, code = asked.get("state", ""), asked.get("code", "")
    is_ours = bool(state) and hmac.compare_digest(state.encode(), state_in(request, desk).encode())
    async with desk.database.transaction() as session:
        waited = await take_challenge(session, PURPOSE, state, desk.now()) if is_ours else None
        kept = json.loads(kept_with(session, waited)) if waited else {}
    if waited is None or not code or asked.get("iss", organisation.issuer) != organisation.issuer:
        count_in_vain(request)
        return show_message(request, "organisation_failed", 403)
    try:
        subject = await finish(
            organisation, _back(desk), code, kept["verifier"], kept["nonce"], desk.now()
        )
    except OrganisationFailed:
        count_in_vain(request)
        return show_message(request, "organisation_failed", 403)
    if waited.person_id is not None:
        return await _link(request, desk, waited.person_id, organisation.issuer, subject)
    return await _sign_in(request, desk, organisation.issuer, subject, kept["next"])


async def _sign_in(request: Request, desk: Desk, issuer: str, subject: str, asked: str) -> Response:
    async with desk.database.transaction() as session:
        account = await account_by_subject(session, issuer, subject)
        if account is not None and await may_come_back(session, account.person_id):
            account.used_at = desk.now()
            session.add(account)
            token, page = await let_in(session, request, account.person_id, "organisation")
            return welcome(desk, token, page, asked)
    return show_message(request, "organisation_unknown", 403)


async def _link(
    request: Request, desk: Desk, wanted: PersonId, issuer: str, subject: str
) -> Response:
    """Link the account to whoever began, if they are still here and nobody else has it."""
    async with desk.database.transaction() as session:
        here = await session_here(session, request)
        account = await account_by_subject(session, issuer, subject)
        if here is None or here.person_id != wanted or (account and account.person_id != wanted):
            return show_message(request, "organisation_taken", 403)
        story = Story(session, desk.now(), f"console:{new_id()}")
        await link_account(session, wanted, issuer, subject, desk.now())
        actor = await actor_of(session, await person(session, wanted))
        story.here = wanted
        await way_added(story, actor, "console.account_added")
        await keep_what_was_told(story, here)
        if here.way != LINK:
            return RedirectResponse("/console/me", 303)
        token, page = await let_in(session, request, wanted, "organisation")
        return welcome(desk, token, page)


def _organisation(desk: Desk) -> Organisation:
    if desk.organisation is None:
        raise NotFound
    return desk.organisation


def _back(desk: Desk) -> str:
    return f"{desk.url}/console/sign-in/organisation/back"
