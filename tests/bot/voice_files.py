"""Ogg Opus files for tests, built by hand and byte by byte, apart from the code under test."""

import struct
from dataclasses import dataclass

SILENCE = b"\xf8\xff\xfe"  # 20 ms of full-band mono silence: configuration 31, one frame
FRAME = 960  # samples of SILENCE


def crc(data: bytes) -> int:
    """RFC 3533's checksum, bit by bit."""
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1) ^ (0x104C11DB7 if register & 0x80000000 else 0)
    return register


@dataclass
class Page:
    """One page; what is not said is what a phone would write."""

    packets: tuple[bytes, ...]
    flags: int = 0
    granule: int = 0
    serial: int = 0xC0FFEE
    number: int = 0
    lengths: bytes | None = None

    def __bytes__(self) -> bytes:
        lengths = self.lengths
        if lengths is None:
            lengths = b"".join(
                b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in self.packets
            )
        fields = (self.flags, self.granule, self.serial, self.number)
        head = b"OggS\0" + struct.pack("<BqII", *fields)
        rest = bytes([len(lengths)]) + lengths + b"".join(self.packets)
        return head + struct.pack("<I", crc(head + bytes(4) + rest)) + rest


def opus_head(channels: int = 1, skip: int = 312, rate: int = 44_100, mapping: int = 0) -> bytes:
    """The header of a recording."""
    return b"OpusHead" + struct.pack("<BBHIhB", 1, channels, skip, rate, 0, mapping)


def opus_tags(*comments: bytes, vendor: bytes = b"libopus of a phone") -> bytes:
    """Tags with what a phone may write into them."""
    told = b"".join(struct.pack("<I", len(one)) + one for one in comments)
    return (
        b"OpusTags"
        + struct.pack("<I", len(vendor))
        + vendor
        + struct.pack("<I", len(comments))
        + told
    )


def recording(
    packets: tuple[bytes, ...] = (SILENCE,) * 75,
    *,
    head: bytes = b"",
    tags: bytes = b"",
    end: int | None = None,
    serial: int = 0xC0FFEE,
) -> list[Page]:
    """The pages of a short recording, 1.5 s unless told otherwise."""
    parts = [(head or opus_head(),), (tags or opus_tags(),)]
    parts += [packets[at : at + 50] for at in range(0, len(packets), 50)]
    pages = [Page(part, serial=serial, number=n) for n, part in enumerate(parts)]
    for page in pages[2:]:
        page.granule = FRAME * min(len(packets), 50 * (page.number - 1))
    pages[0].flags, pages[-1].flags = 2, 4
    if end is not None:
        pages[-1].granule = end
    return pages


def joined(pages: list[Page]) -> bytes:
    """The file."""
    return b"".join(map(bytes, pages))
