"""The chat page in a real browser, with the real service behind it."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import clean_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = ("Josie", "Hannah", "Sam")


def phone(page: Page, name: str, role: str = "region") -> Locator:
    return page.get_by_role(role, name=f"{name}'s phone")  # type: ignore[arg-type]


async def say(on: Locator, text: str) -> None:
    box = on.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


async def test_three_phones_side_by_side(browser: Browser, link: str) -> None:
    async with clean_page(browser, link, 1400) as page:
        for name in PEOPLE:
            await expect(phone(page, name)).to_be_visible()
        josie, sam = phone(page, "Josie"), phone(page, "Sam")

        await say(josie, "Hello, is somebody there?")
        await expect(josie.get_by_role("button", name="Urgent help").last).to_be_visible()
        await expect(josie.get_by_role("textbox")).to_have_value("")

        await page.get_by_text("Invitations", exact=True).click()
        await page.get_by_role("button", name="Become the coordinator").click()
        await sam.get_by_role("button", name="Start", exact=True).click()
        await expect(sam.get_by_role("log")).to_contain_text("Question 1 of 7")
        await say(sam, "Sam")
        await expect(sam.get_by_role("log")).to_contain_text("Question 2 of 7")


async def test_one_phone_at_a_time_on_a_narrow_screen(browser: Browser, link: str) -> None:
    async with clean_page(browser, link, 390) as page:
        tabs = page.get_by_role("tab")
        await expect(tabs).to_have_count(3)
        await expect(phone(page, "Josie", "tabpanel")).to_be_visible()
        await expect(phone(page, "Hannah", "tabpanel")).to_be_hidden()
        await tabs.nth(1).click()
        hannah = phone(page, "Hannah", "tabpanel")
        await expect(hannah).to_be_visible()
        await expect(phone(page, "Josie", "tabpanel")).to_be_hidden()

        await say(hannah, "/start")
        await expect(hannah.get_by_role("button", name="Urgent help").last).to_be_visible()
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) == 0


async def test_clock_and_start_over(browser: Browser, link: str) -> None:
    async with clean_page(browser, link, 1400) as page:
        josie = phone(page, "Josie")
        await say(josie, "Hello")
        await expect(josie.get_by_role("button", name="Urgent help").last).to_be_visible()
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.locator("#news")).to_contain_text("It is now")
        await page.get_by_role("button", name="Start over").click()
        await page.get_by_role("dialog").get_by_role("button", name="Start over").click()
        hint = josie.get_by_text("Not started. Open an invitation.")
        await expect(hint).to_be_visible(timeout=30_000)
