"""Where the console is, for stories that lead there."""

from db.engine import Database
from flows.story import Story

CONSOLE_URL = "console_url"


def use_console(database: Database, url: str) -> None:
    """Let stories lead to the console at this address."""
    database.shared[CONSOLE_URL] = url


def console_url(story: Story) -> str:
    """The address of the console as browsers see it; "" where there is none."""
    found = story.session.info.get(CONSOLE_URL, "")
    return found if isinstance(found, str) else ""
