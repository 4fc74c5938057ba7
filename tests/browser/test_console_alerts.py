"""Two coordinators at their browsers: what one does, the other sees, without a press."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.console_served import Served
from tests.browser.console_window import window
from tests.factories import make_alert

pytestmark = pytest.mark.asyncio(loop_scope="session")

COUNT_TONES = """
window.tones = 0;
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  window.tones += 1;
  return make.call(this);
};
"""
TONES = "() => window.tones"


@asynccontextmanager
async def two(browser: Browser, served: Served) -> AsyncIterator[tuple[Page, Page]]:
    """Sam, whose page's clock is moved by hand, and Noor."""
    async with window(browser, served) as sam, window(browser, served, "Noor") as noor:
        await sam.clock.install()
        yield sam, noor


async def test_what_one_takes_the_other_sees(browser: Browser, served: Served) -> None:
    alert = served.at(f"alerts/{served.house.ids['alert_id']}")
    async with two(browser, served) as (sam, noor):
        await sam.goto(alert)
        await sam.locator("#note").fill("Half a sentence")
        assert "(1)" in await sam.title()
        await noor.goto(alert)
        await noor.get_by_role("button", name="Take this on").click()
        await sam.clock.run_for(5_500)
        await expect(sam.locator("#alert-with")).to_have_text("Noor")
        await expect(sam.get_by_role("button", name="Take this on")).to_have_count(0)
        assert "(1)" not in await sam.title()
        assert await sam.locator("#note").input_value() == "Half a sentence"
        await sam.get_by_role("button", name="Take this over").click()
        await expect(sam.locator("#alert-with")).to_have_text("You")
        await noor.get_by_label("They are safe").check()
        await noor.get_by_role("button", name="Close the alert").click()
        await expect(noor.get_by_role("heading", level=1)).to_have_text("That was not done")


async def test_a_tone_is_heard_by_those_who_want_one(browser: Browser, served: Served) -> None:
    async with two(browser, served) as (sam, noor):
        for page in (sam, noor):
            await page.add_init_script(COUNT_TONES)
            await page.goto(served.at("today"))
            await expect(page.get_by_label("A tone for a new alert")).not_to_be_checked()
        await sam.get_by_label("A tone for a new alert").check()
        assert await sam.evaluate(TONES) == 2  # to hear what it is like
        await noor.clock.install()
        for page in (sam, noor):
            await page.reload()
        await expect(sam.get_by_label("A tone for a new alert")).to_be_checked()
        async with served.database.transaction() as session:
            ada = served.house.people["Ada"].id
            await make_alert(session, ada, served.house.programme.id, reasons="[]")
        for page in (sam, noor):
            await page.clock.run_for(15_500)
            await expect(page.locator("#needs-alerts")).to_contain_text("Ada")
            await expect(page).to_have_title(re.compile(r"^\(2\) Today"))
        assert (await sam.evaluate(TONES), await noor.evaluate(TONES)) == (2, 0)
