"""The main jobs of a coordinator by the keyboard alone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.console_keys import choose, fill, press, reach
from tests.browser.console_served import Served
from tests.browser.console_window import window
from tests.console.lives import live

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_alert_from_today_to_its_outcome(browser: Browser, served: Served) -> None:
    async with window(browser, served) as page:
        await press(page, "Josie")
        await page.wait_for_url("**/alerts/*")
        await press(page, "Take this on")
        await expect(page.get_by_role("button", name="Close the alert")).to_be_visible()
        await choose(page, "I have talked with them", "They are safe")
        await press(page, "Close the alert")
        await expect(page.locator("main table")).to_contain_text("They are safe")


async def test_a_pair_is_approved_from_today(browser: Browser, served: Served) -> None:
    await live(served.database, served.house)
    async with window(browser, served) as page:
        await press(page, "Ada with Hannah")
        await page.wait_for_url("**/suggestions/*")
        await fill(page, "Reason", "They asked for each other.")
        await press(page, "Approve, and ask the peer worker")
        await expect(page.get_by_role("status")).to_contain_text("Hannah has an offer")


async def test_a_note_is_written_on_somebody_who_is_looked_for(
    browser: Browser, served: Served
) -> None:
    async with window(browser, served) as page:
        await press(page, "People")
        await page.wait_for_url("**/people")
        await fill(page, "Look for a name", "jos")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/people/search")
        await press(page, "Josie")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Josie")
        await fill(page, "Add a note", "Rang on Monday. Asks for mornings.")
        await press(page, "Keep this note")
        await expect(page.locator(".note")).to_contain_text("Asks for mornings.")


async def test_a_setting_is_changed_and_put_back(browser: Browser, served: Served) -> None:
    async with window(browser, served) as page:
        await press(page, "Settings")
        await page.wait_for_url("**/settings")
        await press(page, "The programme")
        await page.wait_for_url("**/settings/programme")
        await choose(page, "No", "Yes")
        await press(page, "Keep this")
        await expect(page.get_by_role("status")).to_contain_text("That is kept")
        await press(page, "Settings")
        await page.wait_for_url("**/settings")
        await press(page, "Put back")
        await expect(page.get_by_role("status")).to_contain_text("back to what it was")


async def test_the_audit_is_taken_out_as_a_file(browser: Browser, served: Served) -> None:
    async with window(browser, served) as page:
        await press(page, "Audit")
        await page.wait_for_url("**/audit")
        await reach(page, "Get the CSV file")
        async with page.expect_download() as kept:
            await page.keyboard.press("Enter")
        assert (await kept.value).suggested_filename == "audit-2026-11-23.csv"
