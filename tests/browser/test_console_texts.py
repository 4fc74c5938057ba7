"""A programme's own words, written in a real browser: tried, kept, read by the bot, given back."""

import pytest
from playwright.async_api import Browser, Page, expect

from db.programmes import programme
from flows.programmes import pack_of
from flows.story import Story
from tests.browser.console_looks import DESK, PHONE, faults_at
from tests.browser.console_served import Served
from tests.browser.console_window import window

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN = "We read every message on the day it comes."
ARABIC = "\u0646\u0642\u0631\u0623 \u0643\u0644 \u0631\u0633\u0627\u0644\u0629."


async def waiting_text(served: Served) -> str:
    """What people on the waiting list read."""
    async with served.database.reading() as session:
        where = await programme(session, served.house.programme.id)
        return pack_of(Story(session, served.clock.now(), "test"), where).texts.waiting


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def test_a_text_is_tried_kept_and_put_back(browser: Browser, served: Served) -> None:
    packs_words = await waiting_text(served)
    async with window(browser, served, bypass_csp=True) as page:
        await page.goto(served.at("settings/words"))
        await page.get_by_role("link", name="On the waiting list").click()
        await page.get_by_label("Your own words").fill(f"{OWN} Just ask.")
        await press(page, "Show me")
        await expect(page.locator("#shown .bubble")).to_have_text(f"{OWN} Just ask.")
        await expect(page.locator("#shown")).to_contain_text('the word "just"')
        assert await faults_at(page, widths=(DESK, PHONE)) == []
        assert await waiting_text(served) == packs_words
        await page.get_by_label("Your own words").fill(f"{OWN}\n\n{ARABIC}")
        await press(page, "Keep this")
        await expect(page.locator(".told")).to_contain_text("That is kept")
        assert await waiting_text(served) == f"{OWN}\n\n{ARABIC}"
        await page.goto(served.at("settings"))
        await page.get_by_text("Show the words").click()
        await expect(page.locator("details")).to_contain_text(ARABIC)
        await page.get_by_role("button", name="Put back").click()
        await expect(page.locator(".told")).to_contain_text("back to what it was")
        assert await waiting_text(served) == packs_words


async def test_words_are_tried_and_kept_without_scripts(browser: Browser, served: Served) -> None:
    async with window(browser, served, width=PHONE, java_script_enabled=False) as page:
        await page.goto(served.at("settings/words/change?text=waiting"))
        await page.get_by_label("Your own words").fill("<b>Wait</b>")
        await press(page, "Show me")
        await expect(page.locator("#shown .bubble")).to_have_text("<b>Wait</b>")
        await press(page, "Keep this")
        await expect(page.locator(".govuk-error-summary")).to_contain_text("plain words")
        await page.get_by_label("Your own words").fill(OWN)
        await press(page, "Keep this")
        await expect(page.locator("main")).to_contain_text(OWN)
    assert await waiting_text(served) == OWN
