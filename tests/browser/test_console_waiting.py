"""Matching in a real browser: the round, side by side, a no with a reason, and two who press."""

from datetime import date

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.console_looks import faults_at
from tests.browser.console_served import Served
from tests.flows.people import join
from tests.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHY = "They know each other from the clinic."


@pytest_asyncio.fixture(loop_scope="session")
async def served(served: Served) -> Served:
    stage = Stage(served.database, served.clock)
    await join(stage, 2_101, "peer_worker", "Una", capacity=1)
    soon = {"training_valid_until": date(2026, 12, 10)}
    await join(stage, 2_102, "peer_worker", "Ida", experiences=("low_mood",), **soon)
    await join(stage, 1_101, "service_user", "Clara")
    await join(stage, 1_102, "service_user", "Dina", languages=("urdu",))
    return served


async def press(page: Page, name: str) -> None:
    """Reach a button and press it with the keyboard alone."""
    button = page.get_by_role("button", name=name)
    await button.focus()
    await expect(button).to_be_focused()
    await page.keyboard.press("Enter")


async def look(page: Page) -> None:
    """The page as it is now has no fault that axe finds, and fits every width."""
    assert await faults_at(page) == []


async def test_half_an_hour_of_matching(browser: Browser, served: Served) -> None:
    context = await served.context(browser, bypass_csp=True)  # axe comes as a script of the test
    page = await context.new_page()
    await page.goto(served.at("waiting"))
    await press(page, "Make the round anew")
    await expect(page.get_by_role("status")).to_contain_text("New pairs to review: 1.")
    await expect(page.get_by_text("No peer worker keeps all the limits")).to_be_visible()
    await look(page)

    await page.get_by_role("link", name="Clara").click()
    await expect(page.get_by_role("heading", name="Una")).to_be_visible()
    await look(page)
    await press(page, "Forbid Una")
    await expect(page.get_by_text("There is a problem")).to_be_visible()
    await look(page)
    await page.get_by_role("link", name="Fill this in.").click()
    await page.keyboard.type(WHY)
    await press(page, "Forbid Una")
    await expect(page.get_by_role("status")).to_contain_text("No round brings Clara and Una")
    await expect(page.get_by_text(WHY)).to_be_visible()
    await look(page)

    await press(page, "Pin Ida")
    await expect(page.get_by_text("Pinned with Ida, by Sam")).to_be_visible()
    await press(page, "Take the pin with Ida back")
    await expect(page.get_by_text("Pinned with Ida, by Sam")).to_have_count(0)

    await press(page, "Approve Ida")
    await expect(page.get_by_role("alert").first).to_contain_text("A limit is near in this pair.")
    await page.get_by_label("Reason, for Ida").fill("Her next training is booked.")
    await press(page, "Approve Ida")
    await expect(page.get_by_role("status")).to_contain_text("Ida has an offer to support Clara")

    await page.get_by_role("link", name="What if something were different?").click()
    await page.get_by_label("Urdu").check()
    await page.get_by_role("button", name="Show what a round would do").first.click()
    await expect(page.get_by_role("cell", name="The new peer worker")).to_be_visible()
    await look(page)
    await context.close()


async def test_two_coordinators_and_no_scripts(browser: Browser, served: Served) -> None:
    """Both have the pair open; the second one is told who was quicker. Nothing needs JavaScript."""
    first = await served.context(browser, java_script_enabled=False)
    second = await browser.new_context(java_script_enabled=False)
    await served.sign_in(second, "Noor")
    sam, noor = await first.new_page(), await second.new_page()
    await sam.goto(served.at("waiting"))
    await sam.get_by_role("button", name="Make the round anew").click()
    for page in (sam, noor):
        await page.goto(served.at("suggestions"))
        await page.get_by_role("link", name="Clara with Una").click()
    await noor.get_by_role("button", name="Approve, and ask the peer worker").click()
    await expect(noor.get_by_text("Una has an offer to support Clara now")).to_be_visible()
    await sam.get_by_role("button", name="Decide against this pair").click()
    await expect(sam.get_by_text("Noor approved this pair on")).to_be_visible()
    await sam.go_back()  # no browser keeps a page, so it is asked for anew
    await expect(sam.get_by_text("Noor approved this pair on")).to_be_visible()
    await expect(sam.get_by_role("button", name="Approve")).to_have_count(0)
    await first.close()
    await second.close()
