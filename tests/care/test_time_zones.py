import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.time_zones import ZoneSearch, find_zone, is_zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("London", "Europe/London"),
        ("  EUROPE / london ", "Europe/London"),
        ("York", "Europe/London"),
        ("northern ireland", "Europe/London"),
        ("Cork", "Europe/Dublin"),
        ("New York", "America/New_York"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("utc", "UTC"),
    ],
)
def test_place_names_its_zone(text, zone):
    assert find_zone(text) == ZoneSearch(zone)


def test_old_and_new_names_of_one_clock_are_one_zone():
    assert find_zone("Louisville") == ZoneSearch("America/Kentucky/Louisville")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lodnon", "Europe/London"),
        ("Costa", "America/Costa_Rica"),
        ("Amsterdan", "Europe/Amsterdam"),
    ],
)
def test_near_miss_suggests_and_never_guesses(text, first):
    found = find_zone(text)
    assert (found.zone, found.suggestions[0]) == (None, first)


@pytest.mark.parametrize("text", ["", "\x00", "qqqq", "GMT+5", "/etc/passwd", "\U0001f600" * 4096])
def test_unknown_place_has_no_zone(text):
    assert find_zone(text) == ZoneSearch(None)


def test_zone_is_one_that_people_live_in():
    assert is_zone("Europe/London")
    assert not any(map(is_zone, ("GMT", "Etc/GMT+5", "US/Eastern", "posixrules", "Mars/Base", "")))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20))
def test_find_zone_reads_any_text(text):
    found = find_zone(text)
    assert found.zone is None or is_zone(found.zone)
    assert all(map(is_zone, found.suggestions))
