"""`pairwell try`: the real service with made-up people, on this computer, in one process."""

import asyncio
import json
import os
import sys
import webbrowser
from pathlib import Path
from tempfile import TemporaryDirectory

from pairwell.errors import BadRequest, RealServiceConfigured
from pairwell.logs import start_logging
from pairwell.made_up_service import MadeUpService
from pairwell.running import calm_garbage_collection, stop_on_signals
from pairwell.settings import read_settings
from playground.running import serve
from playground.server import create_app

WELCOME = """
Pairwell is ready to try. Open this page:

  {link}

Everybody on it is made up, and nothing leaves this computer. Ctrl-C ends it.
"""


async def run_trial(*, port: int, browser: bool, as_json: bool) -> None:
    """Serve the page until Ctrl-C, then leave nothing behind.

    Raises RealServiceConfigured where a token or a database is set, BadRequest for a taken port.
    """
    check_nothing_real()
    start_logging("WARNING", ())
    ended = asyncio.Event()
    stop_on_signals(ended.set)
    with TemporaryDirectory(prefix="pairwell-try-") as folder:
        service = MadeUpService(Path(folder), ended)
        app = create_app(service.phones, now=service.now, control=service, console=service.console)
        try:
            async with serve(app, port=port) as link, service.running(link):
                calm_garbage_collection()
                announce(f"{link}/", browser=browser, as_json=as_json)
                await service.wait()
        except OSError:
            raise BadRequest(f"Port {port} is taken. Leave --port out for a free one.") from None


def check_nothing_real() -> None:
    """Raise RealServiceConfigured unless settings are free of a token and a database."""
    settings = read_settings()
    real = {
        "PAIRWELL_BOT_TOKEN": settings.bot_token,
        "PAIRWELL_DATABASE_URL": settings.database_url,
    }
    found = [name for name, value in real.items() if value]
    if found:
        raise RealServiceConfigured(found)


def announce(link: str, *, browser: bool, as_json: bool) -> None:
    """Print the link, for a person or for a script, and open it where there is a screen."""
    sys.stdout.write(json.dumps({"link": link}) + "\n" if as_json else WELCOME.format(link=link))
    sys.stdout.flush()
    if browser and _has_screen():
        webbrowser.open(link)


def _has_screen() -> bool:
    """Whether a window can be opened: a browser in the terminal would hide the link."""
    return sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
