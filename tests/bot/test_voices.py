import pytest

from bot.errors import MediaRefused
from bot.ogg import read_stream
from bot.voices import OUR_TAGS, RebuiltVoice, rebuild_voice
from tests.bot.voice_files import (
    FRAME,
    SILENCE,
    Page,
    joined,
    opus_head,
    opus_tags,
    recording,
)

CANARY = b"CANARY"
PADDED = b"\xfb\x41" + bytes([255, 3]) + SILENCE[1:] + CANARY.ljust(257, b"!")
BARE = b"\xfb\x01" + SILENCE[1:]


def packets_of(data):
    return read_stream(data).packets


def test_sound_passes_in_a_new_file():
    rebuilt = rebuild_voice(joined(recording()))
    pages = [
        Page((opus_head(rate=48_000),), flags=2, serial=1),
        Page((OUR_TAGS,), serial=1, number=1),
        Page((SILENCE,) * 50, granule=48_000, serial=1, number=2),
        Page((SILENCE,) * 25, flags=4, granule=72_000, serial=1, number=3),
    ]
    assert rebuilt == RebuiltVoice(joined(pages), 1)


def test_rebuilding_again_changes_nothing():
    once = rebuild_voice(joined(recording()))
    assert rebuild_voice(once.data) == once


CARRIERS = {
    "vendor": recording(tags=opus_tags(vendor=CANARY)),
    "comment": recording(tags=opus_tags(b"ARTIST=" + CANARY)),
    "picture": recording(tags=opus_tags(b"METADATA_BLOCK_PICTURE=" + CANARY * 9_000)),
    "behind the tags": recording(tags=opus_tags() + CANARY),
    "padding": recording((PADDED,) * 3),
    "serial": recording(serial=int.from_bytes(CANARY[:4])),
    "places": recording(end=int.from_bytes(CANARY)),
}


@pytest.mark.parametrize("pages", CARRIERS.values(), ids=CARRIERS.keys())
def test_nothing_but_sound_passes(pages):
    rebuilt = rebuild_voice(joined(pages)).data
    assert not any(part in rebuilt for part in (CANARY, CANARY[::-1], b"CANA", b"ANAC"))
    assert packets_of(rebuilt)[1] == OUR_TAGS


def test_padding_is_taken_off_and_the_frames_stay():
    rebuilt = rebuild_voice(joined(recording((PADDED, SILENCE))))
    assert packets_of(rebuilt.data)[2:] == (BARE, SILENCE)


def test_tags_over_several_pages_are_read_whole():
    tags = opus_tags(b"x" * 100_000)
    first, rest = tags[: 255 * 255], tags[255 * 255 :]
    pages = [
        Page((opus_head(),), flags=2),
        Page((first,), number=1, granule=-1, lengths=b"\xff" * 255),
        Page((rest,), number=2, flags=1),
        Page((SILENCE,) * 5, number=3, flags=4, granule=5 * FRAME),
    ]
    assert packets_of(rebuild_voice(joined(pages)).data)[2:] == (SILENCE,) * 5


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (72_000, 72_000),
        (71_500, 71_500),
        (71_040, 72_000),  # a whole packet less
        (90_000, 72_000),
        (-1, 72_000),
    ],
)
def test_end_is_kept_where_it_cuts_the_last_packet(said, written):
    rebuilt = rebuild_voice(joined(recording(end=said)))
    assert read_stream(rebuilt.data).end == written


@pytest.mark.parametrize(
    ("packets", "seconds"),
    [((SILENCE,) * 75, 1), ((SILENCE,) * 76, 2), ((SILENCE,), 1), ((SILENCE,) * 3000, 60)],
)
def test_length_is_measured_in_whole_seconds(packets, seconds):
    assert rebuild_voice(joined(recording(packets))).seconds == seconds


def test_more_than_an_hour_is_too_large(monkeypatch):
    monkeypatch.setattr("bot.voices.LONGEST_SECONDS", 1)
    rebuild_voice(joined(recording((SILENCE,) * 50)))
    with pytest.raises(MediaRefused) as caught:
        rebuild_voice(joined(recording((SILENCE,) * 51)))
    assert caught.value.reason == "voice.too_large"


UNREADABLE = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "an MP3": b"ID3\x04" + bytes(500),
    "cut in a page": joined(recording())[:-40],
    "a second stream": joined(recording()) + joined(recording(serial=9)),
    "header alone": joined(recording()[:1]),
    "no sound": joined(recording()[:2]),
    "less than is skipped": joined(recording((SILENCE,), head=opus_head(skip=FRAME))),
    "no tags": joined(recording(tags=b"NoTags")),
    "Vorbis": joined(recording(head=b"\x01vorbis".ljust(19))),
    "a longer header": joined(recording(head=opus_head() + b"!")),
    "three channels": joined(recording(head=opus_head(channels=3))),
    "mapped channels": joined(recording(head=opus_head(mapping=1))),
    "an empty packet": joined(recording((SILENCE, b"", SILENCE))),
    "no count": joined(recording((b"\xfb",))),
    "no frames": joined(recording((b"\xfb\x00",))),
    "49 frames": joined(recording((b"\xe3\x31",))),
    "over 120 ms": joined(recording((b"\x1b\x03",))),
    "all padding": joined(recording((b"\xfb\x41\xff\xff",))),
    "more padding than packet": joined(recording((b"\xfb\x41\x09ab",))),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_voice_message_is_refused(data):
    with pytest.raises(MediaRefused) as caught:
        rebuild_voice(data)
    assert caught.value.reason == "voice.unreadable"
