"""What one wait, pairing, peer worker or series of totals adds to the figures of a programme."""

from datetime import UTC, date, datetime, timedelta

import pytest

from care.measures import measure
from care.outcomes_pairings import (
    Pairing,
    groups_of,
    offer_figure,
    pairing_figures,
    peer_figures,
    wait_figures,
)
from care.outcomes_points import Total, measured, points_of
from care.outcomes_tally import Tally, periods_of, read_tally

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def figures(days, *, first=timedelta(hours=3), ended=None, planned=False, contacts=4, breaks=0):
    began = NOW - days * DAY
    one = Pairing(
        began,
        None if first is None else began + first,
        None if ended is None else began + ended * DAY,
        planned,
        int(breaks * DAY.total_seconds()),
        contacts,
    )
    return dict(pairing_figures(one, NOW, first_contact_hours=72, contact_every_days=7))


def test_a_pairing_of_ten_weeks_that_runs():
    assert figures(70, contacts=8) == {
        "first_contact?": "yes",
        "first_contact_hours": 3,
        "dose_percent": 80,
        "contacts": 8,
        "stayed_4?": "yes",
        "stayed_8?": "yes",
    }


def test_breaks_are_no_time_in_which_contacts_were_planned():
    assert figures(42, contacts=3, breaks=21)["dose_percent"] == 100


def test_a_pairing_that_stopped_early_and_one_that_ended_as_planned_before():
    stopped = figures(90, ended=30)
    assert (stopped["stayed_4?"], stopped["stayed_8?"], stopped["stayed_12?"]) == (
        "yes",
        "no",
        "no",
    )
    assert stopped["ended_as_planned?"] == "no"
    assert figures(90, ended=30, planned=True)["stayed_12?"] == "yes"


def test_what_cannot_be_known_yet_is_left_out():
    assert figures(2, first=None) == {}
    assert figures(4, first=None) == {"first_contact?": "no"}
    assert figures(20, first=timedelta(hours=73), contacts=None) == {
        "first_contact?": "no",
        "first_contact_hours": 73,
    }


@pytest.mark.parametrize(
    ("state", "reason", "active", "found"),
    [
        ("ended", "planned", True, "yes"),
        ("expired", "peer", False, "no"),
        ("declined", "full", False, "no"),
        ("declined", "service_user", False, "no"),
        ("declined", "coordinator", False, None),
        ("withdrawn", "left", False, None),
        ("offered", None, False, None),
    ],
)
def test_what_counts_as_an_accepted_offer(state, reason, active, found):
    assert dict(offer_figure(state, reason, became_active=active)).get("accepted?") == found


def test_a_wait_and_a_peer_worker():
    assert dict(wait_figures("matched", 12)) == {"matched?": "yes", "wait_days": 12}
    assert dict(wait_figures("left", None)) == {"matched?": "no"}
    first, left = NOW - 200 * DAY, NOW - 100 * DAY
    assert dict(peer_figures(first, left, 3, NOW)) == {
        "peer_people": 3,
        "peer_stayed_12?": "yes",
        "peer_stayed_26?": "no",
    }


def test_groups_of_a_match():
    assert groups_of(800, None, None, None) == ("fit:high",)
    reasons = {"fit.experiences", "missing.stage", "fit.wish", "missing.peer_wish"}
    assert groups_of(500, reasons, "voice", 12) == (
        "kind:voice",
        "length:middle",
        "fit:middle",
        "experience:shared",
        "stage:not_shared",
        "wishes:some",
    )


BEGAN = date(2026, 6, 1)


def totals(*days):
    return [Total(BEGAN + timedelta(days=day), 40 + day // 2) for day in days]


def test_the_thirds_of_a_planned_time():
    found = points_of(totals(2, 16, 30, 44, 58, 72, 126), BEGAN, 12)
    days = [(one.day - BEGAN).days for one in (found.start, found.middle, found.end)]
    assert days == [2, 44, 126]
    assert points_of(totals(-20, 30), BEGAN, 12).start is None
    assert points_of(totals(2, 200), BEGAN, 12).end is None


def test_a_change_is_named_from_the_published_value_on():
    who5 = measure("who5")
    step = who5.reliable_change
    for points, kind in ((step, "better"), (-step, "worse"), (step - 1, "not_named")):
        found = points_of([Total(BEGAN, 50), Total(BEGAN + 80 * DAY, 50 + points)], BEGAN, 12)
        assert dict(measured(who5, found, "user"))["user.who5.change"] == kind


def test_somebody_without_an_end_is_counted_as_missing_it():
    found = points_of(totals(2), BEGAN, 12)
    assert dict(measured(measure("who5"), found, "user")) == {"user.who5.reached": "no"}


def test_a_tally_is_cut_by_period_and_by_group_and_can_be_kept():
    tally = Tally()
    tally.add([("wait_days", 3), ("matched?", "yes")], date(2026, 11, 2), ["kind:text"])
    tally.add([("wait_days", 3)], date(2025, 3, 31))
    kept = read_tally(tally.write())
    assert kept.values("wait_days") == {3: 2}
    assert kept.values("wait_days", "2026-Q4") == {3: 1}
    assert kept.words("matched?", "kind:text") == {"yes": 1}
    assert kept.cuts() == {
        "all",
        "2026",
        "2026-Q4",
        "2025",
        "2025-Q1",
        "kind:text",
        "2026/kind:text",
    }
    assert read_tally("").figures() == set()


def test_quarters():
    assert [periods_of(date(2026, month, 1))[1][-2:] for month in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        "Q1", "Q1", "Q2", "Q2", "Q3", "Q3", "Q4", "Q4"
    ]  # fmt: skip


def test_bands_of_length_are_whole_weeks():
    assert [groups_of(0, None, None, weeks)[0] for weeks in (-3, 0, 8, 9, 16, 17)] == [
        "length:short",
        "length:short",
        "length:short",
        "length:middle",
        "length:middle",
        "length:long",
    ]
