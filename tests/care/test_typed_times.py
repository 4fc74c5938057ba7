from datetime import time

import pytest

from care.typed_times import read_minute, read_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30", time(18, 30)),
        ("6.30 pm", time(18, 30)),
        ("6pm", time(18)),
        ("about 6 PM", time(18)),
        ("At 8", time(8)),
        ("0930", time(9, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("18", time(18)),
        ("13 pm", None),
        ("25:00", None),
        ("10:75", None),
        ("in the evening", None),
        ("", None),
    ],
)
def test_time_is_read_as_people_type_it(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("9", 540, 540),
        ("6.30 pm", 1110, 1110),
        ("Midnight", 0, 1440),
        ("24", 0, 1440),
        ("24:00", 0, 1440),
        ("0", 0, 1440),
        ("12 am", 0, 1440),
        ("9:20", None, None),
        ("24:30", None, None),
        ("soon", None, None),
    ],
)
def test_minute_is_read_by_the_half_hour(text, begin, end):
    assert (read_minute(text), read_minute(text, is_end=True)) == (begin, end)
