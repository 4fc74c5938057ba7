"""Finding a browser: the system's, else Playwright's own, else Debian's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ("--no-sandbox",) if os.geteuid() == 0 else ()


class NoBrowser(Exception):
    """There is no browser and none could be installed."""

    def __init__(self) -> None:
        super().__init__(
            "The page is tested in a browser and none is here: install Chromium "
            "(Debian: apt-get install chromium) or run `.venv/bin/playwright install chromium`."
        )


async def launch(playwright: Playwright) -> Browser:
    """A browser without a window; raises NoBrowser."""
    path = _on_path() or _own(playwright) or _download(playwright) or _package()
    if path is None:
        raise NoBrowser
    return await playwright.chromium.launch(executable_path=path, args=FLAGS)


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _own(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _download(playwright: Playwright) -> str | None:
    done = _does(sys.executable, "-m", "playwright", "install", "chromium")
    return _own(playwright) if done else None


def _package() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    _does("apt-get", "update")
    _does("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    return _on_path()


def _does(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 (fixed words)
