"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram.methods import GetUpdates
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.types import Receive, Scope, Send

from playground.answering import refuse, send_answer, send_broken, succeed
from playground.decoding import as_params, find_shape
from playground.desk import Desk
from playground.faults import NEVER_ACTING, Fault, FaultKind, Faults
from playground.incoming import Incoming, read_incoming
from playground.methods import HANDLERS
from playground.phones import Phones
from playground.refusals import (
    BadRequest,
    Conflict,
    Forbidden,
    Refusal,
    TooManyRequests,
    Unauthorized,
)
from playground.request_log import Request
from playground.wire import to_bytes

MOST_UPDATES = 100
DOWNLOAD = "download"
"""What faults call the fetching of a file, which is no method of the Bot API."""
LONGEST_POLL_SECONDS = 50
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class BotApi:
    """The server's side of one bot."""

    def __init__(
        self, phones: Phones, *, now: Callable[[], datetime], token: str, faults: Faults
    ) -> None:
        self.phones = phones
        self.faults = faults
        self.closing = asyncio.Event()
        self._now = now
        self._bot_path = f"/bot{token}/"
        self._file_path = f"/file/bot{token}/"

    @staticmethod
    def serves(path: str) -> bool:
        """Return True if a path belongs to the Bot API, with whatever token."""
        return path.startswith(("/bot", "/file/bot"))

    def is_for(self, path: str) -> bool:
        """Return True if a path holds this bot's token."""
        return path.startswith((self._bot_path, self._file_path))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        if path.startswith(self._file_path):
            await self._send_file(path.removeprefix(self._file_path), receive, send)
        elif path.startswith(self._bot_path):
            await self._answer(path.removeprefix(self._bot_path), scope, receive, send)
        else:
            await send_answer(send, 401, refuse(Unauthorized()))

    async def _answer(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(name, self._now())
        try:
            incoming = await read_incoming(HttpRequest(scope, receive))
        except ClientDisconnect:
            return
        except Refusal as refusal:
            request.error = refusal.code, refusal.description
            self.phones.requests.append(request)
            await send_answer(send, refusal.code, refuse(refusal))
            return
        request.raw, request.chat_id = incoming.raw, incoming.chat_id
        request.params = dict(incoming.params)
        self.phones.requests.append(request)
        fault = self.faults.choose(name, request.chat_id)
        status, body = await self._carry_out(request, incoming, fault)
        if fault is None or fault.kind in _REFUSING or (fault.takes_effect and status != 200):
            await send_answer(send, status, body)
        else:
            await send_broken(fault, request.result, body, receive, send, self.closing)

    async def _carry_out(
        self, request: Request, incoming: Incoming, fault: Fault | None
    ) -> tuple[int, bytes]:
        """Do what is asked, unless the fault prevents it; return status and body."""
        try:
            if fault is not None:
                request.fault = fault.kind
                _raise_refusal(fault)
                if not fault.takes_effect:
                    return 200, b""
            request.result = await self._act(request, incoming)
            request.acted = True
        except Refusal as refusal:
            request.error = refusal.code, refusal.description
            return refusal.code, refuse(refusal)
        return 200, succeed(request.result)

    async def _act(self, request: Request, incoming: Incoming) -> Any:
        shape = find_shape(request.method)
        request.method = shape.name
        params = dict(incoming.params)
        if request.fault is FaultKind.MAIN_CHAT:
            params.pop("message_thread_id", None)
        method = shape.decode(params, incoming.uploads)
        request.params = as_params(method)
        if isinstance(method, GetUpdates):
            return await self._get_updates(method)
        handler = HANDLERS.get(shape.name)
        if handler is None:
            raise BadRequest(f"not supported by the playground: {shape.name}")
        return handler(Desk(self.phones, incoming.uploads), method)

    async def _get_updates(self, method: GetUpdates) -> Any:
        if self.phones.webhook.url:
            raise Conflict(WEBHOOK_ACTIVE)
        updates = self.phones.updates
        updates.allow(method.allowed_updates)
        limit = min(max(method.limit or MOST_UPDATES, 1), MOST_UPDATES)
        timeout = min(method.timeout or 0, LONGEST_POLL_SECONDS)
        return await updates.poll(method.offset or 0, limit, timeout)

    async def _send_file(self, path: str, receive: Receive, send: Send) -> None:
        """Give a file, unless a fault on DOWNLOAD prevents it; one that refuses is a 404."""
        stored = self.phones.files.find_by_path_or_none(path)
        fault = self.faults.choose(DOWNLOAD, None)
        if stored is None or (fault is not None and fault.kind in _REFUSING):
            body = to_bytes({"ok": False, "error_code": 404, "description": "Not Found"})
            await send_answer(send, 404, body)
        elif fault is not None:
            await send_broken(fault, {}, stored.data, receive, send, self.closing)
        else:
            await send_answer(send, 200, stored.data, stored.mime_type.encode())


_REFUSING = NEVER_ACTING | {FaultKind.MAIN_CHAT}


def _raise_refusal(fault: Fault) -> None:
    if fault.kind is FaultKind.RETRY_AFTER:
        raise TooManyRequests(fault.retry_after)
    if fault.kind is FaultKind.UNAUTHORIZED:
        raise Unauthorized
    if fault.kind is FaultKind.FORBIDDEN:
        raise Forbidden(fault.description or "bot was blocked by the user")
    if fault.kind is FaultKind.BAD_REQUEST:
        raise BadRequest(fault.description or "a fault on request")
