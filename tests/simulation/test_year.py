"""Some weeks of a service that is killed again and again: nothing is lost, doubled or unexplained.

The whole year is `python -m benchmarks.year`.
"""

from random import Random  # noqa: TID251  seeded: each seed is one story, told the same every time

import pytest

from tests.simulation.year import Plan, Year

WEEKS = Plan(people=12, days=14, safety_answers=4, deaths=8, outages=1, hours=5.0)


@pytest.mark.parametrize("seed", [1])
async def test_weeks_with_deaths_and_faults(sqlite_url, seed):
    year = Year(WEEKS, Random(seed), sqlite_url)  # noqa: S311  chance, no secret
    sums, deaths = await year.run()
    assert (sums.lost, sums.without_alert) == (0, 0)
    assert sums.safety_answers > 1  # ids are drawn anew: not every story finds time for all four
    assert (sums.never_called, sums.doubled, sums.unexplained) == (0, 0, 0)
    assert dict(year.ledger.breaches) == {}
    assert year.ledger.did["set back"] == 1
    assert (deaths > 2, sum(sums.checkins.values()) > 15) == (True, True)
