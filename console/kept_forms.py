"""Kept forms: what somebody sent from a page that was locked is there again once they are back."""

import json
from contextlib import suppress
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from console.desk import Desk
from console.forms import read_fields
from db.console_kept_forms import ConsoleKeptForm, fields_of, keep_form
from db.console_sessions import any_console_session_by_token
from db.errors import KeyDestroyed

PAGES = "/console/p/"  # a code or a passkey is not kept: it would be too old anyway
LONGEST_PATH = 200
HIDDEN = ("once",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was typed: (name, value) in order, and what of it a person can read."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """The values, without what the page had put in itself."""
        return tuple(value for name, value in self.fields if value.strip() and name not in HIDDEN)


async def keep_what_was_sent(request: Request, desk: Desk, token: str) -> None:
    """Keep a form of whoever this token stands or stood for; raises FormRefused for what is none.

    It is sealed with their key, for an hour, and shown to nobody else.
    """
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    is_form = request.method == "POST" and path.startswith(PAGES)
    if not token or not is_form or len(path) > LONGEST_PATH:
        return
    fields = await read_fields(request)
    pairs = [(name, value) for name, values in fields.raw.items() for value in values]
    async with desk.database.transaction() as session:
        was = await any_console_session_by_token(session, token)
        if was is None:
            return
        with suppress(KeyDestroyed):
            await keep_form(session, was.person_id, was.id, path, json.dumps(pairs), desk.now())


async def open_kept(session: AsyncSession, form: ConsoleKeptForm) -> Kept:
    """The form as it was typed."""
    pairs = json.loads(await fields_of(session, form))
    return Kept(form.path, tuple((name, value) for name, value in pairs))
