"""The papers on privacy name every table, and the notice can be read at the age of 9 to 11."""

import re
from pathlib import Path

import pytest

from db.tables import METADATA

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy"
WORDS_MOST, WORDS_USUAL = 20, 11
LONG_WORDS_MOST = 0.06  # of words with more than 9 letters


def test_every_table_is_in_the_list_of_what_is_held() -> None:
    text = (PRIVACY / "what-is-held.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert sorted(named ^ set(METADATA.tables)) == []


def test_every_sealed_column_belongs_to_a_table_that_says_what_is_sealed() -> None:
    text = (PRIVACY / "what-is-held.md").read_text(encoding="utf-8")
    said = {
        name: row.split("|")[3].strip()
        for row in text.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    sealed = {
        table.name
        for table in METADATA.sorted_tables
        if any(column.name.endswith("_sealed") for column in table.columns)
    }
    assert sorted(name for name in sealed if said[name].startswith("no")) == []


@pytest.fixture
def sentences() -> list[list[str]]:
    """The sentences of the notice, as words."""
    text = (PRIVACY / "notice.md").read_text(encoding="utf-8").split("---", 1)[1]
    plain = re.sub(r"\[[^\]]*\]", "Name", text).replace("*", "")
    found = re.split(r"(?<=[.?!])\s+", " ".join(plain.split()))
    return [re.findall(r"[A-Za-z']+", sentence) for sentence in found if sentence]


def test_notice_has_short_sentences(sentences: list[list[str]]) -> None:
    lengths = [len(words) for words in sentences]
    assert [" ".join(words) for words in sentences if len(words) > WORDS_MOST] == []
    assert sum(lengths) / len(lengths) <= WORDS_USUAL


def test_notice_has_few_long_words(sentences: list[list[str]]) -> None:
    words = [word for sentence in sentences for word in sentence]
    long = [word for word in words if len(word) > 9]
    assert len(long) / len(words) <= LONG_WORDS_MOST
