import pytest
from aiogram.types import MessageEntity
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import EmptyMessage
from bot.render import (
    LONGEST_TEXT,
    Rendered,
    Renderer,
    split_pages,
    utf16_length,
    without_lone_surrogates,
)
from care.message_text import Entity
from flows.letters import Body, Message, UrgentHelp, Words, body, say
from wording.catalogue import Catalogue, Language, Wording

ENGLISH = Language(
    {
        "letter.may_be_repeat": Wording(("This may be a repeat.",)),
        "peer.says": Wording(("{name} says:",)),
    },
    lambda n: int(n != 1),
)
CATALOGUE = Catalogue({"en": ENGLISH}, fallback="Call 999.", strict=True)
RENDERER = Renderer(CATALOGUE, lambda region, language: f"Help in {region} ({language})")


def slice_utf16(text, offset, length):
    raw = text.encode("utf-16-le")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def test_parts_are_joined_by_an_empty_line():
    content = body(say("peer.says", name="Hannah"), Words("Hello"), UrgentHelp("england"))
    expected = Rendered("Hannah says:\n\nHello\n\nHelp in england (en)")
    assert RENDERER.render(content, "en") == expected


def test_repeat_begins_by_saying_so():
    assert RENDERER.render(body(Words("Hi")), "en", repeated=True) == Rendered(
        "This may be a repeat.\n\nHi"
    )


def test_body_that_says_nothing_is_refused():
    with pytest.raises(EmptyMessage):
        RENDERER.render(body(Words(" ")), "en")


def test_picture_alone_is_a_message():
    assert RENDERER.render(Body((), picture="abc"), "en") == Rendered("", picture="abc")


def test_lone_surrogates_are_replaced_in_place():
    assert without_lone_surrogates("a\ud800b\udc00") == "a\ufffdb\ufffd"


@settings(max_examples=100)
@given(st.lists(st.text("ab😀é\u202e", min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_formats_stay_on_their_words(texts, data):
    parts, marked = [], []
    for text in texts:
        size = len(text)
        start = data.draw(st.integers(0, size - 1))
        end = data.draw(st.integers(start + 1, size))
        entity = Entity("bold", utf16_length(text[:start]), utf16_length(text[start:end]))
        parts.append(Message(text, (entity,)))
        marked.append(text[start:end])
    rendered = RENDERER.render(Body((Words("😀:"), *parts)), "en")
    found = [slice_utf16(rendered.text, e.offset, e.length) for e in rendered.entities]
    assert found == marked


@settings(max_examples=30)
@given(st.text("ab 😀\n", min_size=1, max_size=20), st.integers(1, 1500), st.integers(0, 900))
def test_pages_hold_everything_in_order(piece, times, start):
    text = piece * times
    total = utf16_length(text)
    entities = ()
    if total > start and slice_ok(text, start):
        entities = (MessageEntity(type="bold", offset=start, length=total - start),)
    pages = split_pages(Rendered(text, entities))
    assert "".join(page.text for page in pages) == text
    assert all(utf16_length(page.text) <= LONGEST_TEXT for page in pages)
    marked = "".join(slice_utf16(p.text, e.offset, e.length) for p in pages for e in p.entities)
    assert marked == (slice_utf16(text, start, total - start) if entities else "")


def slice_ok(text, offset):
    try:
        slice_utf16(text, 0, offset)
    except UnicodeDecodeError:
        return False
    return True


def test_picture_with_a_long_text_goes_ahead_of_it():
    long = "a" * 1025
    assert split_pages(Rendered(long, picture="x")) == [
        Rendered("", picture="x"),
        Rendered(long),
    ]
