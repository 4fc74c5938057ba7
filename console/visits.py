"""Visits: who asks for a page, looked at anew for every request, and what they may do there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from console.cookies import token_in
from console.desk import Desk, desk_of
from console.errors import DoneAlready, Locked, NotFound, NotSignedIn, SetUpFirst
from console.forms import Fields
from console.kept_forms import keep_what_was_sent
from console.navigation import sections_for
from console.rendering import Reader, Voice, draw
from console.told import keep_what_was_told
from db.console_presses import is_first_press, press_id
from db.console_sessions import (
    ConsoleSession,
    console_session_by_token,
    told_so_far,
)
from db.console_visitors import visitor_by_token
from db.ids import ProgrammeId, new_id
from db.people import person
from db.programmes import Programme, programme
from db.zones import zone_of
from flows.actor import COORDINATOR, Actor, actor_of
from flows.console_ways import ways_of
from flows.letters import Body, read_body
from flows.story import Story

IDLE = timedelta(minutes=15)  # an unwatched screen locks itself
LOOKED_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was used
TRIAL, LINK = "trial", "link"  # ways to have signed in that have rules of their own
WITHOUT_WAY = ("/console/set-up", "/console/me")  # open to whoever came by a link at first


@dataclass(slots=True)
class Guest:
    """Somebody who is signed in, with a story to read with."""

    desk: Desk
    request: Request
    session: ConsoleSession
    actor: Actor
    story: Story

    @property
    def voice(self) -> Voice:
        """How to speak to them."""
        zone = zone_of(self.actor.person, *self.places())
        return Voice(self.desk.catalogue, Reader(self.actor.person.language, zone.key))

    def places(self) -> tuple[Programme, ...]:
        """The programme that they are at, by whose clock they read where theirs is not known."""
        return ()

    async def page(
        self, template: str, *, status: int = 200, form: Fields | None = None, **context: Any
    ) -> HTMLResponse:
        """The page, with what was done before said at its top.

        With a `form` it holds what was typed; where something in it cannot be used, that is said
        beside the field, and the status is 422.
        """
        if form is not None:
            status = 422 if form.found else status
            context |= {"problems": form.found or None, "values": form.values}
        drawn = draw(
            template,
            self.voice,
            guest=self,
            me=self.actor.person.id,
            here=self.request.url.path,
            nonce=self.request.state.nonce,
            told=await _take_told(self),
            once=new_id(),
            trial=self.desk.trial_sign_in is not None,
            locks_after=int(IDLE.total_seconds()),
            **self.around(),
            **context,
        )
        return HTMLResponse(drawn, status)

    def around(self) -> dict[str, Any]:
        """What stands around every page of theirs."""
        return {}

    @asynccontextmanager
    async def changing(self, form: Fields | None = None) -> AsyncIterator[tuple[Story, Actor]]:
        """One transaction, with the actor as they are in it; rights are to be asked of this one.

        What the story tells the actor is shown by the next page. A `form` that holds the field
        `once` is done once: raises DoneAlready for the second time.
        """
        async with self.desk.database.transaction() as session:
            now = self.desk.now()
            standing = await console_session_by_token(session, token_in(self.request, self.desk))
            if standing is None:
                raise NotSignedIn
            once = form.values.get("once", "") if form else ""
            press = press_id(once) if once else new_id()
            if once and not await is_first_press(session, press, standing.id, now):
                raise DoneAlready
            cause = f"console:{press}"
            actor = await actor_of(session, await person(session, standing.person_id))
            story = Story(session, now, cause, here=actor.person.id)
            yield story, actor
            await keep_what_was_told(story, standing)


@dataclass(slots=True)
class Visit(Guest):
    """A coordinator at one programme; there is none for anybody else."""

    programme: Programme

    def places(self) -> tuple[Programme, ...]:
        """The programme in the address."""
        return (self.programme,)

    def around(self) -> dict[str, Any]:
        """The programme and its menu."""
        return {
            "visit": self,
            "home": f"/console/p/{self.programme.id}",
            "sections": sections_for(self.programme.id, self.request.url.path),
        }

    def go(self, path: str = "") -> Response:
        """On to another page of this programme, such as "alerts"; asked for anew by GET."""
        return RedirectResponse(f"/console/p/{self.programme.id}/{path}", 303)


@asynccontextmanager
async def signed_in(request: Request) -> AsyncIterator[Guest]:
    """Whoever is signed in; raises NotSignedIn or Locked.

    What was sent from a page that was locked or ended meanwhile is kept for its writer.
    """
    desk = desk_of(request)
    token = token_in(request, desk)
    if not token:
        raise NotSignedIn
    try:
        async with desk.database.glancing() as session:
            yield await _recognise(session, request, desk, token)
    except (NotSignedIn, Locked):
        await keep_what_was_sent(request, desk, token)
        raise


async def _recognise(session: AsyncSession, request: Request, desk: Desk, token: str) -> Guest:
    now = desk.now()
    visitor = await visitor_by_token(session, token)
    if visitor is None:
        raise NotSignedIn
    found, actor = visitor.session, Actor(visitor.person, visitor.memberships)
    if is_locked(found, now):
        raise Locked
    story = Story(session, now, "console")
    may_go_on = found.way != LINK or request.url.path.startswith(WITHOUT_WAY)
    if not may_go_on and not (await ways_of(story, found.person_id)).count:
        raise SetUpFirst
    is_by_itself = request.headers.get("hx-request") == "true"  # a part of a page, not a person
    if not is_by_itself and now - found.seen_at >= LOOKED_EVERY:
        await _keep_seen(desk, token)
    return Guest(desk, request, found, actor, story)


def is_locked(found: ConsoleSession, now: datetime) -> bool:
    """Whether nobody used the session for so long that whoever sits there signs in anew."""
    return now - found.seen_at >= IDLE and found.way != TRIAL


SignedIn = Annotated[Guest, Depends(signed_in)]
"""What a page says that asks for whoever is signed in; `console.dispatch` gives it."""


async def visit_of(guest: SignedIn, programme_id: str) -> Visit:
    """Their visit at this programme; NotFound unless they are an active coordinator of it."""
    mine = guest.actor.role(COORDINATOR, ProgrammeId(programme_id))
    if mine is None or mine.stage != "active":
        raise NotFound
    where = await programme(guest.story.session, mine.programme_id)
    return Visit(guest.desk, guest.request, guest.session, guest.actor, guest.story, where)


Visiting = Annotated[Visit, Depends(visit_of)]
"""The same for an active coordinator of the programme in the address, and nobody else."""


async def _keep_seen(desk: Desk, token: str) -> None:
    async with desk.database.transaction(durable=False) as session:
        found = await console_session_by_token(session, token)
        if found is not None:
            found.seen_at = desk.now()
            session.add(found)


async def _take_told(visit: Guest) -> list[Body]:
    """What the acts before told, once."""
    if visit.session.told_sealed is None:
        return []
    async with visit.desk.database.transaction() as session:
        token = token_in(visit.request, visit.desk)
        found = await console_session_by_token(session, token)
        if found is None:
            return []
        told = await told_so_far(session, found)
        found.told_sealed = None
        session.add(found)
    return [read_body(one) for one in json.loads(told or "[]")]
