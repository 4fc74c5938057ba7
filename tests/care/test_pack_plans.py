from datetime import time

import pytest

from care.pack_plans import check_plans, read_holidays, read_plan
from care.pack_table import Fault, PackTable
from care.plans import Asking, CheckinPlan

RECALLS = {"weekly": 7, "who5": 14, "qpr15": 7}


def read(**values):
    table = PackTable({"measure": "who5", "every_days": 14} | values, ("checkins", 0))
    plan = read_plan(table)
    check_plans((plan,), table, RECALLS)
    return plan, [(fault.path[-1], fault.reason) for fault in table.faults]


def test_plan_with_what_is_needed_has_the_usual_rest():
    assert read() == (CheckinPlan("who5", "service_user", 0, 14, time(10)), [])


def test_plan_that_says_everything():
    plan, faults = read(
        name="who5_later",
        role="peer_worker",
        first_after_days=3,
        every_days=28,
        weekday="tuesday",
        at="18:30",
        weeks=20,
        remind_after_hours=12,
        reminders=2,
        expires_after_hours=48,
    )
    assert faults == []
    assert plan == CheckinPlan(
        "who5",
        "peer_worker",
        3,
        28,
        time(18, 30),
        20,
        "who5_later",
        weekday=1,
        asking=Asking(12, 2, 48),
    )


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"every_days": 13}, ("every_days", "who5 asks about 14 days, so not more often")),
        (
            {"at_weeks": [0, 6]},
            ("at_weeks", "every_days says how often already: one of the two has to go"),
        ),
        ({"weekday": "monday", "every_days": 15},
         ("weekday", "belongs to every_days = 7, 14, 21 and so on")),
        ({"measure": "who6"}, ("measure", "one of qpr15, weekly, who5 is expected")),
        ({"role": "peer_worker", "from": "birth"},
         ("role", "a service user is expected where a plan is from birth")),
        ({"role": "coordinator", "from": "first_contact"},
         ("role", "one of the two in a pairing is expected")),
        ({"silent_hours": 6}, ("silent_hours", "belongs to after_contacts")),
        ({"from": "end"}, ("from", "a plan from the end is asked at_weeks")),
        ({"at": "21:30"},
         ("at", "a time from 08:00 to 20:59 is expected, as nobody is asked at night")),
        ({"at": "07:59"},
         ("at", "a time from 08:00 to 20:59 is expected, as nobody is asked at night")),
        ({"reminders": 4}, ("reminders", "a whole number from 0 to 3 is expected")),
    ],
)  # fmt: skip
def test_plan_that_contradicts_itself_is_refused(values, fault):
    assert read(**values)[1] == [fault]


def test_plan_of_a_peer_worker_may_wait_for_contacts():
    table = PackTable({"measure": "weekly", "role": "peer_worker"}, ("checkins", 0))
    table.values |= {"after_contacts": [1], "silent_hours": 6}
    plan = read_plan(table)
    check_plans((plan,), table, RECALLS)
    assert (plan.after_contacts, plan.silent_hours, table.faults) == ((1,), 6, [])
    assert plan.is_about_pairing


def listed(**values):
    table = PackTable({"measure": "who5"} | values, ("checkins", 0))
    check_plans((read_plan(table),), table, RECALLS)
    return [fault.reason for fault in table.faults]


def test_plan_of_listed_weeks_or_contacts():
    assert listed(at_weeks=[0, 6, 12]) == []
    assert listed(at_weeks=[0, 1]) == ["who5 asks about 14 days, so not more often"]
    assert listed(at_weeks=[6, 0]) == [
        "rising whole numbers from 0 to 104 are expected: [1, 6, 12]"
    ]
    assert listed(after_contacts=[1, 4], **{"from": "stage"}) == [
        "contacts are counted from the match"
    ]
    assert listed(at_weeks=[12], **{"from": "end"}) == []
    assert listed() == ["every_days, at_weeks or after_contacts is missing"]


def test_two_plans_of_one_measure_need_a_name():
    plan = CheckinPlan("who5", "service_user", 0, 14, time(10))
    table = PackTable({})
    check_plans((plan, plan), table, RECALLS)
    reason = '"service_user who5" stands twice; give one of them a name'
    assert table.faults == [Fault(("checkins",), reason)]


@pytest.mark.parametrize(
    ("days", "is_right"),
    [(["12-25", "2026-12-28"], True), (["02-29"], True), (["25-12"], False), (["Xmas"], False)],
)
def test_holidays_are_days(days, is_right):
    table = PackTable({"holidays": days})
    assert read_holidays(table) == (tuple(days) if is_right else ())
    assert [fault.path for fault in table.faults] == ([] if is_right else [("holidays",)])
    assert read_holidays(PackTable({})) == ()
