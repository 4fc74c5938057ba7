"""Requests decoded into aiogram's own method models, as Telegram would read them."""

import inspect
import json
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import BaseModel, ValidationError

from playground.refusals import BadRequest, NotFound
from playground.wire import Json

_NUMBER = re.compile(r"-?\d{1,19}")
_KNOWN_LACKS = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "sticker": "there is no sticker in the request",
    "message_id": "message identifier is not specified",
    "reply_markup": "can't parse reply keyboard markup JSON object",
}

_MAY_LACK: Mapping[str, Json] = {"setWebhook": {"url": ""}}
"""What Telegram takes for empty where aiogram's model wants it and its session drops it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shape:
    """A method with what must be known to read its values from text."""

    name: str
    model: type[TelegramMethod[Any]]
    from_json: frozenset[str]
    """Fields whose text is JSON: lists and objects."""
    text_or_json: frozenset[str]
    """Those of them that may be a plain text as well."""
    ids: frozenset[str]
    """Fields that take a number or an @username."""

    def decode(self, params: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Any:
        """Return the method model. Raises BadRequest as Telegram does for bad values."""
        values = {key: self._read(key, value) for key, value in params.items()}
        values = {**_MAY_LACK.get(self.name, {}), **values}
        for key in uploads:
            if key in self.model.model_fields:
                values[key] = f"attach://{key}"
        try:
            return self.model.model_validate(values)
        except ValidationError as error:
            raise BadRequest(_explain(error)) from None

    def _read(self, key: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if key in self.from_json:
            return self._read_json(key, value)
        if key in self.ids and _NUMBER.fullmatch(value):
            return int(value)
        return value

    def _read_json(self, key: str, value: str) -> Any:
        try:
            return json.loads(value)
        except ValueError:
            if key in self.text_or_json:
                return value
            reason = _KNOWN_LACKS.get(key, f"can't parse {key} JSON object")
            raise BadRequest(reason) from None


def find_shape(name: str) -> Shape:
    """Return the method of this name, in any case. Raises NotFound."""
    if shape := SHAPES.get(name.lower()):
        return shape
    raise NotFound("method not found")


def given(value: Any) -> Any:
    """Return a field's value, None where the request left it to the bot's default."""
    return None if isinstance(value, Default) else value


def as_params(method: BaseModel) -> Json:
    """Return what the request set, as plain values for the log."""
    return method.model_dump(exclude_unset=True)


def _explain(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else "request"
    if field in _KNOWN_LACKS and (first["type"] == "missing" or field == "reply_markup"):
        return _KNOWN_LACKS[field]
    return f'parameter "{field}" is invalid: {first["msg"]}'


def _build_shape(model: type[TelegramMethod[Any]]) -> Shape:
    members = {key: _members(field.annotation) for key, field in model.model_fields.items()}
    structured = {key for key, kinds in members.items() if any(map(_is_structured, kinds))}
    return Shape(
        name=model.__api_method__,
        model=model,
        from_json=frozenset(structured),
        text_or_json=frozenset(key for key in structured if str in members[key]),
        ids=frozenset(key for key, kinds in members.items() if {int, str} <= set(kinds)),
    )


def _members(annotation: Any) -> list[Any]:
    if get_origin(annotation) in {Union, types.UnionType}:
        return [kind for part in get_args(annotation) for kind in _members(part)]
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    return [annotation]


def _is_structured(kind: Any) -> bool:
    origin = get_origin(kind) or kind
    return inspect.isclass(origin) and issubclass(origin, list | dict | BaseModel)


SHAPES = {
    model.__api_method__.lower(): _build_shape(model)
    for model in vars(methods).values()
    if inspect.isclass(model) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}
