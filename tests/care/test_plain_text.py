import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.plain_text import clean_text, fold, without_accents

FAMILY = "\U0001f469\u200d\U0001f37c"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("a\ud800b", "ab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2067a\u2069\ufeff", "a"),
        ("\u05d0\u200fb", "\u05d0\u200fb"),
        (FAMILY, FAMILY),
        ("e\u0301", "\u00e9"),
        ("a" + "\u0351" * 400, "a" + "\u0351" * 8),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n \n\t\n\nb", "a\n\nb"),
        ("  a\tb  ", "a b"),
        ("\u200b\u3164\u2800 \u0351", ""),
        ("\u202e", ""),
    ],
)
def test_clean_text_keeps_what_can_be_read(text, cleaned):
    assert clean_text(text) == cleaned


def test_clean_text_on_one_line_has_no_line_ends():
    assert clean_text(" a \n\n b\u2029c ", one_line=True) == "a b c"


@given(st.text(st.characters(), max_size=60))
def test_clean_text_is_storable_and_stays_as_it_is(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not {"Cs", "Cc"} & {unicodedata.category(c) for c in cleaned.replace("\n", "")}


def test_fold_compares_without_case_and_signs():
    assert fold("  Bottle, day & NIGHT! ") == fold("bottle day night")
    assert fold("don\u2019t") == fold("don't") == "dont"
    assert fold("\uff12") == "2"
    assert fold("\u0939\u093f\u0928\u094d\u0926\u0940") == "\u0939\u093f\u0928\u094d\u0926\u0940"
    assert fold("\U0001f600") == ""


def test_without_accents_keeps_base_letters():
    assert without_accents("S\u00e3o Paulo") == "Sao Paulo"
