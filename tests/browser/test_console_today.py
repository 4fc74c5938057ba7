"""Today in a real browser: each line leads to where it is done, and is gone once it is."""

from datetime import date

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console_served import Served
from tests.browser.console_window import window
from tests.console.lives import live

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_waits_is_done_line_by_line(browser: Browser, served: Served) -> None:
    await live(served.database, served.house, supervision_next=date(2026, 12, 1))
    async with window(browser, served) as page:
        for topic, act in (
            ("alerts", take_and_close),
            ("review", approve),
            ("running_out", record_a_talk),
            ("confirm", confirm_answers),
            ("coordinators", let_in),
            ("response", say_who_answers),
        ):
            await page.locator(f"#needs-{topic} a.needs__what").click()
            await act(page)
            await page.get_by_role("link", name="Today", exact=True).click()
            await expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
            await expect(page.locator(f"#needs-{topic}")).to_have_count(0)
        await page.locator("#needs-waiting").get_by_role("link", name="Mei").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Mei")


async def click(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def told(page: Page, text: str) -> None:
    await expect(page.get_by_role("status").last).to_contain_text(text)


async def take_and_close(page: Page) -> None:
    await click(page, "Take this on")
    await page.get_by_label("They are safe").check()
    await click(page, "Close the alert")
    await told(page, "The alert is closed.")


async def approve(page: Page) -> None:
    await click(page, "Approve, and ask the peer worker")
    await told(page, "Hannah has an offer to support Ada")


async def record_a_talk(page: Page) -> None:
    await page.get_by_label("Day of the talk").fill("2026-11-20")
    await page.locator("#next_on").fill("2027-05-01")
    await page.get_by_label("Notes on the talk").fill("Two calm weeks.")
    await click(page, "Record this talk")
    await told(page, "The talk is recorded.")


async def confirm_answers(page: Page) -> None:
    await expect(page.get_by_text("I like walks.")).to_be_visible()
    await click(page, "Confirm these answers")
    await expect(page.get_by_role("button", name="Confirm these answers")).to_have_count(0)


async def let_in(page: Page) -> None:
    await click(page, "Let Newcomer in")
    await expect(page.get_by_role("button", name="Let Newcomer in")).to_have_count(0)


async def say_who_answers(page: Page) -> None:
    """Hours on the rota come first: where nobody is on duty, nobody answers."""
    here = page.url
    await page.goto(here.replace("/response", "/rota"))
    await page.locator("[name=who]").and_(page.get_by_label("Noor")).check()
    await page.get_by_label("Monday").check()
    await page.locator("#from").select_option("09:00")
    await page.locator("#until").select_option("17:00")
    await page.get_by_label("First", exact=True).check()
    await click(page, "Add these hours")
    await page.goto(here)
    await page.locator("#who").fill("The peer team")
    await page.locator("form input[name=within]").first.check()
    await page.locator("#route").fill("Write, then ring")
    await click(page, "Keep this")
    await expect(page.get_by_text("Written down on")).to_be_visible()
