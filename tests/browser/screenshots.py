"""Takes the pictures for the README: plays the story on the real service, then looks at the page.

Run `make screenshots`, or `python -m tests.browser.screenshots FOLDER`.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from playground.client import PlaygroundClient
from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from tests.browser.chrome import launch
from tests.browser.conftest import trying_out
from tests.browser.console_pictures import take_console
from tests.journeys import DONE, HANNAH, JOSIE, PACK, SAM, Answers, fill_form
from tests.stories.phone import OnPhone

AT_ANY_HOUR: Answers = {
    **HANNAH,
    "hours": ["Any time", DONE],
}  # else Josie's answer waits for the morning
WIDE, NARROW = {"width": 1400, "height": 860}, {"width": 390, "height": 780}


async def play(link: str) -> None:
    """Sam, Hannah and Josie come in, are paired, and say hello."""
    async with PlaygroundClient(link) as client:
        state = await client.read_state()
        payloads = {found["for"]: found["payload"] for found in state["invitations"]}
        sam, hannah, josie = (
            OnPhone(client.player(account.id))
            for account in (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT)
        )
        for chat, account, form, answers in (
            (sam, SAM_ACCOUNT, PACK.coordinator, SAM),
            (hannah, HANNAH_ACCOUNT, PACK.peer_worker, AT_ANY_HOUR),
            (josie, JOSIE_ACCOUNT, PACK.service_user, JOSIE),
        ):
            await chat.enter(payloads[account.id])
            await chat.tap("Start")
            await fill_form(chat, form, answers)
            if chat is hannah:
                await sam.tap("Look at the answers")
                await sam.tap("Confirm")
        await sam.tap("Pairs to review")
        await sam.tap("Josie with Hannah")
        await sam.tap("Approve")
        await hannah.tap("Yes, I would like to")
        await josie.tap("Yes, I would like to")
        await hannah.player.wait_for("Josie said yes")
        await hannah.player.say("Hello Josie, I am Hannah. How was your night?")
        await josie.player.wait_for("How was your night?")
        await josie.player.say("Long. She slept from four. Thank you for asking.")
        await hannah.player.wait_for("She slept from four")


async def take(browser: Browser, link: str, folder: Path) -> None:
    """One picture as on a desk, one as on a phone."""
    for name, size in (("try", WIDE), ("try-phone", NARROW)):
        page = await browser.new_page(viewport=size, color_scheme="light")  # type: ignore[arg-type]
        await page.goto(link)
        await page.get_by_text("She slept from four").first.wait_for()
        await page.screenshot(path=folder / f"{name}.png")
        await page.close()


async def main(folder: Path) -> None:
    """Play, look, and write the pictures into the folder."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 (a script, nothing else runs)
    with TemporaryDirectory() as records:
        async with trying_out(Path(records)) as link, async_playwright() as playwright:
            await play(link)
            browser = await launch(playwright)
            await take(browser, link, folder)
            await take_console(browser, link, folder)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
