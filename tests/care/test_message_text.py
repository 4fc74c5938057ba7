import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.message_text import (
    HARMLESS,
    Entity,
    MessagePart,
    harmless_entities,
    split_text,
    storable_text,
    units,
)

LIMIT = 100
signs = st.sampled_from(
    ["a", "b ", " ", "\n", "\U0001f600", "\U0001f469\u200d\U0001f37c", "e\u0301", "\u05d0"]
)
texts = st.lists(signs, max_size=300).map("".join)
entities = st.lists(
    st.builds(
        Entity,
        st.sampled_from((*sorted(HARMLESS), "url", "text_mention", "custom_emoji", "new_one")),
        st.integers(0, 400),
        st.integers(0, 400),
    ),
    max_size=6,
)


def formatted(text, kept):
    """Return each unit of the text with the names of the formats on it."""
    on = [set() for _ in range(units(text))]
    for entity in kept:
        for unit in range(entity.offset, entity.offset + entity.length):
            on[unit].add(entity.type)
    return on


def test_harmless_entities_keep_their_places_over_emoji():
    text = "\U0001f600 bold \U0001f469\u200d\U0001f37c end"
    bold = Entity("bold", 3, 4)
    family = Entity("italic", 8, 5)
    assert harmless_entities(text, (bold, family)) == (bold, family)


def test_harmless_entities_leave_out_what_can_carry_an_account():
    carriers = ("mention", "url", "text_link", "text_mention", "custom_emoji", "phone_number")
    given_entities = [Entity(name, 0, 5) for name in (*carriers, "of_the_future")]
    assert harmless_entities("hello", given_entities) == ()


def test_harmless_entities_leave_out_the_language_of_code():
    assert harmless_entities("x = 1", [Entity("pre", 0, 5, "t.me/josie")]) == (Entity("pre", 0, 5),)


@pytest.mark.parametrize(
    ("entity", "kept"),
    [
        (Entity("bold", 3, 99), (Entity("bold", 3, 2),)),
        (Entity("bold", 5, 1), ()),
        (Entity("bold", 99, 1), ()),
        (Entity("bold", 2, 0), ()),
        (Entity("bold", -2, 4), (Entity("bold", 0, 2),)),
        (Entity("bold", 0, -3), ()),
    ],
)
def test_harmless_entities_are_clipped_to_the_text(entity, kept):
    assert harmless_entities("hello", [entity]) == kept


def test_harmless_entities_never_cut_through_an_emoji():
    assert harmless_entities("\U0001f600a", [Entity("bold", 1, 2)]) == (Entity("bold", 0, 3),)


def test_short_text_is_one_part_under_a_bold_header():
    parts = split_text("Josie", "Good morning", (Entity("italic", 5, 7),))
    assert parts == (
        MessagePart("Josie\nGood morning", (Entity("bold", 0, 5), Entity("italic", 11, 7))),
    )
    assert split_text("", "Good morning") == (MessagePart("Good morning", ()),)


def test_longest_text_with_a_header_becomes_two_parts():
    text = ("word " * 819) + "x"
    first, second = split_text("Josie", text)
    assert units(first.text) <= 4096
    assert first.text + second.text.removeprefix("Josie\n") == f"Josie\n{text}"
    assert second == MessagePart("Josie\nword x", (Entity("bold", 0, 5),))


def test_cut_falls_before_a_format_rather_than_inside():
    text = "a" * 60 + " " + "b" * 20 + " " + "c" * 40
    first, second = split_text("", text, (Entity("bold", 61, 61),), limit=LIMIT)
    assert first == MessagePart("a" * 60 + " ", ())
    assert second == MessagePart("b" * 20 + " " + "c" * 40, (Entity("bold", 0, 61),))


def test_format_longer_than_a_part_goes_on():
    parts = split_text("", "a" * 250, (Entity("spoiler", 0, 250),), limit=LIMIT)
    assert [part.entities for part in parts] == [
        (Entity("spoiler", 0, 100),),
        (Entity("spoiler", 0, 100),),
        (Entity("spoiler", 0, 50),),
    ]


def test_cut_keeps_a_joined_emoji_whole():
    family = "\U0001f469\u200d\U0001f37c"
    first, second = split_text("", "a" * 97 + family + "b", limit=LIMIT)
    assert (first.text, second.text) == ("a" * 97, family + "b")


def test_split_refuses_a_limit_too_small_to_keep_signs_whole():
    with pytest.raises(ValueError, match="at least 80"):
        split_text("", "hello", limit=10)


@given(st.sampled_from(("", "Josie", "\U0001f600")), texts, entities)
def test_parts_together_are_the_text_with_its_formats(header, text, given_entities):
    kept = harmless_entities(text, given_entities)
    parts = split_text(header, text, kept, limit=LIMIT)
    head = f"{header}\n" if header else ""
    assert all(part.text.startswith(head) for part in parts)
    bare = [part.text.removeprefix(head) for part in parts]
    assert "".join(bare) == text
    assert all(units(part.text) <= LIMIT for part in parts)
    shown = [on for part in parts for on in formatted(part.text, part.entities)[units(head) :]]
    assert shown == formatted(text, kept)
    assert all(not part.startswith(("\u200d", "\u0301")) for part in bare)


@given(texts, entities)
def test_harmless_entities_are_within_the_text(text, given_entities):
    for entity in harmless_entities(text, given_entities):
        assert entity.type in HARMLESS
        assert 0 <= entity.offset < entity.offset + entity.length <= units(text)
        start = text.encode("utf-16-le")[2 * entity.offset :]
        start.decode("utf-16-le")


def test_storable_text_keeps_every_offset():
    text = "a\x00b\ud800c\U0001f600"
    assert storable_text(text) == "a\ufffdb\ufffdc\U0001f600"
    assert units(storable_text(text)) == units(text)
