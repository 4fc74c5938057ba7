"""What a pack may say about its alerts."""

from datetime import timedelta

import pytest

from care.escalation import ALERT_RULES, AlertRules, Timers
from care.pack_alerts import read_alerts
from care.pack_table import PackTable
from care.packs import load_pack

MINUTE = timedelta(minutes=1)


def read(**values):
    root = PackTable({"alerts": values})
    rules = read_alerts(root)
    return rules, [(".".join(map(str, fault.path)), fault.reason) for fault in root.faults]


def test_bundled_packs_say_what_is_usual():
    assert load_pack("perinatal").alerts == ALERT_RULES
    assert read_alerts(PackTable({})) == ALERT_RULES


def test_programme_sets_its_own_times_and_words():
    rules, faults = read(
        again_minutes=5,
        repeat_minutes=30,
        close_hours=12,
        hours="We read this from 9 to 17.",
        soon={"everyone_minutes": 1440},
    )
    assert faults == []
    assert rules == AlertRules(
        urgent=Timers(again=5 * MINUTE, repeat=30 * MINUTE),
        soon=Timers(
            again=240 * MINUTE,
            next_person=240 * MINUTE,
            everyone=1440 * MINUTE,
            repeat=1440 * MINUTE,
        ),
        close=timedelta(hours=12),
        hours="We read this from 9 to 17.",
    )


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"again_minutes": 0}, "a whole number from 1 to 1440 is expected"),
        ({"close_hours": 337}, "a whole number from 1 to 336 is expected"),
        ({"soon": {"repeat_minutes": 1441}}, "a whole number from 1 to 1440 is expected"),
        ({"hours": "x" * 201}, "201 letters, at most 200 are allowed"),
    ],
)
def test_times_out_of_bounds_are_refused(values, fault):
    _, faults = read(**values)
    assert [reason for _, reason in faults] == [fault]


def test_misspelt_key_is_seen():
    _, faults = read(agian_minutes=5)
    assert faults[0][0] == "alerts.agian_minutes"
