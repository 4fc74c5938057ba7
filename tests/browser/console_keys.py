"""Going about a page with the keyboard alone."""

from playwright.async_api import Page

MOST_STOPS = 150
FOCUSED = """() => {
  const one = document.activeElement;
  return (one.labels?.[0]?.innerText || one.innerText || one.value || "").trim();
}"""
LISTEN = """() => {
  const ways = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const looks = (one) => [one, ...(one.labels ?? [])]
    .flatMap((part) => [getComputedStyle(part), getComputedStyle(part, "::before")])
    .map((style) => [
      style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.backgroundColor,
    ].join())
    .join();
  const isStop = (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility();
  const speaks = (one) => {
    if (one.type !== "radio") return true;
    const group = [...document.getElementsByName(one.name)];
    const beside = group.filter((other) => other.form === one.form);
    return one === (beside.find((other) => other.checked) ?? beside[0]);
  };
  const stops = [...document.querySelectorAll(ways)].filter((one) => isStop(one) && speaks(one));
  const before = new Map(stops.map((one) => [one, looks(one)]));
  const told = (one) => one.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
  const listed = [];
  document.addEventListener("focusin", ({ target }) => {
    const seen = before.get(target) === looks(target) ? "not seen: " : "";
    listed.push(seen + told(target));
  });
  window.stops = () => [stops.map(told), listed.slice(0, stops.length)];
  return stops.length + 3 * stops.filter((one) => one.type === "date").length;
}"""


async def reach(page: Page, label: str) -> None:
    """Go on with the Tab key until this is focused; it must come within a page's worth of keys."""
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        if label in await page.evaluate(FOCUSED):
            return
    raise AssertionError(f"{label} cannot be reached with the Tab key.")


async def press(page: Page, label: str) -> None:
    """Reach a link or a button, and press it."""
    await reach(page, label)
    await page.keyboard.press("Enter")


async def fill(page: Page, label: str, words: str) -> None:
    """Reach a field, and type."""
    await reach(page, label)
    await page.keyboard.type(words)


async def choose(page: Page, first: str, wanted: str) -> None:
    """Reach radio buttons by the one that takes the focus, and go to another by the arrows."""
    await reach(page, first)
    for _ in range(MOST_STOPS):
        if wanted in await page.evaluate(FOCUSED):
            await page.keyboard.press("Space")
            return
        await page.keyboard.press("ArrowDown")
    raise AssertionError(f"{wanted} cannot be reached with the arrow keys.")


async def walk(page: Page) -> tuple[list[str], list[str]]:
    """All that takes the focus, in the order of the page, and what the Tab key stops at.

    A stop whose focus cannot be seen is told as such. A date takes four keys: its three parts, and
    the calendar.
    """
    for _ in range(await page.evaluate(LISTEN)):
        await page.keyboard.press("Tab")
    wanted, found = await page.evaluate("window.stops()")
    return wanted, found
