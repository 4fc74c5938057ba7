"""A coordinator's window on the console, and what must not happen in it before it is closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from tests.browser.console_served import Served

TELL = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyWasBroken(`${event.violatedDirective} ${event.blockedURI} ${location.pathname}`);
});
"""
A_REFUSAL_OF_OURS = "the server responded with a status of 4"
PATIENCE = 15_000  # milliseconds; a computer with other work to do is slow


@asynccontextmanager
async def window(
    browser: Browser, served: Served, who: str = "Sam", *, width: int = 1280, **more: object
) -> AsyncIterator[Page]:
    """Today, as this coordinator sees it.

    Until it is closed the window must ask no other host, break no policy, have no error and open no
    dialog, whatever pages are opened in it.
    """
    size = {"width": width, "height": 844}
    context = await browser.new_context(viewport=size, **more)  # type: ignore[arg-type]  # as Playwright names them
    wrong = await watch(context, served.url)
    await served.sign_in(context, who)
    page = await context.new_page()
    await page.goto(served.at("today"))
    yield page
    assert wrong == []
    await context.close()


async def watch(context: BrowserContext, url: str) -> list[str]:
    """What goes wrong in the pages of a context from now on, a line for each."""
    wrong: list[str] = []

    async def note_and_dismiss(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    context.set_default_timeout(PATIENCE)
    context.on("request", lambda asked: wrong.extend(_others(asked.url, url)))
    context.on("weberror", lambda found: wrong.append(str(found.error)))
    context.on("dialog", note_and_dismiss)
    context.on("console", lambda said: wrong.extend(_errors(said)))
    await context.expose_binding("policyWasBroken", lambda _, what: wrong.append(what))
    await context.add_init_script(TELL)
    return wrong


def _others(asked: str, url: str) -> list[str]:
    """The address that was asked for, unless it is of the console itself."""
    return [] if asked.startswith((url, "data:")) else [asked]


def _errors(said: ConsoleMessage) -> list[str]:
    """What the browser complains of; a page that tells of a mistake in a form is none of it."""
    is_one = said.type == "error" and A_REFUSAL_OF_OURS not in said.text
    return [said.text] if is_one else []
