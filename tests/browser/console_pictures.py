"""The console's pictures, as it looks after the story on the phones was played."""

from pathlib import Path

from playwright.async_api import Browser, Page

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
SECTIONS = (
    "today", "waiting", "suggestions", "pairings", "people", "peers", "alerts", "outcomes", "audit",
    "settings", "settings/rota", "settings/programme", "waiting/what-if",
)  # fmt: skip
ON_A_PHONE = ("today", "waiting", "alerts", "outcomes")
ONE_OF = ("waiting", "suggestions", "pairings", "people", "peers")


async def take_console(browser: Browser, link: str, folder: Path) -> None:
    """Every section at a desk, one row of each list, and some on a phone."""
    context = await browser.new_context(viewport=WIDE)  # type: ignore[arg-type]  # a size
    page = await context.new_page()
    await page.goto(f"{link}/console/sign-in")
    await page.screenshot(path=folder / "console-sign-in.png")
    await page.get_by_role("button", name="Go in as Sam").click()
    await page.wait_for_url("**/today")
    home = page.url.removesuffix("/today")
    for section in SECTIONS:
        await page.goto(f"{home}/{section}")
        await _keep(page, folder / f"console-{section.replace('/', '-')}.png")
    for section in ONE_OF:
        await page.goto(f"{home}/{section}")
        row = page.locator(f"main a[href*='/{section}/']:not([href*='what-if'])").first
        if await row.count():
            await row.click()
            await _keep(page, folder / f"console-{section}-one.png")
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a size
    for section in ON_A_PHONE:
        await page.goto(f"{home}/{section}")
        await _keep(page, folder / f"console-{section}-phone.png")
    await context.close()


async def _keep(page: Page, path: Path) -> None:
    await page.wait_for_load_state("load")
    await page.screenshot(path=path)
