"""Tables of outcomes: lines below a line, groups of whom it is not known, and what is left out."""

from datetime import date

from care.outcomes_hiding import SMALLEST
from care.outcomes_lines import YEARS
from care.outcomes_tables import choices, measure_table, share_table, spread_table
from care.outcomes_tally import Tally


def tally_of(*counted):
    """(figure, value, day, groups, how often)"""
    tally = Tally()
    for figure, value, day, groups, times in counted:
        for _ in range(times):
            tally.add([(figure, value)], day, groups)
    return tally


SPRING, AUTUMN, BEFORE = date(2026, 4, 1), date(2026, 10, 1), date(2025, 10, 1)


def shares(table):
    return [(row.cut, row.of, row.parts) for row in (*table.rows, table.total)]


def test_years_and_their_total():
    tally = tally_of(
        ("accepted?", "yes", SPRING, (), 20),
        ("accepted?", "no", SPRING, (), 10),
        ("accepted?", "yes", BEFORE, (), 12),
        ("accepted?", "no", BEFORE, (), 8),
    )
    table = share_table(tally, "accepted?", YEARS)
    assert shares(table) == [
        ("2025", 20, (12, 8)),
        ("2026", 30, (20, 10)),
        ("all", 50, (32, 18)),
    ]
    assert table.total.share.part == 0.64
    assert choices(tally)[:3] == (YEARS, "2026", "2025")


def test_quarters_stand_below_their_year():
    tally = tally_of(
        ("accepted?", "yes", SPRING, (), 20),
        ("accepted?", "no", SPRING, (), 10),
        ("accepted?", "yes", AUTUMN, (), 9),
        ("accepted?", "no", AUTUMN, (), 6),
    )
    assert shares(share_table(tally, "accepted?", "2026")) == [
        ("2026-Q2", 30, (20, 10)),
        ("2026-Q4", 15, (9, 6)),
        ("2026", 45, (29, 16)),
    ]


def test_a_year_that_is_hidden_has_no_quarters():
    tally = tally_of(
        ("accepted?", "yes", BEFORE, (), 3),
        ("accepted?", "yes", SPRING, (), 30),
        ("accepted?", "no", SPRING, (), 20),
    )
    table = share_table(tally, "accepted?", "2026")
    assert (table.rows, table.total.of) == ((), None)


def test_a_year_that_hides_its_parts_has_quarters_without_parts():
    """Both years hide who said no, since one of them is small; the quarters tell how many."""
    tally = tally_of(
        ("accepted?", "yes", BEFORE, (), 20),
        ("accepted?", "no", BEFORE, (), 2),
        ("accepted?", "yes", SPRING, (), 30),
        ("accepted?", "no", SPRING, (), 15),
        ("accepted?", "no", AUTUMN, (), 15),
    )
    years = share_table(tally, "accepted?", YEARS)
    assert [(row.of, row.parts) for row in years.rows] == [(22, (None, None)), (60, (None, None))]
    quarters = share_table(tally, "accepted?", "2026")
    assert [(row.of, row.share) for row in quarters.rows] == [(45, None), (15, None)]


def test_those_of_whom_it_is_not_known_are_a_group():
    tally = tally_of(
        ("accepted?", "yes", SPRING, ("fit:high",), 20),
        ("accepted?", "no", SPRING, ("fit:high",), 9),
        ("accepted?", "yes", SPRING, (), 8),
        ("accepted?", "no", SPRING, (), 7),
    )
    assert shares(share_table(tally, "accepted?", "fit")) == [
        ("fit:high", 29, (20, 9)),
        ("fit:unknown", 15, (8, 7)),
        ("all", 44, (28, 16)),
    ]


def test_what_is_known_of_no_group_has_the_total_alone():
    tally = tally_of(("wait_days", 3, SPRING, (), 12))
    table = spread_table(tally, "wait_days", "kind")
    assert table.rows == ()
    assert (table.total.of, table.total.spreads[0].median) == (12, 3)


def test_a_group_of_few_hides_another():
    tally = tally_of(
        ("accepted?", "yes", SPRING, ("kind:text",), 30),
        ("accepted?", "yes", SPRING, ("kind:voice",), 2),
        ("accepted?", "no", SPRING, ("kind:text",), 20),
    )
    assert [row.of for row in share_table(tally, "accepted?", "kind").rows] == [None, None]


def grouped(*lines):
    """Lines of (day, group, yes, no)."""
    found = []
    for day, group, yes, no in lines:
        groups = (group,) if group else ()
        found += [("accepted?", "yes", day, groups, yes), ("accepted?", "no", day, groups, no)]
    return tally_of(*found)


def test_groups_are_told_in_a_year():
    tally = grouped(
        (SPRING, "kind:text", 20, 9),
        (SPRING, "kind:voice", 12, 8),
        (SPRING, None, 6, 5),
        (BEFORE, "kind:text", 15, 7),
        (BEFORE, "kind:voice", 9, 6),
        (BEFORE, None, 8, 5),
    )
    table = share_table(tally, "accepted?", "kind-2026")
    assert shares(table) == [
        ("kind:text", 29, (20, 9)),
        ("kind:voice", 20, (12, 8)),
        ("kind:unknown", 11, (6, 5)),
        ("2026", 60, (38, 22)),
    ]
    assert table.rows[0].share.part == 20 / 29
    assert "kind-2026" in choices(tally)


def test_a_small_group_of_one_year_hides_those_of_another():
    tally = grouped(
        (SPRING, "kind:text", 20, 9),
        (SPRING, "kind:voice", 12, 8),
        (BEFORE, "kind:text", 15, 7),
        (BEFORE, "kind:voice", 3, 1),
    )
    for year in ("2025", "2026"):
        table = share_table(tally, "accepted?", f"kind-{year}")
        assert [(row.of, row.parts) for row in table.rows] == [(None, (None, None))] * 2
        assert table.total.of in (26, 49)


def test_groups_that_may_not_be_told_are_in_no_year_either():
    tally = grouped(
        (SPRING, "fit:high", 20, 9),
        (SPRING, "fit:middle", 12, 8),
        (SPRING, "fit:low", 6, 2),
        (BEFORE, "fit:high", 15, 7),
        (BEFORE, "fit:middle", 9, 6),
    )
    over_all = {row.cut for row in share_table(tally, "accepted?", "fit").rows if row.is_whole}
    for year in ("2025", "2026"):
        told = {row.cut for row in share_table(tally, "accepted?", f"fit-{year}").rows if row.of}
        assert told <= over_all


def test_a_year_that_is_hidden_has_no_groups():
    tally = grouped((SPRING, "kind:text", 20, 9), (BEFORE, "kind:text", 2, 1))
    table = share_table(tally, "accepted?", "kind-2025")
    assert (table.rows, table.total.of) == ((), None)
    assert share_table(tally, "accepted?", "kind-1999").rows == ()


def test_what_was_counted_before_groups_had_years_is_told_without_them():
    tally = grouped((SPRING, "kind:text", 20, 9), (BEFORE, "kind:text", 15, 8))
    for place in [place for place in tally.counted if "/" in place[1]]:
        del tally.counted[place]
    table = share_table(tally, "accepted?", "kind-2026")
    assert (table.rows, table.total.of) == ((), 29)


def test_few_values_have_no_spread_though_their_number_is_told():
    tally = tally_of(("wait_days", 3, SPRING, (), SMALLEST + 1))
    total = spread_table(tally, "wait_days", YEARS).total
    assert (total.of, total.spreads) == (6, (None,))


def measure_tally(better, not_named, worse):
    tally = Tally()
    for kind, times in (("better", better), ("not_named", not_named), ("worse", worse)):
        for _ in range(times):
            entries = [("user.who5.start", 40), ("user.who5.middle", 44), ("user.who5.end", 52)]
            tally.add([*entries, ("user.who5.change", kind)], SPRING)
    return tally


def test_a_measure_tells_three_kinds_of_change():
    total = measure_table(measure_tally(12, 9, 6), "user.who5", YEARS).total
    assert (total.of, total.parts) == (27, (12, 9, 6))
    assert [one.median for one in total.spreads] == [40, 44, 52]


def test_a_kind_of_change_that_is_too_rare_is_told_with_the_rest():
    table = measure_table(measure_tally(12, 9, 2), "user.who5", YEARS)
    assert (table.parts, table.total.parts) == (("better", "other"), (12, 11))


def test_a_measure_without_a_published_change_has_points_alone():
    tally = tally_of(("peer.burnout.start", 2, SPRING, (), 10))
    table = measure_table(tally, "peer.burnout", YEARS)
    assert (table.parts, table.total.of) == ((), 10)


def test_a_tally_of_nobody_has_tables_without_a_number():
    for table in (
        share_table(Tally(), "accepted?", YEARS),
        spread_table(Tally(), "wait_days", "kind"),
        measure_table(Tally(), "user.who5", "2026"),
    ):
        assert (table.rows, table.total.of, table.total.share) == ((), None, None)
