"""Ogg pages (RFC 3533): one stream taken apart into its packets, and put together again.

What a page carries beside its packets (serial number, gaps between pages, the lengths that a
packet was cut into) is left behind.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEAD = struct.Struct("<4sBBqIIIB")
_CRC_AT = 22
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_MOST_SEGMENTS = 255
_SEGMENT = 255
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
OUR_SERIAL = 1  # one stream to a file, so any number tells it apart


class BadOgg(ValueError):
    """The bytes are not one whole Ogg stream and nothing else."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The packets of a stream, in order; `end` is the granule position of its last page."""

    packets: tuple[bytes, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: int
    serial: int
    number: int
    lengths: bytes
    content: bytes


def read_stream(data: bytes) -> Stream:
    """The only stream of a file. Raises BadOgg for a second one, for junk, gaps or a cut."""
    pages = list(_pages(data))
    packets: list[bytes] = []
    unfinished: list[bytes] = []
    for number, page in enumerate(pages):
        _check_order(page, number, pages[0].serial)
        if bool(page.flags & _CONTINUED) != bool(unfinished):
            raise BadOgg("A packet lacks its beginning or its end.")
        unfinished = _take_packets(page, unfinished, packets)
    if not pages or unfinished:
        raise BadOgg("The stream breaks off.")
    return Stream(tuple(packets), pages[-1].granule)


def write_stream(pages: Iterable[tuple[int, list[bytes]]]) -> bytes:
    """A file of one stream: each page given by its granule position and its packets.

    What does not fit into one page of Ogg goes on in the next one.
    """
    pieces = [piece for granule, packets in pages for piece in _cut(granule, packets)]
    last = len(pieces) - 1
    return b"".join(
        _write_page(
            _Page(
                flags | (_FIRST if number == 0 else 0) | (_LAST if number == last else 0),
                granule,
                OUR_SERIAL,
                number,
                lengths,
                content,
            )
        )
        for number, (flags, granule, lengths, content) in enumerate(pieces)
    )


def checksum(page: bytes) -> int:
    """The CRC of a page whose own CRC is zero: polynomial 0x04c11db7, nothing inverted.

    zlib counts the same polynomial with all bits mirrored and inverts before and after.
    """
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def _pages(data: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(data):
        page, at = _read_page(data, at)
        yield page


def _read_page(data: bytes, at: int) -> tuple[_Page, int]:
    if len(data) - at < _HEAD.size:
        raise BadOgg("A page breaks off.")
    mark, version, flags, granule, serial, number, crc, count = _HEAD.unpack_from(data, at)
    if mark != b"OggS" or version != 0:
        raise BadOgg("No page begins where one should.")
    body_at = at + _HEAD.size + count
    lengths = data[at + _HEAD.size : body_at]
    end = body_at + sum(lengths)
    if len(lengths) < count or end > len(data):
        raise BadOgg("A page breaks off.")
    whole = data[at : at + _CRC_AT] + bytes(4) + data[at + _CRC_AT + 4 : end]
    if checksum(whole) != crc:
        raise BadOgg("A page is damaged.")
    return _Page(flags, granule, serial, number, lengths, data[body_at:end]), end


def _check_order(page: _Page, number: int, serial: int) -> None:
    if page.serial != serial or page.number != number:
        raise BadOgg("There is a second stream, or a page is missing.")
    if bool(page.flags & _FIRST) != (number == 0):
        raise BadOgg("A stream begins in the middle.")


def _take_packets(page: _Page, unfinished: list[bytes], packets: list[bytes]) -> list[bytes]:
    """Add what ends on this page to the packets; returns the beginning of what does not."""
    at = 0
    for length in page.lengths:
        unfinished.append(page.content[at : at + length])
        at += length
        if length < _SEGMENT:
            packets.append(b"".join(unfinished))
            unfinished = []
    return unfinished


def _cut(granule: int, packets: list[bytes]) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(flags, granule, lengths, content) of the pages that these packets take."""
    lengths = b"".join(_lengths(packet) for packet in packets)
    content = b"".join(packets)
    flags = at = 0
    for start in range(0, len(lengths), _MOST_SEGMENTS):
        here = lengths[start : start + _MOST_SEGMENTS]
        end = at + sum(here)
        ends_packet = any(length < _SEGMENT for length in here)
        yield flags, granule if ends_packet else -1, here, content[at:end]
        flags = _CONTINUED if here[-1] == _SEGMENT else 0
        at = end


def _lengths(packet: bytes) -> bytes:
    whole, rest = divmod(len(packet), _SEGMENT)
    return bytes([_SEGMENT]) * whole + bytes([rest])


def _write_page(page: _Page) -> bytes:
    head = _HEAD.pack(
        b"OggS",
        0,
        page.flags,
        page.granule,
        page.serial,
        page.number,
        0,
        len(page.lengths),
    )
    whole = head + page.lengths + page.content
    return whole[:_CRC_AT] + struct.pack("<I", checksum(whole)) + whole[_CRC_AT + 4 :]
