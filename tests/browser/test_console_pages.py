"""Every page of the console in a real browser: at a desk, on a phone, zoomed, by keyboard."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.console_keys import walk
from tests.browser.console_looks import faults_at
from tests.browser.console_served import Served, served_console
from tests.browser.console_window import window
from tests.console.house import HOSTILE
from tests.console.routes import of_programmes

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOUND = """() => [
  document.title.length > 0,
  document.querySelectorAll("h1").length,
  document.querySelectorAll("main [src=x]").length,
]"""
NO_PAGES = ("csv", "/live")  # files to keep, and pieces that a page takes in


def addresses(served: Served) -> list[str]:
    """Of every page that somebody who is signed in can open."""
    routes = [one for one in of_programmes("GET") if not one.endswith(NO_PAGES)]
    return [f"{served.url}{served.house.path(one)}" for one in (*routes, "/console/me")]


@pytest_asyncio.fixture(loop_scope="session")
async def hostile(sqlite_url: str) -> AsyncIterator[Served]:
    """A year of support in which every name ends with markup that would run."""
    async with served_console(sqlite_url, marks=HOSTILE) as served:
        await served.live_there()
        yield served


@pytest.mark.parametrize("half", [0, 1])
async def test_every_page_is_sound_at_every_width_whatever_people_write(
    browser: Browser, hostile: Served, half: int
) -> None:
    """Axe comes as a script of the test, so the policy is off: our own escaping stands alone."""
    async with window(browser, hostile, bypass_csp=True) as page:
        wrong: list[str] = []
        for address in addresses(hostile)[half::2]:
            answer = await page.goto(address)
            assert answer is not None
            if (answer.status, await page.evaluate(FOUND)) != (200, [True, 1, 0]):
                wrong.append(address)
            wrong += await faults_at(page)
        assert wrong == []
        await page.goto(hostile.at("people"))
        await expect(page.locator("main")).to_contain_text(HOSTILE)


async def test_every_page_is_walked_with_the_tab_key(browser: Browser, served: Served) -> None:
    """Each stop once, in the order of the page, and to be seen; nothing holds the focus back."""
    async with window(browser, served) as page:
        for address in addresses(served):
            await page.goto(address)
            wanted, found = await walk(page)
            assert found == wanted, address
