"""Made-up things to attach, so that bad input can be tried with one tap."""

import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from playground.chats import Held
from playground.people import Account
from playground.phones import Phones

HUM = (Path(__file__).parent / "hum.ogg").read_bytes()
"""Four seconds of a made-up tune, in Ogg Opus as phones record it."""


def draw_png(width: int = 320, height: int = 200) -> bytes:
    """Return a small picture: an evening sky over a hill."""
    rows = b"".join(b"\x00" + _draw_row(y, width, height) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _draw_row(y: int, width: int, height: int) -> bytes:
    down = y / height
    sky = bytes((int(90 + 150 * down), int(90 + 80 * down), int(150 + 10 * down)))
    hill = bytes((52, 84, 72))
    half = width / 2
    return b"".join(
        hill if down > 0.62 + 0.3 * ((x - half) / half) ** 2 else sky for x in range(width)
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def _photo(phones: Phones, account_id: int) -> Held:
    return phones.send_photo(account_id, draw_png(), caption="The hill behind our house")


def _album(phones: Phones, account_id: int) -> Held:
    pictures = [draw_png(320, height) for height in (200, 240, 320)]
    return phones.send_album(account_id, pictures, "The hill, day by day")[-1]


def _voice(phones: Phones, account_id: int) -> Held:
    return phones.send_voice(account_id, HUM, seconds=4)


def _sticker(phones: Phones, account_id: int) -> Held:
    return phones.send_sticker(account_id, "🌻")


def _contact(phones: Phones, account_id: int) -> Held:
    return phones.send_contact(account_id, "Aunt May", "+44 7700 900123")


def _location(phones: Phones, account_id: int) -> Held:
    return phones.send_location(account_id, 51.4779, -0.0015)


def _poll(phones: Phones, account_id: int) -> Held:
    return phones.send_poll(account_id, "Tea or coffee?", ["Tea", "Coffee", "Neither"])


def _document(phones: Phones, account_id: int) -> Held:
    return phones.send_document(account_id, b"A made-up letter.\n", "letter.txt")


def _forward(phones: Phones, account_id: int) -> Held:
    others: list[Account] = [item for item in phones.accounts if item.id != account_id]
    return phones.forward(account_id, "See you on Tuesday at the café.", others[-1].id)


SAMPLES: Mapping[str, Callable[[Phones, int], Held]] = {
    "photo": _photo,
    "album": _album,
    "voice": _voice,
    "sticker": _sticker,
    "contact": _contact,
    "location": _location,
    "poll": _poll,
    "document": _document,
    "forward": _forward,
}
"""By kind. The phone number is from the range Ofcom keeps for drama (07700 900000-900999)."""
