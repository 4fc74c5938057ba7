"""Pairings, people, peer workers, settings and the audit in a real browser."""

import csv
import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.browser.console_served import Served
from tests.browser.console_window import window
from tests.console.lives import live

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def click(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).first.click()


async def told(page: Page, text: str) -> None:
    await expect(page.get_by_role("status").last).to_contain_text(text)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


async def scanned(page: Page, picture: str) -> str:
    """What a phone's camera reads in the picture of this name."""
    taken = await page.get_by_role("img", name=picture).screenshot()
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(taken)).convert("L"))
    return found.text


async def test_a_pairing_rests_is_noted_on_and_given_its_last_day(
    browser: Browser, served: Served
) -> None:
    await live(served.database, served.house)
    async with window(browser, served, width=390) as page:
        await page.get_by_role("link", name="Pairings").click()
        await page.get_by_role("link", name="Josie and Hannah").click()
        await click(page, "Pause it")
        await expect(page.get_by_text("It rests: messages are not sent.")).to_be_visible()
        await click(page, "Let it go on")
        await expect(page.get_by_text("They write to each other.")).to_be_visible()
        await page.get_by_label("Add a note").fill("Rang both. Ends before the holidays.")
        await click(page, "Keep this note")
        await expect(page.locator(".note").last).to_contain_text("Ends before the holidays.")
        await page.get_by_text("Change the last day").click()
        await page.get_by_label("New last day").fill("2026-12-18")
        await click(page, "Set this day")
        await expect(page.locator("dl.facts").first).to_contain_text("18 December 2026")


async def test_a_person_is_found_by_name_and_letters_leave(
    browser: Browser, served: Served
) -> None:
    await live(served.database, served.house)
    async with window(browser, served) as page:
        await page.get_by_role("link", name="People", exact=True).click()
        await page.get_by_label("Look for a name").fill("jos")
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Josie").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Josie")
        await expect(page.get_by_role("img").first).to_be_visible()  # answers over time, drawn
        await page.get_by_label("Your letter").fill("Are mornings better for you?")
        await click(page, "Send this letter")
        await expect(page.get_by_role("status")).to_be_visible()


async def test_hours_are_entered_and_taken_out_for_pay(browser: Browser, served: Served) -> None:
    async with window(browser, served) as page:
        await page.get_by_role("link", name="Peer workers", exact=True).click()
        await page.get_by_role("link", name="Hannah").click()
        await page.get_by_role("link", name="Hours of Hannah").click()
        for day, minutes, kind in (("19", "45", "Support"), ("20", "90", "Supervision")):
            await page.get_by_label("Day", exact=True).fill(f"2026-11-{day}")
            await page.get_by_label("Minutes", exact=True).fill(minutes)
            await page.get_by_label(kind, exact=True).check()
            await click(page, "Enter these hours")
            await expect(page.locator("tbody")).to_contain_text(minutes)
        async with page.expect_download() as kept:
            await page.get_by_role("link", name="Download this month as a file (CSV)").click()
        rows = rows_of(Path(await (await kept.value).path()))
        assert [(row["Day"], row["Minutes"]) for row in rows] == [
            ("2026-11-19", "45"),
            ("2026-11-20", "90"),
        ]


async def test_a_setting_is_changed_found_in_the_audit_and_put_back(
    browser: Browser, served: Served
) -> None:
    async with window(browser, served) as page:
        await page.goto(served.at("settings/programme"))
        await page.get_by_label("After 12 months").check()
        await page.locator("form[action$=retention] button").click()
        await told(page, "That is kept")
        await page.get_by_role("link", name="Audit").click()
        await page.get_by_label("What was done").select_option("Team and settings")
        await click(page, "Show these rows")
        changed = "changed after how long people who left are deleted"
        await expect(page.get_by_role("row").filter(has_text=changed)).to_contain_text("Sam")
        await click(page, "Check the audit")
        await told(page, "The audit is whole: ")
        await page.goto(served.at("settings"))
        await page.get_by_role("button", name="Put back").click()
        await told(page, "back to what it was")


async def test_pictures_of_links_and_secrets_say_what_stands_below_them(
    browser: Browser, served: Served
) -> None:
    async with window(browser, served) as page:
        await page.goto(served.at("settings/invitations"))
        await page.get_by_label("Peer worker").check()
        await click(page, "Make the invitation")
        link = await page.locator("code.secret").first.inner_text()
        assert link.startswith("https://t.me/pairwell_bot?start=")
        assert await scanned(page, "The link as a picture") == link
        await page.goto(f"{served.url}/console/me")
        await click(page, "Set up codes")
        secret = (await page.locator("dd code").all_inner_texts())[1].replace(" ", "")
        read = await scanned(page, "")
        assert read.startswith("otpauth://totp/")
        assert f"secret={secret}" in read
