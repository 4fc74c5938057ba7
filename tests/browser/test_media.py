"""Pictures and voice messages on the chat page, in a real browser."""

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from playground.client import PlaygroundClient
from playground.people import JOSIE
from playground.samples import draw_png
from tests.browser.conftest import clean_page
from tests.browser.test_journey import phone

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = FilePayload(name="hill.png", mimeType="image/png", buffer=draw_png(64, 40))
LENGTH = """sound => new Promise(resolve => {
  const tell = () => resolve(Math.round(sound.duration));
  sound.readyState > 0 ? tell() : sound.addEventListener("loadedmetadata", tell);
})"""


async def choose(page: Page, name: str) -> None:
    """Take this from the menu of things to attach on Josie's phone."""
    josie = phone(page, "Josie")
    await josie.locator("summary", has=page.locator("[aria-hidden]")).nth(1).click()
    await josie.get_by_role("button", name=name, exact=True).click()


async def test_photo_of_this_computer_is_sent_with_what_was_typed(
    browser: Browser, link: str
) -> None:
    async with clean_page(browser, link, 1400) as page:
        josie = phone(page, "Josie")
        await josie.get_by_role("textbox").fill("Our hill")
        async with page.expect_file_chooser() as chosen:
            await choose(page, "Photo from this computer")
        await (await chosen.value).set_files([PICTURE])
        sent = josie.get_by_role("article").filter(has=page.get_by_role("img", name="Photo"))
        await expect(sent).to_contain_text("Our hill")
        await expect(josie.get_by_role("textbox")).to_have_value("")
        await expect(sent.get_by_role("img")).to_have_js_property("naturalWidth", 64)


async def test_voice_message_can_be_played(browser: Browser, link: str) -> None:
    async with clean_page(browser, link, 1400) as page:
        await choose(page, "Voice message")
        sound = phone(page, "Josie").get_by_label("Voice message, 0:04")
        await expect(sound).to_be_visible()
        assert await sound.evaluate(LENGTH) == 4


async def test_covered_photo_is_shown_when_wanted(browser: Browser, link: str) -> None:
    async with clean_page(browser, link, 390) as page, PlaygroundClient(link) as client:
        josie = phone(page, "Josie", "tabpanel")
        sent = await client.player(JOSIE.id).send_photo(draw_png(64, 40))
        content = {"photo": sent.content["photo"], "has_media_spoiler": True}
        await client.player(JOSIE.id).post(**content)
        covered = josie.get_by_role("img", name="Photo that was covered")
        await expect(josie.get_by_role("button", name="Show photo")).to_be_visible()
        await expect(covered).to_have_count(0)
        await josie.get_by_role("button", name="Show photo").click()
        await expect(covered).to_be_visible()
