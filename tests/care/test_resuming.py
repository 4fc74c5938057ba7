from datetime import date, timedelta

import pytest

from care.measures import measure
from care.resuming import goes_on

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("code", "days", "goes"),
    [
        ("who5", 14, True),
        ("who5", 15, False),
        ("weekly", 7, True),
        ("weekly", 8, False),
        ("k6", 21, True),
        ("burnout", 1, True),
        ("burnout", 2, False),
    ],
)
def test_measure_goes_on_within_the_days_that_it_asks_about(code, days, goes):
    assert goes_on(measure(code), DAY, DAY + timedelta(days=days)) is goes
