"""What a person can do on a phone, named for scripts; arguments come as JSON."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from playground.phones import Phones
from playground.samples import SAMPLES
from playground.wire import Json

Action = Callable[[Phones, int, Json], Any]


def _start(phones: Phones, account_id: int, body: Json) -> Json:
    return phones.start(account_id, body.get("payload")).as_view()


def _say(phones: Phones, account_id: int, body: Json) -> Json:
    held = phones.say(account_id, body["text"], body.get("reply_to"), body.get("entities"))
    return held.as_view()


def _post(phones: Phones, account_id: int, body: Json) -> Json:
    return phones.post(account_id, **body).as_view()


def _sticker(phones: Phones, account_id: int, body: Json) -> Json:
    return phones.send_sticker(account_id, body["emoji"]).as_view()


def _album(phones: Phones, account_id: int, body: Json) -> list[Json]:
    pictures = [base64.b64decode(picture) for picture in body["pictures"]]
    sent = phones.send_album(account_id, pictures, body.get("caption"))
    return [held.as_view() for held in sent]


def _press(phones: Phones, account_id: int, body: Json) -> Json:
    return phones.press(account_id, body["message_id"], body["data"]).as_view()


def _edit(phones: Phones, account_id: int, body: Json) -> Json:
    return phones.edit(account_id, body["message_id"], body["text"]).as_view()


def _delete(phones: Phones, account_id: int, body: Json) -> Json:
    phones.delete(account_id, body["message_id"])
    return {}


def _delete_topic(phones: Phones, account_id: int, body: Json) -> Json:
    phones.delete_topic(account_id, body["thread"])
    return {}


def _react(phones: Phones, account_id: int, body: Json) -> Json:
    phones.react(account_id, body["message_id"], body.get("emoji"))
    return {}


def _block(phones: Phones, account_id: int, _: Json) -> Json:
    phones.block(account_id)
    return {}


def _unblock(phones: Phones, account_id: int, _: Json) -> Json:
    phones.unblock(account_id)
    return {}


def _sample(phones: Phones, account_id: int, body: Json) -> Json:
    return SAMPLES[body["kind"]](phones, account_id).as_view()


ACTIONS: Mapping[str, Action] = {
    "start": _start,
    "say": _say,
    "post": _post,
    "sticker": _sticker,
    "album": _album,
    "press": _press,
    "edit": _edit,
    "delete": _delete,
    "delete-topic": _delete_topic,
    "react": _react,
    "block": _block,
    "unblock": _unblock,
    "sample": _sample,
}
