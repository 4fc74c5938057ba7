"""JSON endpoints under /playground: what the page's script, a player or curl may do.

    GET  /playground/state                         people, bot, time, invitations, event number
    GET  /playground/accounts/{id}/chat            the chat; ?after=N&wait=S waits for a change
    POST /playground/accounts/{id}/{action}        start, say, post, press, edit, delete, react,
                                                   block, unblock, sticker, album, sample,
                                                   delete-topic; body: the arguments
    POST /playground/accounts/{id}/photo           body: the bytes of a picture, or of a voice
    POST /playground/accounts/{id}/voice           message; ?caption=&reply_to=
    GET  /playground/files/{file_id}               a file's bytes
    GET  /playground/events                        server-sent events
    GET  /playground/requests                      what the bot asked; ?method=&chat_id=&mentioning=
    POST /playground/updates                       queue a raw update
    GET, POST, DELETE /playground/faults           faults.Fault rules and limits
    POST /playground/clock                         {"days": 1, "hours": 2, "seconds": 3}
    POST /playground/start-over

The same under /playground/second where a second bot is served.

Refusals are 400 (nonsense) or 409 (not possible now) with {"error": "..."}.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from playground.actions import ACTIONS
from playground.control import Control
from playground.events import stream_events
from playground.faults import Fault, Faults
from playground.files import StoredFile
from playground.phones import Phones
from playground.refusals import PhoneRefusal, Refusal
from playground.wire import Json, to_bytes

LONGEST_WAIT_SECONDS = 60.0

Endpoint = Callable[[Request], Awaitable[Response]]


class Scripting:
    """The endpoints over one set of phones."""

    def __init__(self, phones: Phones, faults: Faults, control: Control | None) -> None:
        self.phones = phones
        self.faults = faults
        self.control = control

    def routes(self, under: str = "/playground") -> list[Route]:
        """Return the routes for the app."""
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/state", self.read_state),
            ("GET", "/accounts/{account_id:int}/chat", self.read_chat),
            ("POST", "/accounts/{account_id:int}/photo", self.send_photo),
            ("POST", "/accounts/{account_id:int}/voice", self.send_voice),
            ("POST", "/accounts/{account_id:int}/{action}", self.act),
            ("GET", "/files/{file_id}", self.read_file),
            ("GET", "/events", self.read_events),
            ("GET", "/requests", self.read_requests),
            ("POST", "/updates", self.queue_update),
            ("GET", "/faults", self.read_faults),
            ("POST", "/faults", self.add_faults),
            ("DELETE", "/faults", self.clear_faults),
            ("POST", "/clock", self.advance),
            ("POST", "/start-over", self.start_over),
        ]
        return [
            Route(f"{under}{path}", _answer_refusals(endpoint), methods=[verb])
            for verb, path, endpoint in table
        ]

    async def read_state(self, _: Request) -> Response:
        """Return what a page needs before it shows a phone."""
        control = self.control
        now = control.now() if control else self.phones.now()
        invitations = control.invitations() if control else []
        return as_json(
            {
                "bot": self.phones.bot.as_user(),
                "accounts": [
                    {**account.as_user(), "letter": account.letter, "colour": account.colour}
                    for account in self.phones.accounts
                ],
                "now": now.isoformat(),
                "has_control": control is not None,
                "invitations": [
                    {"label": item.label, "payload": item.payload, "for": item.account_id}
                    for item in invitations
                ],
                "number": self.phones.journal.number,
                "place": f"{self.phones.journal.name}-{self.phones.journal.number}",
            }
        )

    async def read_chat(self, request: Request) -> Response:
        """Return a chat, at once or (`after`, `wait`) when it has changed."""
        account_id = request.path_params["account_id"]
        after, wait = _read_number(request, "after"), _read_number(request, "wait")
        if after is not None and wait:

            def has_changed() -> bool:
                return self.phones.chat(account_id).changed > after

            await self.phones.journal.wait_until(has_changed, min(wait, LONGEST_WAIT_SECONDS))
        chat = self.phones.chat(account_id)
        commands = self.phones.commands.show(account_id, chat.account.language_code)
        return as_json(
            {
                **chat.as_view(),
                "commands": commands,
                "description": self.phones.description.get(chat.account.language_code),
                "number": self.phones.journal.number,
            }
        )

    async def act(self, request: Request) -> Response:
        """Let a person do something on their phone."""
        action = ACTIONS.get(request.path_params["action"])
        if action is None:
            raise ValueError(f"Known actions are {', '.join(sorted(ACTIONS))}.")
        account_id = request.path_params["account_id"]
        return as_json(action(self.phones, account_id, await _read_object(request)))

    async def send_photo(self, request: Request) -> Response:
        """Let a person send a picture."""
        account_id, data = request.path_params["account_id"], await request.body()
        return as_json(self.phones.send_photo(account_id, data, **_read_fields(request)).as_view())

    async def send_voice(self, request: Request) -> Response:
        """Let a person send a voice message."""
        account_id, data = request.path_params["account_id"], await request.body()
        return as_json(self.phones.send_voice(account_id, data, **_read_fields(request)).as_view())

    async def read_file(self, request: Request) -> Response:
        """Return a file's bytes."""
        stored = self.phones.files.find(request.path_params["file_id"])
        return as_file(stored, request.headers.get("range", ""))

    async def read_events(self, request: Request) -> Response:
        """Return the stream of events."""
        return stream_events(request, self.phones.journal)

    async def read_requests(self, request: Request) -> Response:
        """Return the bot's requests that fit the query, oldest first."""
        query = request.query_params
        chat_id = _read_number(request, "chat_id")
        found = self.phones.requests.mentioning(
            query.get("mentioning", ""), chat_id=None if chat_id is None else int(chat_id)
        )
        method = query.get("method")
        return as_json([item.as_view() for item in found if method in {None, item.method}])

    async def queue_update(self, request: Request) -> Response:
        """Queue a raw update for the bot."""
        return as_json({"update_id": self.phones.push_raw_update(await _read_object(request))})

    async def read_faults(self, _: Request) -> Response:
        """Return the faults in force."""
        return as_json(self.faults.as_view())

    async def add_faults(self, request: Request) -> Response:
        """Add `rules` and set limits."""
        body = await _read_object(request)
        for fault in [Fault(**rule) for rule in body.pop("rules", [])]:
            self.faults.add(fault)
        for limit in ("limit_per_chat_per_second", "limit_overall_per_second"):
            if limit in body:
                setattr(self.faults, limit, body.pop(limit))
        if body:
            raise ValueError(f"Unknown: {', '.join(sorted(body))}.")
        return as_json(self.faults.as_view())

    async def clear_faults(self, _: Request) -> Response:
        """Drop all faults and limits."""
        self.faults.clear()
        return as_json(self.faults.as_view())

    async def advance(self, request: Request) -> Response:
        """Move the service's clock on."""
        step = timedelta(**await _read_object(request))
        if step <= timedelta(0):
            raise ValueError("The clock moves forward only.")
        control = self._ensure_control()
        await control.advance(step)
        now = control.now().isoformat()
        self.phones.journal.write("clock", None, now)
        return as_json({"now": now})

    async def start_over(self, _: Request) -> Response:
        """Clear the phones and let the service begin again."""
        control = self._ensure_control()
        self.phones.clear()
        await control.start_over()
        self.phones.journal.write("reset")
        return as_json({"now": control.now().isoformat()})

    def _ensure_control(self) -> Control:
        if self.control is None:
            raise PhoneRefusal("This playground was started without a service to control.")
        return self.control


def as_file(stored: StoredFile, wanted: str) -> Response:
    """Return a file's bytes, or the one range of them that players of sound ask for."""
    size = len(stored.data)
    found = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", wanted)
    if found is None or int(found[1]) >= size:
        return Response(stored.data, media_type=stored.mime_type)
    start, end = int(found[1]), min(int(found[2] or size), size - 1)
    headers = {"Content-Range": f"bytes {start}-{end}/{size}", "Accept-Ranges": "bytes"}
    return Response(stored.data[start : end + 1], 206, headers, stored.mime_type)


def as_json(value: Any) -> Response:
    """Return a JSON answer that survives any text."""
    return Response(to_bytes(value), media_type="application/json")


def _answer_refusals(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except PhoneRefusal as refusal:
            answer, status = str(refusal), 409
        except Refusal as refusal:
            answer, status = refusal.description, 400
        except (ValueError, TypeError, KeyError) as error:
            answer, status = f"{type(error).__name__}: {error}", 400
        return Response(to_bytes({"error": answer}), status, media_type="application/json")

    return guarded


async def _read_object(request: Request) -> Json:
    if not await request.body():
        return {}
    body = await request.json()
    if not isinstance(body, dict):
        raise TypeError("Send a JSON object.")
    return body


def _read_fields(request: Request) -> Json:
    """Return what a file is sent with."""
    fields: Json = {"caption": request.query_params.get("caption")}
    reply_to = _read_number(request, "reply_to")
    fields["reply_to"] = None if reply_to is None else int(reply_to)
    return {name: value for name, value in fields.items() if value}


def _read_number(request: Request, name: str) -> float | None:
    value = request.query_params.get(name)
    return None if value is None else float(value)
