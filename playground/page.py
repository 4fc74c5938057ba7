"""The chat page: a shell from a template; everything alive in it is a small script."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from playground.phones import Phones

PANES = 3

SAMPLE_LABELS = (
    ("photo", "Photo"),
    ("album", "Album of three photos"),
    ("voice", "Voice message"),
    ("sticker", "Sticker"),
    ("contact", "Contact"),
    ("location", "Location"),
    ("poll", "Poll"),
    ("document", "File"),
    ("forward", "Forwarded message"),
)

_HERE = Path(__file__).parent


def page_routes(phones: Phones, *, has_console: bool = False) -> list[BaseRoute]:
    """Return the page at "/" and its files."""
    templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    template = templates.get_template("page.html")

    async def show_page(_: Request) -> HTMLResponse:
        shown = [account.id for account in phones.accounts[:PANES]]
        html = template.render(
            bot=phones.bot,
            accounts=phones.accounts,
            shown=shown,
            samples=SAMPLE_LABELS,
            has_console=has_console,
        )
        return HTMLResponse(html)

    return [
        Route("/", show_page),
        Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
    ]
