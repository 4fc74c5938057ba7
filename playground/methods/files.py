"""Photos, documents, voice notes, stickers, albums, and getFile."""

from typing import Any

from aiogram.methods import GetFile, SendDocument, SendMediaGroup, SendPhoto, SendSticker, SendVoice

from playground.desk import Desk
from playground.files import StoredFile
from playground.methods.handler import Handler
from playground.phones import photo_sizes
from playground.refusals import BadRequest
from playground.wire import Json

ALBUM_SIZES = range(2, 11)
LARGEST_DOWNLOAD_BYTES = 20 * 1024 * 1024
"""getFile serves up to 20 MB (core.telegram.org/bots/api#getfile)."""


def send_photo(desk: Desk, method: SendPhoto) -> Json:
    """Send a photo; bytes that are no image are refused."""
    chat = desk.reach(method.chat_id)
    content = {**_photo(desk, method.photo), **desk.read_caption(method)}
    if method.has_spoiler:
        content["has_media_spoiler"] = True
    return desk.send(method, chat, content)


def send_document(desk: Desk, method: SendDocument) -> Json:
    """Send any file."""
    chat = desk.reach(method.chat_id)
    content = {**_document(desk, method.document), **desk.read_caption(method)}
    return desk.send(method, chat, content)


def send_voice(desk: Desk, method: SendVoice) -> Json:
    """Send a voice note; its length is what the request says, in seconds."""
    chat = desk.reach(method.chat_id)
    stored = desk.take_file(method.voice, "voice")
    voice = {
        **stored.as_file(),
        "duration": _seconds(method.duration),
        "mime_type": stored.mime_type,
    }
    return desk.send(method, chat, {"voice": voice, **desk.read_caption(method)})


def send_sticker(desk: Desk, method: SendSticker) -> Json:
    """Send a sticker."""
    chat = desk.reach(method.chat_id)
    stored = desk.take_file(method.sticker, "stickers")
    sticker = {
        **stored.as_file(),
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": method.emoji or "👍",
    }
    return desk.send(method, chat, {"sticker": sticker})


def send_media_group(desk: Desk, method: SendMediaGroup) -> list[Json]:
    """Send an album of photos and documents, one message each under one group id."""
    chat = desk.reach(method.chat_id)
    if len(method.media) not in ALBUM_SIZES:
        raise BadRequest("group send failed: albums have 2 to 10 items")
    parts = [{**_item(desk, item), **desk.read_caption(item)} for item in method.media]
    group = {"media_group_id": str(13_000_000 + chat.last_id)}
    return [desk.send(method, chat, {**part, **group}) for part in parts]


def get_file(desk: Desk, method: GetFile) -> Json:
    """Return where to download a file, up to 20 MB."""
    stored = desk.phones.files.find(method.file_id)
    if len(stored.data) > LARGEST_DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return {**stored.as_file(), "file_path": stored.path}


def _item(desk: Desk, item: Any) -> Json:
    if item.type == "photo":
        return _photo(desk, item.media)
    if item.type == "document":
        return _document(desk, item.media)
    raise BadRequest(f"not supported by the playground: {item.type} in an album")


def _photo(desk: Desk, value: Any) -> Json:
    return {"photo": photo_sizes(desk.take_file(value, "photos"))}


def _document(desk: Desk, value: Any) -> Json:
    stored: StoredFile = desk.take_file(value, "documents")
    return {
        "document": {**stored.as_file(), "file_name": stored.name, "mime_type": stored.mime_type}
    }


def _seconds(duration: Any) -> int:
    return int(duration.total_seconds() if hasattr(duration, "total_seconds") else duration or 0)


HANDLERS: dict[str, Handler] = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendSticker": send_sticker,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
