import logging
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.zones import zone_named, zone_of

SYDNEY, LONDON, UTC = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/London"), ZoneInfo("UTC")


@dataclass
class Row:
    time_zone: str


def test_zone_of_somebody_is_their_own():
    assert zone_of(Row("Australia/Sydney"), Row("Europe/London")) == SYDNEY


@pytest.mark.parametrize(
    "unknown", ["Europe/Atlantis", "", "Europe", "../../etc/passwd", "a\x00b", "x" * 64, "\ud800"]
)
def test_unknown_zone_gives_way_to_the_next(unknown):
    assert zone_of(Row(unknown), Row("Europe/London")) == LONDON
    assert zone_of(Row(unknown), Row(unknown)) == UTC
    assert zone_of(Row(unknown)) == UTC


@given(st.lists(st.text(max_size=64), min_size=1, max_size=3))
def test_every_name_has_a_zone(names):
    assert isinstance(zone_named(*names), ZoneInfo)


def test_unknown_zone_is_logged_once_and_not_told(caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            zone_of(Row("Europe/Lyonesse"), Row("Europe/London"))
        zone_of(Row("Europe/London"))
    (record,) = caplog.records
    assert record.getMessage() == (
        "A time zone in the records is not known here; Europe/London is used in its place. "
        "Bring the tzdata package up to date."
    )
