"""What came in over HTTP: parameters and files, from any of the forms Telegram takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from playground.decoding import Upload
from playground.refusals import BadRequest


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request's parameters, its files by field name, and its raw bytes."""

    params: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    raw: bytes

    @property
    def chat_id(self) -> int | None:
        """Return the chat the request names, as a number if it is one."""
        value = str(self.params.get("chat_id", ""))
        return int(value) if value.removeprefix("-").isdecimal() else None


async def read_incoming(request: Request) -> Incoming:
    """Read query, urlencoded, multipart or JSON. Raises BadRequest for a broken body."""
    raw = await request.body()
    params: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    content_type = request.headers.get("content-type", "")
    if raw and content_type.startswith("application/json"):
        params.update(_read_json(raw))
    elif raw:
        await _read_form(request, params, uploads)
    return Incoming(params, uploads, raw or request.url.query.encode())


def _read_json(raw: bytes) -> dict[str, Any]:
    try:
        values = json.loads(raw)
    except ValueError:
        raise BadRequest("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise BadRequest("object expected as request")
    return values


async def _read_form(request: Request, params: dict[str, Any], uploads: dict[str, Upload]) -> None:
    try:
        async with request.form() as form:
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    name, kind = value.filename or key, value.content_type
                    data = await value.read()
                    uploads[key] = Upload(name, kind or "application/octet-stream", data)
                else:
                    params[key] = value
    except (MultiPartException, UnicodeDecodeError):
        raise BadRequest("can't parse the form") from None
