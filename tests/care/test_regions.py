import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from care.region_files import all_region_codes, region
from care.regions import (
    FALLBACK_TEXT,
    HELP_TEXT_MOST,
    RegionUnknownError,
    is_stale,
    urgent_help_text,
)

CODES = ("england", "ireland", "northern_ireland", "other", "scotland", "wales")
HARD_WORDS = re.compile(r"\b(just|only|simply|at least|don't worry)\b", re.IGNORECASE)


def test_all_region_codes():
    assert all_region_codes() == CODES


@pytest.mark.parametrize("code", CODES)
def test_urgent_help_text_is_short_plain_and_honest(code):
    text = urgent_help_text(region(code))
    assert len(text) < HELP_TEXT_MOST
    assert "danger now, call" in text.splitlines()[0]
    assert "not read all the time" in text
    assert "After a birth" in text
    assert not HARD_WORDS.search(text)
    assert not re.search(r"https?:|<|>|\*|_", text)


@pytest.mark.parametrize("code", CODES)
def test_urgent_help_text_shows_every_number_as_text(code):
    pack = region(code)
    text = urgent_help_text(pack)
    assert all(f"{line.how} {line.number}" in text for line in pack.lines)
    assert not re.search(r"\d-\d", text)


@pytest.mark.parametrize("code", CODES)
def test_region_says_where_its_numbers_come_from(code):
    pack = region(code)
    assert pack.code == code
    assert all(line.source.startswith("https://") for line in pack.lines)
    assert all(line.how in {"call", "text"} for line in pack.lines)
    assert pack.checked_how
    assert pack.unverified


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("england", "999"),
        ("england", "111"),
        ("england", "116 123"),
        ("england", "85258"),
        ("wales", "111"),
        ("scotland", "111"),
        ("northern_ireland", "0808 808 8000"),
        ("ireland", "112 or 999"),
        ("ireland", "50808"),
    ],
)
def test_urgent_help_text_has_the_numbers_of_its_region(code, number):
    assert number in urgent_help_text(region(code))


def test_other_region_invents_no_number():
    assert region("other").lines == ()
    assert not re.search(r"\d", urgent_help_text(region("other")))


def test_fallback_text_needs_no_file():
    assert "999" in FALLBACK_TEXT
    assert "116 123" in FALLBACK_TEXT
    assert len(FALLBACK_TEXT) < HELP_TEXT_MOST


def test_no_region_claims_an_owner_it_does_not_have():
    assert [code for code in CODES if region(code).has_owner] == []


@pytest.mark.parametrize(("days", "stale"), [(0, False), (90, False), (91, True)])
def test_is_stale_after_ninety_days(days, stale):
    pack = replace(region("england"), last_checked=date(2026, 1, 1))
    assert is_stale(pack, date(2026, 1, 1) + timedelta(days=days)) is stale


@pytest.mark.parametrize("code", ["", "france", "../england", "England", "e" * 500])
def test_region_unknown_is_refused_with_the_known_ones(code):
    with pytest.raises(RegionUnknownError, match="england, ireland, northern_ireland, other"):
        region(code)
