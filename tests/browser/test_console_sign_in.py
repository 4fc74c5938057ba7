"""Coming into the console in a real browser: a link, a passkey, a lock, codes without scripts."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from console.desk import Desk
from console.visits import IDLE
from db.alerts import Alert, alert_steps
from flows.console_links import link_of_invitation
from flows.invitations import issue_invitation
from flows.programmes import use_packs
from flows.story import Story
from pairwell.console_server import ConsoleServer
from pairwell.console_wiring import ConsoleWiring
from tests.browser.console_looks import faults_at
from tests.browser.console_served import Served
from tests.browser.console_window import watch
from tests.console.house import build
from tests.databases import open_database
from tests.fakes.clock import MovableClock
from tests.stage import wording

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTE = "Typed for ten minutes, and not lost."


@pytest_asyncio.fixture(loop_scope="session")
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    url, clock = f"http://localhost:{port}", MovableClock()
    async with open_database(sqlite_url) as database:
        await use_packs(database, None)
        house = await build(database)
        desk = Desk(database, clock.now, wording(), url)
        server = ConsoleServer(ConsoleWiring(url, "127.0.0.1", port), desk, {})
        running = asyncio.get_running_loop().create_task(server.run())
        try:
            yield Served(url, house, database, clock)
        finally:
            server.stop()
            await running
            server.close()


@asynccontextmanager
async def window(browser: Browser, *, scripts: bool = True) -> AsyncIterator[Page]:
    """A window that must have had no error, broken no policy and asked no other host."""
    context = await browser.new_context(java_script_enabled=scripts)
    wrong = await watch(context, "http://localhost:")
    yield await context.new_page()
    assert wrong == []
    await context.close()


async def with_authenticator(context: BrowserContext, page: Page) -> None:
    """Give the window a phone that makes passkeys and looks at a finger."""
    devtools = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def heading(page: Page, text: str) -> None:
    await page.get_by_role("heading", level=1, name=text).wait_for()


async def test_by_a_link_then_by_a_passkey_and_nothing_is_lost_at_a_lock(
    browser: Browser, served: Served
) -> None:
    async with window(browser) as page:
        await with_authenticator(page.context, page)
        await page.goto(await served.link())
        await press(page, "Go on")
        await heading(page, "Choose how you come back")
        await page.get_by_role("button", name="Make a passkey").click()
        await page.get_by_label("What shall we call it?").fill("Work laptop")
        await press(page, "Make a passkey")
        await heading(page, "Today")
        await press(page, "Sign out")
        await heading(page, "Sign in")
        await press(page, "Sign in with a passkey")
        await heading(page, "Today")
        await lose_nothing_at_a_lock(page, served)


async def lose_nothing_at_a_lock(page: Page, served: Served) -> None:
    """A note is typed, the page is locked, and after signing in the note is there and is kept."""
    path = served.house.path("/console/p/{programme_id}/alerts/{alert_id}")
    await page.goto(f"{served.url}{path}")
    await page.locator("textarea[name=note]").first.fill(NOTE)
    served.clock.advance(IDLE)
    await page.locator("form:has(textarea[name=note]) button").first.click()
    await heading(page, "Nobody was here for a while. Sign in again.")
    await press(page, "Sign in with a passkey")
    await heading(page, "What you typed is here")
    assert NOTE in await page.locator("main").inner_text()
    await press(page, "Send it on")
    await page.wait_for_url(re.compile(r".*/alerts/"))
    async with served.database.reading() as session:
        alert = await session.get(Alert, served.house.ids["alert_id"])
        assert alert is not None
        assert "note" in " ".join(row.step for row in await alert_steps(session, alert))


async def invitation(served: Served) -> str:
    """A link with which whoever runs Pairwell makes somebody a coordinator."""
    async with served.database.transaction() as session:
        story = Story(session, served.clock.now(), "invite")
        issued = await issue_invitation(
            story, served.house.programme, "coordinator", issued_by=None
        )
        token = await link_of_invitation(story, issued.payload)
    return f"{served.url}/console/enter?t={token}"


async def test_somebody_invited_comes_in_once_a_coordinator_says_yes(
    browser: Browser, served: Served
) -> None:
    async with window(browser) as kit, window(browser) as sam:
        await with_authenticator(kit.context, kit)
        await kit.goto(await invitation(served))
        await kit.get_by_label("Your name").fill("Kit")
        await press(kit, "Go on")
        await kit.get_by_role("button", name="Make a passkey").click()
        await kit.get_by_label("What shall we call it?").fill("Work laptop")
        await press(kit, "Make a passkey")
        await heading(kit, "No programme yet")
        await served.sign_in(sam.context)
        await sam.goto(served.at("settings/members"))
        await press(sam, "Let Kit in")
        await press(kit, "Sign out")
        await press(kit, "Sign in with a passkey")
        await heading(kit, "Today")


async def test_a_session_elsewhere_is_ended(browser: Browser, served: Served) -> None:
    async with window(browser) as here, window(browser) as there:
        for page in (there, here):
            await page.goto(await served.link())
            await press(page, "Go on")
            await heading(page, "Choose how you come back")
            await page.goto(f"{served.url}/console/me")
        await here.get_by_role("button", name="End this session").click()
        await here.get_by_text("This one").wait_for()
        assert await here.get_by_role("button", name="End this session").count() == 0
        await there.get_by_role("link", name="To your programme").click()
        await heading(there, "Sign in")


async def test_a_page_says_that_it_is_about_to_be_locked(browser: Browser, served: Served) -> None:
    async with window(browser) as page:
        await with_authenticator(page.context, page)
        await page.goto(await served.link())
        await press(page, "Go on")
        await heading(page, "Choose how you come back")
        await page.clock.install()
        await page.goto(f"{served.url}/console/me")
        notice = page.get_by_role("alert")
        await page.clock.fast_forward("13:50")
        assert await notice.count() == 0
        await page.clock.fast_forward("00:20")
        assert "This page is locked in a minute." in await notice.inner_text()
        await press(page, "I am here")
        await notice.wait_for(state="hidden")
        await page.clock.fast_forward("15:10")
        assert "What you typed is not lost" in await notice.inner_text()
        assert await page.get_by_role("button", name="I am here").count() == 0


async def test_codes_of_an_app_without_scripts(browser: Browser, served: Served) -> None:
    async with window(browser, scripts=False) as page:
        await page.goto(await served.link())
        await press(page, "Go on")
        await press(page, "Set up codes")
        name, secret = await page.locator("dd code").all_inner_texts()
        await page.get_by_label("Six figures from the app").fill(code_of(secret, served))
        await press(page, "Check the code")
        await heading(page, "Your recovery codes")
        [first, *_] = await page.locator("ul.codes code").all_inner_texts()
        await page.get_by_role("button", name="I have kept them").click()
        await heading(page, "Today")
        await press(page, "Sign out")
        served.clock.advance(IDLE)
        await page.get_by_label("Sign-in name").fill(name)
        await page.get_by_label("Six figures from the app").fill(code_of(secret, served))
        await press(page, "Sign in with a code")
        await heading(page, "Today")
        await press(page, "Sign out")
        await page.get_by_text("I lost my passkey or my app").click()
        await page.get_by_label("Recovery code", exact=True).fill(first)
        await press(page, "Sign in with it")
        await heading(page, "Your sign-in")
        assert "9 recovery codes are left." in await page.locator("main").inner_text()


async def test_every_page_of_coming_in_is_sound(browser: Browser, served: Served) -> None:
    context = await browser.new_context(bypass_csp=True)  # axe comes as a script of the test
    page = await context.new_page()
    found: list[str] = []

    async def look() -> None:
        found.extend(await faults_at(page))

    await page.goto(f"{served.url}/console/sign-in")
    await look()
    await page.goto(await served.link())
    await look()
    await press(page, "Go on")
    await look()
    await page.goto(f"{served.url}/console/me/passkey")
    await look()
    await press(page, "Make a passkey")
    await look()
    await page.goto(f"{served.url}/console/set-up")
    await press(page, "Set up codes")
    await look()
    secret = (await page.locator("dd code").all_inner_texts())[1]
    await page.get_by_label("Six figures from the app").fill(code_of(secret, served))
    await press(page, "Check the code")
    await look()
    await page.goto(f"{served.url}/console/me")
    await look()
    assert found == []
    await context.close()


def code_of(secret: str, served: Served) -> str:
    return pyotp.TOTP(secret).at(int(served.clock.now().timestamp()))
