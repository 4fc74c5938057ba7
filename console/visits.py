"""Visits: who asks for a page, looked at anew for every request, and what they may do there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from console.cookies import token_in
from console.desk import Desk, desk_of
from console.errors import DoneAlready, Locked, NotFound, NotSignedIn
from console.forms import Fields
from console.navigation import sections_for
from console.rendering import Reader, Voice, draw
from db.console_presses import is_first_press
from db.console_sessions import (
    ConsoleSession,
    console_session_by_token,
    keep_told,
    told_so_far,
)
from db.console_visitors import visitor_by_token
from db.ids import ID_LENGTH, ProgrammeId, new_id
from db.people import person
from db.programmes import Programme, programme
from flows.actor import COORDINATOR, Actor, actor_of
from flows.letters import Body, read_body, write_body
from flows.story import Story

IDLE = timedelta(minutes=15)  # an unwatched screen locks itself
LOOKED_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was used
TRIAL = "trial"


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
        someone = self.actor.person
        return Voice(self.desk.catalogue, Reader(someone.language, someone.time_zone))

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
            press = form.values.get("once", "") if form else ""
            if press and not await is_first_press(session, press[:ID_LENGTH], standing.id, now):
                raise DoneAlready
            cause = f"console:{press[:ID_LENGTH] or new_id()}"
            actor = await actor_of(session, await person(session, standing.person_id))
            story = Story(session, now, cause, here=actor.person.id)
            yield story, actor
            if story.told:
                kept = [write_body(_as_told(one)) for one in story.told]
                await keep_told(session, standing, json.dumps(kept))


@dataclass(slots=True)
class Visit(Guest):
    """A coordinator at one programme; there is none for anybody else."""

    programme: Programme

    async def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The page, with what was done before said at its top."""
        drawn = draw(
            template,
            self.voice,
            visit=self,
            here=self.request.url.path,
            home=f"/console/p/{self.programme.id}",
            sections=sections_for(self.programme.id, self.request.url.path),
            nonce=self.request.state.nonce,
            told=await _take_told(self),
            once=new_id(),
            trial=self.desk.trial_sign_in is not None,
            **context,
        )
        return HTMLResponse(drawn, status)

    def go(self, path: str = "") -> Response:
        """On to another page of this programme, such as "alerts"; asked for anew by GET."""
        return RedirectResponse(f"/console/p/{self.programme.id}/{path}", 303)


async def _guest(request: Request) -> AsyncIterator[Guest]:
    desk = desk_of(request)
    now = desk.now()
    token = token_in(request, desk)
    if not token:
        raise NotSignedIn
    async with desk.database.glancing() as session:
        visitor = await visitor_by_token(session, token)
        if visitor is None:
            raise NotSignedIn
        found, actor = visitor.session, Actor(visitor.person, visitor.memberships)
        if now - found.seen_at >= IDLE and found.way != TRIAL:
            raise Locked
        if now - found.seen_at >= LOOKED_EVERY:
            await _keep_seen(desk, token)
        yield Guest(desk, request, found, actor, Story(session, now, "console"))


SignedIn = Annotated[Guest, Depends(_guest)]
"""Whoever is signed in; raises NotSignedIn or Locked."""


async def _visit(guest: SignedIn, programme_id: str) -> Visit:
    mine = guest.actor.role(COORDINATOR, ProgrammeId(programme_id))
    if mine is None or mine.stage != "active":
        raise NotFound
    where = await programme(guest.story.session, mine.programme_id)
    return Visit(guest.desk, guest.request, guest.session, guest.actor, guest.story, where)


Visiting = Annotated[Visit, Depends(_visit)]
"""An active coordinator of the programme in the address; NotFound for everybody else."""


async def _keep_seen(desk: Desk, token: str) -> None:
    async with desk.database.transaction(durable=False) as session:
        found = await console_session_by_token(session, token)
        if found is not None:
            found.seen_at = desk.now()
            session.add(found)


async def _take_told(visit: Visit) -> list[Body]:
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


def _as_told(content: Body) -> Body:
    """The words of a screen without its buttons, which lead to the chat."""
    return Body(content.parts)
