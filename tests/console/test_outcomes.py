"""Outcomes in the console: figures, groups, files and paper, and nothing small in any of them."""

import csv
import io
import re

import pytest

from care.measures import measure
from flows.outcome_counting import count_outcomes
from flows.story import Story
from pairwell.demo.history import PAIRS, add_past_of
from tests.console.house import build
from tests.factories import make_member
from tests.fakes.clock import START

GROUPS = ("kind", "length", "fit", "experience", "stage", "wishes")
CHOICES = ("years", "2026", "2025", "setting", *GROUPS, "kind-2026", "fit-2025", "wishes-2026")


async def count_all(database, now=START):
    for bite in range(500):
        async with database.transaction() as session:
            if not await count_outcomes(Story(session, now, f"beat:{bite}")):
                return
    raise AssertionError("the count does not end")


@pytest.fixture
async def counted(database, house, clock):
    async with database.transaction() as session:
        await add_past_of(session, house.programme, START)
    await count_all(database, clock.now())
    return house


async def test_before_the_first_count_the_page_says_so(sam, house):
    page = await sam.open(f"{house.root}/outcomes")
    assert "Nothing is counted yet." in page
    assert "There is nothing to tell yet." in page


async def test_a_programme_of_few_people_tells_no_number(sam, house, database, clock):
    await count_all(database, clock.now())
    page = await sam.open(f"{house.root}/outcomes")
    assert "There is nothing to tell yet." in page
    answer = await sam.get(f"{house.root}/outcomes/csv")
    values = {row[3] for row in csv.reader(io.StringIO(answer.text)) if len(row) > 3}
    assert values == {"value", "hidden"}


async def test_the_figures_of_a_past_year(sam, counted):
    page = await sam.open(f"{counted.root}/outcomes")
    assert f"Half of {PAIRS} people had a peer within" in page
    assert "(95 % interval:" in page
    assert measure("who5").title in page
    assert "The scale goes from 0 to 100." in page
    assert "Better" in page
    assert "for the better by 10 points or more" in page


@pytest.mark.parametrize("by", CHOICES)
async def test_figures_by_periods_and_groups(sam, counted, by):
    answer = await sam.get(f"{counted.root}/outcomes?by={by}")
    assert answer.status_code == 200
    way, year = by.rpartition("-")[::2] if not by.isalpha() else (by, "")
    assert f'value="{way or "years"}" selected' in answer.text
    assert not year or f'value="{year}" selected' in answer.text


async def test_groups_are_told_in_a_year_by_two_choices(sam, counted):
    page = await sam.open(f"{counted.root}/outcomes?by=fit&year=2026")
    assert "Fit of 750 points or more" in page
    printed = await sam.open(f"{counted.root}/outcomes/print?by=fit-2026")
    assert "fit of the match, in 2026" in printed
    quarters = await sam.open(f"{counted.root}/outcomes?by=years&year=2026")
    assert "2026, quarter 3" in quarters
    for odd in ("fit&year=1999", "fit&year=x", "setting&year=2026", "fit-2026&year=2026"):
        assert (await sam.get(f"{counted.root}/outcomes?by={odd}")).status_code == 200


async def test_figures_by_what_there_is_not_are_told_by_years(sam, counted):
    answer = await sam.get(f"{counted.root}/outcomes?by=name")
    assert 'value="years" selected' in answer.text


@pytest.mark.parametrize("by", CHOICES)
async def test_no_small_count_stands_in_a_file(sam, counted, by):
    answer = await sam.get(f"{counted.root}/outcomes/csv?by={by}")
    assert answer.headers["content-disposition"] == f'attachment; filename="outcomes-{by}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    counts = ("how many", "yes", "no", "better", "worse")
    told = [row["value"] for row in rows if row["number"] in counts]
    assert told
    assert [n for n in told if n != "hidden" and 0 < int(n) < 5] == []


async def test_a_file_of_one_figure(sam, counted):
    answer = await sam.get(f"{counted.root}/outcomes/csv?figure=user-wait_days")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["figure"] for row in rows} == {"Days on the waiting list"}


async def test_a_page_for_paper_says_what_how_and_of_how_many(sam, counted):
    page = await sam.open(f"{counted.root}/outcomes/print?by=kind")
    for said in ("How this was counted", "Told by", "kind of support", "Counted", "not why"):
        assert said in page


async def test_figures_that_tell_nothing_take_one_line_on_paper(sam, counted):
    page = (await sam.get(f"{counted.root}/outcomes?by=fit-2025")).text
    printed = (await sam.get(f"{counted.root}/outcomes/print?by=fit-2025")).text
    figures = '<section class="figure"'
    assert page.count(figures) == printed.count(figures) + 1
    untold = printed.partition("Too few people to tell</h3>")[2].partition("</ul>")[0]
    assert untold.count("<li>") == 1


async def test_counting_anew_is_asked_for_and_the_page_says_that_it_runs(sam, counted, database):
    page = await sam.do(f"{counted.root}/outcomes/count", once="press")
    assert "A new count is under way." in page
    await count_all(database)
    assert "under way" not in await sam.open(f"{counted.root}/outcomes")


async def waited(sam, house):
    answer = await sam.get(f"{house.root}/outcomes/csv?by=setting&figure=user-wait_days")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    return [(row["of whom"], row["value"]) for row in rows if row["number"] == "how many"]


async def test_by_setting_come_the_programmes_that_one_coordinates_alone(
    sam, counted, database, clock
):
    next_door = await build(database, "Students", first=6_000)
    async with database.transaction() as session:
        await add_past_of(session, next_door.programme, START)
    await count_all(database, clock.now())
    assert await waited(sam, counted) == [("Peer support around a birth", str(PAIRS))]
    async with database.transaction() as session:
        mine = counted.people["Sam"]
        await make_member(session, mine, next_door.programme, "coordinator", "active")
    assert await waited(sam, counted) == [("Peer support around a birth", str(2 * PAIRS))]


async def test_who_reached_the_end_is_told_of_the_year_that_is_chosen(sam, counted):
    of = {}
    for year in ("", "2026"):
        page = await sam.open(f"{counted.root}/outcomes?by=years&year={year}")
        of[year] = re.findall(r"\d+ of (\d+) people with a total at the start", page)
    assert of[""] != of["2026"]
