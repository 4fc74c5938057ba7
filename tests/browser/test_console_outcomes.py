"""Outcomes in a real browser: told by groups, on paper, and taken along as files."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import Browser, Download, Page, expect

from tests.browser.console_served import Served
from tests.browser.console_window import window

pytestmark = pytest.mark.asyncio(loop_scope="session")

PURPOSE = "A study of rhythm, approval 12"


async def test_outcomes_are_read_printed_and_taken_along(browser: Browser, served: Served) -> None:
    await served.live_there()
    async with window(browser, served) as page:
        await page.get_by_role("link", name="Outcomes").click()
        await expect(page.locator("main")).to_contain_text("Half of 40 people had a peer within")
        await page.get_by_label("Tell the figures by").select_option(
            "kind of support: text, or voice too"
        )
        await page.get_by_role("button", name="Show", exact=True).click()
        await page.wait_for_url("**/outcomes?by=kind&year=")
        await hides_what_is_small(page)
        await is_fit_for_paper(page)
        await is_exported_for_research(page)


async def hides_what_is_small(page: Page) -> None:
    """One table is opened, and is the same in its file and in that of all."""
    figure = page.locator("section.figure").first
    title = await figure.get_by_role("heading").inner_text()
    await figure.get_by_text(f"{title}: the numbers").first.click()
    await expect(figure.get_by_role("table")).to_be_visible()
    one = await table_of(page, f"{title} as a file (CSV)")
    whole = await table_of(page, "All these numbers as a file (CSV)")
    assert one == [row for row in whole if row["figure"] == title]
    counts = [row["value"] for row in whole if row["number"] == "how many"]
    assert len(counts) > 10
    assert [n for n in counts if n != "hidden" and 0 < int(n) < 5] == []


async def is_fit_for_paper(page: Page) -> None:
    """What can be pressed is not on paper, and every table is."""
    await page.get_by_role("link", name="A page to print").click()
    await page.emulate_media(media="print")
    await expect(page.locator(".menu")).to_be_hidden()
    figures = page.locator("section.figure")
    assert await figures.count() > 10
    await expect(figures.locator("table:visible")).to_have_count(await figures.count())
    await page.emulate_media(media="screen")
    await page.get_by_role("link", name="Back to the outcomes").click()


async def is_exported_for_research(page: Page) -> None:
    await page.get_by_role("link", name="Export for research").click()
    await page.get_by_role("button", name="Make the export").click()
    await expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    await page.get_by_label("What is it for?").fill(PURPOSE)
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Make the export").click()
    read_back(await path_of(await kept.value, "research.zip"))
    await page.reload()
    await expect(page.get_by_role("row").filter(has_text=PURPOSE)).to_contain_text("Sam")


def read_back(path: Path) -> None:
    """The archive is whole, its tables are those of the codebook, and answers are FHIR."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    tables = {name: list(csv.DictReader(io.StringIO(held[name]))) for name in held if "csv" in name}
    described = {(row["file"], row["column"]) for row in tables["codebook.csv"]}
    for name in ("flow.csv", "people.csv", "pairings.csv", "measures.csv"):
        assert {(name, column) for column in tables[name][0]} <= described, name
    people = {row["study_id"] for row in tables["people.csv"]}
    assert {row["study_id"] for row in tables["measures.csv"]} <= people
    bundle = json.loads(held["questionnaire-responses.fhir.json"])
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    kinds = {
        (one["resource"]["resourceType"], one["resource"]["status"]) for one in bundle["entry"]
    }
    assert kinds == {("QuestionnaireResponse", "completed")}


async def table_of(page: Page, link: str) -> list[dict[str, str]]:
    async with page.expect_download() as kept:
        await page.get_by_role("link", name=link, exact=True).click()
    path = await path_of(await kept.value, "outcomes-kind.csv")
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


async def path_of(kept: Download, name: str) -> Path:
    assert kept.suggested_filename == name
    return Path(await kept.path())
