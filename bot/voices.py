"""Voice messages rebuilt: the same sound in a new Ogg Opus file that holds nothing else (RFC 7845).

The sound is not decoded, so it passes as it was spoken; a voice can be known again all the same.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import MediaRefused
from bot.ogg import BadOgg, Stream, read_stream, write_stream
from bot.opus import RATE, bare_packet, samples_of

LONGEST_SECONDS = 3_600  # of a message that we pass on; at 32 kbit/s that is 14 MB
_HEAD = struct.Struct("<8sBBHIhB")
_TAGS = b"OpusTags"
OUR_TAGS = _TAGS + struct.pack("<II", 0, 0)  # no vendor, no comments
_CHANNELS = (1, 2)


@dataclass(frozen=True, slots=True)
class RebuiltVoice:
    """A voice message to be sent, and its length in whole seconds, one or more."""

    data: bytes
    seconds: int


@dataclass(frozen=True, slots=True)
class _Sound:
    packets: tuple[bytes, ...]
    lengths: tuple[int, ...]
    """In samples, by packet."""
    skipped: int
    """Samples at the start that are not to be heard."""
    end: int
    """Samples until the end; fewer than the packets hold where the last one is cut."""


def rebuild_voice(data: bytes) -> RebuiltVoice:
    """The same sound in a new file: one stream, our own header, empty tags, no padding.

    Raises MediaRefused: voice.unreadable for what is not one whole Ogg Opus stream in one or two
    channels, voice.too_large for more than an hour.
    """
    try:
        stream = read_stream(data)
        head = _our_head(stream.packets[0])
        sound = _sound(stream, head)
    except (BadOgg, IndexError, struct.error):
        raise MediaRefused("voice.unreadable") from None
    if sound.end > LONGEST_SECONDS * RATE:
        raise MediaRefused("voice.too_large")
    pages = [(0, [head]), (0, [OUR_TAGS]), *_pages(sound)]
    seconds = round((sound.end - sound.skipped) / RATE)
    return RebuiltVoice(write_stream(pages), max(1, seconds))


def _our_head(packet: bytes) -> bytes:
    """The header with what the sound needs; the rate of the recording device is not told."""
    mark, version, channels, skip, _, gain, mapping = _HEAD.unpack(packet)
    if mark != b"OpusHead" or version != 1 or channels not in _CHANNELS or mapping != 0:
        raise BadOgg("This is not Opus in one or two channels.")
    return _HEAD.pack(mark, version, channels, skip, RATE, gain, mapping)


def _sound(stream: Stream, head: bytes) -> _Sound:
    if not stream.packets[1].startswith(_TAGS):
        raise BadOgg("The tags are missing.")
    lengths = tuple(samples_of(packet) for packet in stream.packets[2:])
    packets = tuple(bare_packet(packet) for packet in stream.packets[2:])
    skipped = _HEAD.unpack(head)[3]
    total = sum(lengths)
    if total <= skipped:
        raise BadOgg("There is no sound.")
    is_cut = max(skipped, total - lengths[-1]) < stream.end < total
    return _Sound(packets, lengths, skipped, stream.end if is_cut else total)


def _pages(sound: _Sound) -> Iterator[tuple[int, list[bytes]]]:
    """The packets in pages of about a second, each with its place in samples."""
    held: list[bytes] = []
    place = begun = 0
    for packet, length in zip(sound.packets, sound.lengths, strict=True):
        if held and place + length - begun > RATE:
            yield place, held
            held, begun = [], place
        held.append(packet)
        place += length
    yield sound.end, held
