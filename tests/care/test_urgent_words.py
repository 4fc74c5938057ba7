from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.urgent_words import (
    UrgentWords,
    UrgentWordsUnknownError,
    WordGroup,
    groups_found,
    make_ready,
    urgent_words,
)

EN = urgent_words("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I want to kill myself", ("suicide",)),
        ("i wanna kiiiiilll my self", ("suicide",)),
        ("K I L L myself", ("suicide",)),
        ("I just want to really die", ("suicide",)),
        ("I don\u2019t want to be here anymore", ("suicide",)),
        ("i do not want to   be\nhere any-more", ("suicide",)),
        ("SUICIDAL again", ("suicide",)),
        ("I keep thinking about OVERDOSING", ("suicide",)),
        ("\U0001d424\U0001d422\U0001d425\U0001d425 myself", ("suicide",)),
        ("k\u200bill myself", ("suicide",)),
        ("I cut myself again last night", ("self_harm",)),
        ("scared I will hurt my baby", ("baby",)),
        ("the voices tell me things", ("baby",)),
        ("he always hits me", ("danger_at_home",)),
        ("I'm not safe at home", ("danger_at_home",)),
        ("he hit me and I want to die", ("suicide", "danger_at_home")),
    ],
)
def test_groups_found_in_plain_words(text, expected):
    assert groups_found(text, EN) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I am dying to see you",
        "my back is killing me",
        "that cake is to die for",
        "I could have died laughing",
        "we need to kill some time",
        "hit me up on Friday",
        "the grief hits me at night",
        "he hits me up every week",
        "I am dead tired",
        "it beats me how she does it",
        "my mum died last year",
        "I cut his hair myself",
        "skill myself up",
        "",
        "\U0001f600" * 4096,
    ],
)
def test_groups_found_leaves_sayings_alone(text):
    assert groups_found(text, EN) == ()


def test_a_saying_does_not_hide_what_stands_beside_it():
    assert groups_found("dying to see you but I want to kill myself", EN) == ("suicide",)


@settings(deadline=None)
@given(st.sampled_from([p for g in EN.groups for p in g.phrases]), st.booleans(), st.data())
def test_every_phrase_is_caught_however_it_is_written(phrase, shouted, data):
    places = [word.split("|") for word in phrase.replace("*", "e").split() if word != "~"]
    words = " ".join(data.draw(st.sampled_from(place)) for place in places).replace("_", " ")
    assert groups_found(f"so {words.upper() if shouted else words}, yes", EN)


@pytest.mark.parametrize("phrase", [p for g in EN.groups for p in g.phrases])
def test_every_phrase_can_be_looked_for(phrase):
    """A word that ends in `*` has letters enough to be found by, and nothing is left empty."""
    for place in phrase.split():
        assert all(word.strip("*") for word in place.split("|"))
    assert all(len(word) > 3 for word in phrase.split()[0].split("|") if word.endswith("*"))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_groups_found_never_fails(text):
    assert set(groups_found(text, EN)) <= {group.code for group in EN.groups}


def test_whole_words_only():
    words = UrgentWords(
        "en", "English", "english", 1, "x", date(2026, 1, 1), (WordGroup("a", ("end it",)),), ()
    )
    assert groups_found("bend it", words) == ()
    assert groups_found("end items", words) == ()
    assert groups_found("End it!", words) == ("a",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dark night", ("a",)),
        ("a black night, cold", ("a",)),
        ("black is cold night", ("a",)),
        ("blackest night", ()),
        ("day in winter", ("a",)),
        ("day in the winter", ("a",)),
        ("day the winter", ()),
        ("two owls", ("b",)),
        ("owl", ("b",)),
        ("ow", ()),
    ],
)
def test_one_word_or_another_and_words_held_together(text, expected):
    groups = (
        WordGroup("a", ("dark|black ~ night", "day in|in_the winter")),
        WordGroup("b", ("owl*",)),
    )
    words = UrgentWords("en", "English", "english", 1, "x", date(2026, 1, 1), groups, ())
    assert groups_found(text, words) == expected


def test_list_that_is_ready_makes_nothing_more_at_the_first_text(monkeypatch):
    words = UrgentWords(
        "en", "English", "english", 1, "x", date(2026, 1, 2), (WordGroup("a", ("owl",)),), ("at",)
    )
    make_ready(words)
    monkeypatch.setattr("care.urgent_words._as_pattern", None)
    assert groups_found("an owl", words) == ("a",)


def test_the_list_says_that_nobody_has_reviewed_it():
    assert not EN.is_reviewed


@pytest.mark.parametrize("language", ["xx", "../en", "EN", "", "e" * 400])
def test_urgent_words_of_an_unknown_language_are_refused(language):
    with pytest.raises(UrgentWordsUnknownError):
        urgent_words(language)
