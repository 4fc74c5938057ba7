"""How a page looks at each width: what axe finds, and whether it is wider than the screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

DESK, PHONE, ZOOMED = 1280, 390, 320  # CSS pixels; 320 is a 1280 px screen at 400 %: WCAG 1.4.10
WIDTHS = (DESK, PHONE, ZOOMED)
LOOK = """async () => {
  const scroller = document.scrollingElement;
  const over = scroller.scrollWidth - scroller.clientWidth;
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 150)}`);
  return over > 0 ? [`${over} px too wide`, ...found] : found;
}"""


async def faults_at(page: Page, *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page at any width, a line for each; it is left as wide as a desk.

    The page must be in a context with `bypass_csp`: axe comes as a script of the test.
    """
    await page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 844})
        found += [f"{page.url} at {width}: {one}" for one in await page.evaluate(LOOK)]
    await page.set_viewport_size({"width": DESK, "height": 844})
    return found
