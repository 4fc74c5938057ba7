"""What a browser must not do with the console: keep what it showed, frame it, obey another site."""

import pytest
from playwright.async_api import Browser, expect

from console.cookies import PLAIN, SECURE
from tests.browser.console_served import Served, another_site, served_console
from tests.browser.console_window import window

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_session_is_a_cookie_for_no_script_and_no_other_site(
    browser: Browser, served: Served
) -> None:
    async with window(browser, served) as page:
        await page.context.clear_cookies()
        await page.goto(await served.link())
        await page.get_by_role("button", name="Go on").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Choose how you come back")
        (cookie,) = await page.context.cookies()
        assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == (PLAIN, True, "Lax")
        assert cookie["expires"] == -1  # gone when the browser is closed
        assert await page.evaluate("document.cookie") == ""


async def test_a_session_over_https_is_a_cookie_of_this_host_alone(
    browser: Browser, sqlite_url: str
) -> None:
    """A browser takes localhost for as safe as HTTPS, and keeps no such cookie for less."""
    async with served_console(sqlite_url, address="https://console.test") as served:
        served.url = served.url.replace("127.0.0.1", "localhost")
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(await served.link())
        await page.get_by_role("button", name="Go on").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Choose how you come back")
        (cookie,) = await context.cookies()
        assert (cookie["name"], cookie["secure"], cookie["path"]) == (SECURE, True, "/")
        await context.close()


async def test_the_back_button_shows_nothing_to_whoever_comes_next(
    browser: Browser, served: Served
) -> None:
    async with window(browser, served) as page:
        await page.get_by_role("link", name="People", exact=True).click()
        await expect(page.get_by_role("link", name="Josie")).to_be_visible()
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/sign-in*")
        await page.go_back()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert "Josie" not in await page.content()


async def test_another_site_can_neither_frame_the_console_nor_send_its_forms(
    browser: Browser, served: Served
) -> None:
    context = await served.context(browser)
    page = await context.new_page()
    alert = f"{served.at('alerts')}/{served.house.ids['alert_id']}"
    html = (
        f'<iframe src="{served.at("today")}"></iframe>'
        f'<form method="post" action="{alert}/take"><button>Win a prize</button></form>'
    )
    async with another_site(html) as elsewhere:
        async with page.expect_event("requestfailed") as refused:
            await page.goto(elsewhere)
        assert (await refused.value).failure == "net::ERR_BLOCKED_BY_RESPONSE"
        await page.get_by_role("button", name="Win a prize").click()
        refusal = "This form did not come from the console. Open the page again."
        await expect(page.locator("body")).to_have_text(refusal)
    await page.goto(alert)
    await expect(page.locator("#alert-with")).to_have_text("Nobody yet")
    await context.close()
