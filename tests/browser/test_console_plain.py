"""The main jobs of a coordinator in a browser that runs no scripts."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console_served import Served
from tests.browser.console_window import window
from tests.console.lives import live

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def click(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).first.click()


async def follow(page: Page, name: str) -> None:
    await page.get_by_role("link", name=name, exact=True).first.click()


async def test_half_a_day_without_scripts(browser: Browser, served: Served) -> None:
    await live(served.database, served.house)
    async with window(browser, served, java_script_enabled=False) as page:
        await take_and_close_an_alert(page)
        await approve_a_pair(page)
        await write_a_note(page)
        await change_a_setting_and_put_it_back(page)
        await export(page, served)


async def take_and_close_an_alert(page: Page) -> None:
    await follow(page, "Josie")
    await expect(page.locator("#alert-with")).to_have_text("Nobody yet")
    await click(page, "Take this on")
    await expect(page.locator(".told")).to_contain_text("You have this alert now.")
    await page.get_by_label("They are safe").check()
    await click(page, "Close the alert")
    await expect(page.locator(".told")).to_contain_text("The alert is closed.")
    await follow(page, "Today")


async def approve_a_pair(page: Page) -> None:
    await follow(page, "Ada with Hannah")
    await page.get_by_label("Reason").fill("They asked for each other.")
    await click(page, "Approve, and ask the peer worker")
    await expect(page.locator(".told")).to_contain_text("Hannah has an offer to support Ada")


async def write_a_note(page: Page) -> None:
    await follow(page, "People")
    await follow(page, "Josie")
    await page.get_by_label("Add a note").fill("Rang on Monday. Asks for mornings.")
    await click(page, "Keep this note")
    await expect(page.locator(".note")).to_contain_text("Asks for mornings.")


async def change_a_setting_and_put_it_back(page: Page) -> None:
    await follow(page, "Settings")
    await follow(page, "The programme")
    await page.get_by_label("After 12 months").check()
    await page.locator("form[action$=retention] button").click()
    await expect(page.locator(".told")).to_contain_text("That is kept")
    await follow(page, "Settings")
    await page.get_by_role("button", name="Put back").click()
    await expect(page.locator(".told")).to_contain_text("back to what it was")


async def export(page: Page, served: Served) -> None:
    await follow(page, "Outcomes")
    async with page.expect_download() as kept:
        await follow(page, "All these numbers as a file (CSV)")
    assert (await kept.value).suggested_filename == "outcomes-years.csv"
    await follow(page, "Export for research")
    await click(page, "Make the export")
    await expect(page.get_by_text("There is a problem")).to_be_visible()
    await page.get_by_label("What is it for?").fill("A study of rhythm, approval 12")
    async with page.expect_download() as kept:
        await click(page, "Make the export")
    assert (await kept.value).suggested_filename == "research.zip"
    await page.goto(served.at("outcomes/research"))
    await expect(page.locator("main table")).to_contain_text("A study of rhythm, approval 12")
