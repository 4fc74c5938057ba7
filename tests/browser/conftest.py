import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from pairwell.made_up_service import MadeUpService
from playground.running import serve
from playground.server import create_app
from tests.browser.chrome import launch
from tests.browser.console_served import Served, served_console

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@asynccontextmanager
async def trying_out(folder: Path) -> AsyncIterator[str]:
    """The address of a page as `pairwell try` shows it."""
    service = MadeUpService(folder, asyncio.Event())
    app = create_app(service.phones, now=service.now, control=service, console=service.console)
    async with serve(app) as url, service.running(url):
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def link(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The page of one trial, for all tests of a file: they must bear what the others left there."""
    async with trying_out(tmp_path_factory.mktemp("trial")) as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests; each opens a window of its own, with cookies of its own."""
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    """The console over a house of this test's own."""
    async with served_console(sqlite_url) as served:
        yield served


@asynccontextmanager
async def clean_page(browser: Browser, link: str, width: int) -> AsyncIterator[Page]:
    """The page at this width; afterwards it must have had no error and broken no policy."""
    page = await browser.new_page(viewport={"width": width, "height": 844})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    outside: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(link) else outside.append(r.url))
    await page.add_init_script(WATCH)
    await page.goto(link)
    yield page
    assert await page.evaluate("window.refused") == []
    assert (complaints, outside) == ([], [])
    await page.close()
