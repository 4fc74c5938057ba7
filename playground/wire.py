"""JSON as the Bot API puts it on the wire."""

import json
from datetime import datetime
from typing import Any

from aiogram.client.default import Default
from pydantic import BaseModel

Json = dict[str, Any]

_encode = json.JSONEncoder(separators=(",", ":")).encode


def to_wire(model: BaseModel) -> Json:
    """Return the model as the plain object Telegram would send, without empty fields."""
    unsaid = {name for name, value in model if isinstance(value, Default)}
    return model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=unsaid)


def to_bytes(value: Any) -> bytes:
    """Return JSON in ASCII: even a lone surrogate survives as its escape."""
    return _encode(value).encode("ascii")


def to_timestamp(moment: datetime) -> int:
    """Return whole Unix seconds; `moment` must be aware."""
    return int(moment.timestamp())
