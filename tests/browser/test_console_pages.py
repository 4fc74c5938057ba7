"""Every page of the console in a real browser: at a desk, on a phone, and at 400 % zoom."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from tests.browser.console_served import Served, served_console
from tests.console.routes import of_programmes

DESK, PHONE, ZOOMED = 1280, 390, 320  # CSS pixels; 320 is a 1280 px screen at 400 %: WCAG 1.4.10
FOUND = "() => [document.title, document.querySelectorAll('h1').length]"
TOO_WIDE = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
OWN_PAGES = ("/console/me",)


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    async with served_console(sqlite_url) as served:
        yield served


async def faults(page: Page, axe: Axe) -> list[str]:
    """What axe finds, a line for each."""
    found = await axe.run(page)
    return [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found.response["violations"]]


async def test_every_page_is_sound_at_every_width(browser: Browser, served: Served) -> None:
    context = await served.context(browser, bypass_csp=True)  # axe comes as a script of the test
    page, axe = await context.new_page(), Axe()
    wrong: dict[str, object] = {}
    for route in (*of_programmes("GET"), *OWN_PAGES):
        address = f"{served.url}{served.house.path(route)}"
        answer = await context.request.get(address)
        if answer.status != 200:
            wrong[route] = answer.status
        if not answer.headers["content-type"].startswith("text/html"):
            continue  # a file to keep, such as a table
        if not (await answer.text()).startswith("<!doctype"):
            continue  # a piece of a page, for the page to take in
        await page.goto(address)
        title, headings = await page.evaluate(FOUND)
        if not title or headings != 1:
            wrong[route] = (title, headings)
        for width in (DESK, PHONE, ZOOMED):
            await page.set_viewport_size({"width": width, "height": 844})
            over = await page.evaluate(TOO_WIDE)
            found = await faults(page, axe)
            if over > 0 or found:
                wrong[f"{route} at {width}"] = (over, found)
    assert wrong == {}
