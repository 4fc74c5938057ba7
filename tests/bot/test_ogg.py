import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ogg import BadOgg, Stream, checksum, read_stream, write_stream
from tests.bot.voice_files import Page, crc, joined, recording


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_checksum_is_that_of_the_standard(data):
    assert checksum(data) == crc(data)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.binary(max_size=20), st.sampled_from([254, 255, 256, 510, 70_000]).map(bytes)
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(pages):
    written = write_stream((number, packets) for number, packets in enumerate(pages))
    packets = tuple(packet for page in pages for packet in page)
    assert read_stream(written) == Stream(packets, len(pages) - 1)


def test_page_by_page_it_is_what_the_standard_says():
    assert write_stream([(0, [b"head"]), (7, [b"a" * 255, b"b"])]) == joined(
        [
            Page((b"head",), flags=2, serial=1),
            Page((b"a" * 255, b"b"), flags=4, granule=7, serial=1, number=1),
        ]
    )


def test_packet_longer_than_a_page_goes_on_in_the_next():
    long = bytes(255 * 255 + 10)
    assert write_stream([(9, [long])]) == joined(
        [
            Page((long[: 255 * 255],), flags=2, granule=-1, serial=1, lengths=b"\xff" * 255),
            Page((long[:10],), flags=1 | 4, granule=9, serial=1, number=1),
        ]
    )


def damaged(**changes):
    """A recording whose second page is changed."""
    pages = recording()
    for name, value in changes.items():
        setattr(pages[1], name, value)
    return joined(pages)


WHOLE = joined(recording())
BAD = {
    "nothing": b"",
    "no Ogg": b"RIFF" + bytes(60),
    "junk in front": b"junk" + WHOLE,
    "junk between pages": bytes(recording()[0]) + b"junk" + joined(recording()[1:]),
    "junk behind": WHOLE + b"junk",
    "a short end": WHOLE[:-1],
    "cut in a header": WHOLE[:20],
    "cut in the lengths": WHOLE[:27],
    "a flipped bit": WHOLE[:-1] + bytes([WHOLE[-1] ^ 1]),
    "another stream between": damaged(serial=5),
    "another stream behind": WHOLE + joined(recording(serial=5)),
    "the same one again": WHOLE + WHOLE,
    "a missing page": joined([recording()[0], *recording()[2:]]),
    "a second beginning": damaged(flags=2),
    "a packet without its beginning": damaged(flags=1),
    "a packet without its end": damaged(lengths=b"\xff", packets=(bytes(255),)),
    "a version of tomorrow": WHOLE[:4] + b"\1" + WHOLE[5:],
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_anything_but_one_whole_stream_is_refused(data):
    with pytest.raises(BadOgg):
        read_stream(data)


def test_stream_cut_behind_a_page_but_in_a_packet_is_refused():
    pages = [Page((b"head",), flags=2), Page((bytes(255),), number=1, lengths=b"\xff")]
    with pytest.raises(BadOgg):
        read_stream(joined(pages))
