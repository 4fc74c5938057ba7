from hypothesis import given, settings
from hypothesis import strategies as st

from playground.formatted import FormattedText, clean, clean_with_entities, trim
from playground.found_entities import find_entities
from playground.utf16 import cut, measure


def bold(offset, length):
    return {"type": "bold", "offset": offset, "length": length}


def test_control_and_direction_characters_are_cleaned_away():
    assert clean("a\x00b\r\nc\u202ed\te\u2028f") == "a b\ncd ef"


def test_entities_move_with_the_cleaned_words():
    formatted = clean_with_entities("\u202ea\r\n😀b", [bold(3, 4), bold(0, 1), bold(90, 2)])

    assert formatted == FormattedText("a\n😀b", (bold(1, 4),))


def test_trimming_moves_cuts_and_drops_entities():
    formatted = trim(FormattedText(" \n ab ", (bold(0, 6), bold(3, 1), bold(5, 1))))

    assert formatted == FormattedText("ab", (bold(0, 2), bold(0, 1)))


@settings(max_examples=100)
@given(st.text(max_size=20), st.integers(0, 20), st.integers(1, 20))
def test_cleaned_entity_covers_the_cleaned_words(text, start, size):
    words = text[start : start + size]
    if not words:
        return
    formatted = clean_with_entities(text, [bold(measure(text[:start]), measure(words))])

    covered = [cut(formatted.text, item["offset"], item["length"]) for item in formatted.entities]
    assert covered == ([clean(words)] if clean(words) else [])


def test_links_names_and_numbers_are_found_outside_code():
    text = "/start see www.example.org, t.me/x a@b.org @sam_birch #tea +44 7700 900123 😀"
    found = [
        (item["type"], cut(text, item["offset"], item["length"])) for item in find_entities(text)
    ]

    assert found == [
        ("bot_command", "/start"),
        ("url", "www.example.org"),
        ("url", "t.me/x"),
        ("email", "a@b.org"),
        ("mention", "@sam_birch"),
        ("hashtag", "#tea"),
        ("phone_number", "+44 7700 900123"),
    ]
    code = {"type": "code", "offset": 0, "length": measure(text)}
    assert find_entities(text, (code,)) == (code,)
    assert find_entities("and/or 1/2 a.b") == ()
