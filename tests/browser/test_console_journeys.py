"""What a coordinator does in half a day, in a real browser: one journey for each part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, expect

from db.people import set_name
from flows.actor import actor_of
from flows.alerts import acknowledge
from flows.story import Story
from tests.browser.conftest import WATCH
from tests.browser.console_served import Served, served_console

FOCUSED = "() => document.activeElement.innerText || document.activeElement.value || ''"


@pytest.fixture
async def served(sqlite_url: str) -> AsyncIterator[Served]:
    async with served_console(sqlite_url) as served:
        yield served


@asynccontextmanager
async def page_of(browser: Browser, served: Served, **more: object) -> AsyncIterator[Page]:
    """Sam's page; afterwards it must have asked no other host, and broken no policy."""
    context = await served.context(browser, **more)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    ours = (served.url, "data:")
    page.on("request", lambda r: None if r.url.startswith(ours) else wrong.append(r.url))
    await page.add_init_script(WATCH)
    await page.goto(served.at("today"))
    yield page
    if more.get("java_script_enabled", True):
        assert await page.evaluate("window.refused") == []
    assert wrong == []
    await context.close()


async def reach(page: Page, label: str) -> None:
    """Go on with the Tab key until this is focused; it must come within a page's worth of keys."""
    for _ in range(120):
        await page.keyboard.press("Tab")
        if label in await page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{label} cannot be reached with the Tab key.")


async def test_an_alert_from_today_to_its_outcome_by_keyboard_alone(
    browser: Browser, served: Served
) -> None:
    async with page_of(browser, served) as page:
        await reach(page, "Josie")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/alerts/*")
        await reach(page, "Take this on")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Close the alert")).to_be_visible()
        await page.get_by_label("They are safe").focus()
        await page.keyboard.press("Space")
        await reach(page, "Close the alert")
        await page.keyboard.press("Enter")
        await expect(page.locator("main table")).to_contain_text("They are safe")


async def test_another_coordinator_takes_the_alert_and_the_page_follows(
    browser: Browser, served: Served
) -> None:
    async with page_of(browser, served) as page:
        await page.goto(served.at(f"alerts/{served.house.ids['alert_id']}"))
        await page.get_by_role("button", name="Take this on").focus()
        async with served.database.transaction() as session:
            noor = await actor_of(session, served.house.people["Noor"])
            story = Story(session, served.clock.now(), "noor", here=noor.person.id)
            await acknowledge(story, noor, served.house.ids["alert_id"], None)
        await expect(page.locator("#alert-with")).to_have_text("Noor", timeout=20_000)
        assert "(1)" not in await page.title()


async def test_a_suggestion_without_scripts(browser: Browser, served: Served) -> None:
    async with page_of(browser, served, java_script_enabled=False) as page:
        await page.get_by_role("link", name="Waiting list").click()
        await page.goto(served.at(f"suggestions/{served.house.ids['suggestion_id']}"))
        await page.get_by_label("Reason").fill("They asked for each other.")
        await page.get_by_role("button", name="Approve").click()
        await expect(page.locator("main")).to_contain_text("pproved")


async def test_a_pairing_is_paused_and_a_note_is_kept(browser: Browser, served: Served) -> None:
    async with page_of(browser, served, width=390) as page:
        await page.get_by_role("link", name="Pairings").click()
        await page.locator("main table a").first.click()
        await page.get_by_role("button", name="Pause").click()
        await expect(page.locator(".told")).to_be_visible()
        await page.locator("#note").fill("Rang both. Goes on after the holidays.")
        await page.locator("form[action$=note] button").click()
        await expect(page.locator(".note").last).to_contain_text("Goes on after the holidays.")


async def test_a_person_is_found_by_name_and_a_talk_is_recorded(
    browser: Browser, served: Served
) -> None:
    async with page_of(browser, served) as page:
        await page.get_by_role("link", name="People", exact=True).click()
        await page.get_by_label("Look for a name").fill("jos")
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Josie").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Josie")
        await page.goto(served.at(f"peers/{served.house.ids['peer_id']}"))
        await page.locator("#talk_day").fill("2026-11-20")
        await page.locator("#talk").fill("Two calm weeks. Asks for a second person.")
        await page.locator("form[action$=supervision] button").click()
        await expect(page.locator("main")).to_contain_text("Asks for a second person.")


async def test_outcomes_are_read_printed_and_taken_along(browser: Browser, served: Served) -> None:
    async with page_of(browser, served) as page:
        await page.get_by_role("link", name="Outcomes").click()
        async with page.expect_download() as kept:
            await page.get_by_role("link", name="All these numbers as a file").click()
        assert (await kept.value).suggested_filename.endswith(".csv")
        await page.goto(served.at("outcomes/print"))
        await page.emulate_media(media="print")
        await expect(page.locator(".menu")).to_be_hidden()


async def test_a_setting_is_changed_found_in_the_audit_and_put_back(
    browser: Browser, served: Served
) -> None:
    async with page_of(browser, served) as page:
        await page.goto(served.at("settings/programme"))
        await page.get_by_label("After 12 months").check()
        await page.locator("form[action$=retention] button").click()
        await expect(page.locator(".told")).to_contain_text("That is kept")
        await page.get_by_role("link", name="Audit").click()
        await expect(page.locator("main table")).to_contain_text("Sam")
        await page.get_by_role("button", name="Check the audit").click()
        await expect(page.locator(".told")).to_be_visible()
        await page.goto(served.at("settings"))
        await page.get_by_role("button", name="Put back").click()
        await expect(page.locator(".told")).to_contain_text("back to what it was")


async def test_an_invitation_is_shown_with_its_picture(browser: Browser, served: Served) -> None:
    async with page_of(browser, served) as page:
        await page.goto(served.at("settings/invitations"))
        await page.get_by_role("button", name="Make the invitation").click()
        picture = page.get_by_role("img", name="The link as a picture")
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.naturalWidth") > 0


async def test_a_hostile_name_runs_nothing(browser: Browser, served: Served) -> None:
    async with served.database.transaction() as session:
        name = "<img src=x onerror=document.title='run'>"
        await set_name(session, served.house.people["Josie"], name)
    async with page_of(browser, served) as page:
        for path in ("today", "people", "pairings", f"alerts/{served.house.ids['alert_id']}"):
            await page.goto(served.at(path))
            await expect(page.locator("main")).to_contain_text("<img src=x")
            assert await page.title() != "run"
