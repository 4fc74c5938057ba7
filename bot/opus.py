"""Opus packets (RFC 6716, section 3): how long each sounds, and each without its padding."""

from bot.ogg import BadOgg

RATE = 48_000  # samples a second in which Opus counts, whatever was recorded
LONGEST_PACKET = 5_760  # samples: 120 ms, the most that one packet may hold
_FRAME_SAMPLES = (  # by configuration number: table 2 of RFC 6716
    *(480, 960, 1920, 2880) * 3,  # SILK
    *(480, 960) * 2,  # hybrid
    *(120, 240, 480, 960) * 4,  # CELT
)
_PADDED = 0x40
_MANY = 3


def bare_packet(packet: bytes) -> bytes:
    """The packet without padding, which may hold anything and is never heard.

    Raises BadOgg where the padding is longer than the packet.
    """
    if packet[0] & 3 != _MANY or not packet[1] & _PADDED:
        return packet
    at, padding = 2, 0
    while True:
        if at >= len(packet):
            raise BadOgg("A packet is all padding.")
        length = packet[at]
        at += 1
        padding += min(length, 254)
        if length < 255:
            break
    if at + padding > len(packet):
        raise BadOgg("A packet is all padding.")
    head = bytes([packet[0], packet[1] & ~_PADDED])
    return head + packet[at : len(packet) - padding]


def samples_of(packet: bytes) -> int:
    """How long the packet sounds, in samples of 1/48,000 s. Raises BadOgg for no Opus packet."""
    if not packet:
        raise BadOgg("A packet is empty.")
    kind = packet[0] & 3
    if kind == _MANY and len(packet) < 2:
        raise BadOgg("A packet does not say how many frames it has.")
    count = packet[1] & 0x3F if kind == _MANY else (1, 2, 2)[kind]
    samples = count * _FRAME_SAMPLES[packet[0] >> 3]
    if not 0 < samples <= LONGEST_PACKET:
        raise BadOgg("A packet is longer than Opus allows.")
    return samples
