"""Every route of the console, as the app has them: for tests that leave none out."""

from collections.abc import Iterator
from functools import cache

from fastapi.routing import APIRoute

from console.app import create_app
from console.desk import Desk
from tests.stage import wording

OPEN_TO_ALL = "/console/sign-in"


@cache
def routes() -> tuple[tuple[str, str], ...]:
    """(method, path with its parameters in braces) of every page and form."""
    desk = Desk(None, None, wording(), "https://console.test")  # type: ignore[arg-type]  # not asked
    return tuple(sorted(_routes(create_app(desk).routes)))


def of_programmes(method: str) -> list[str]:
    """The paths that belong to a programme and take this method."""
    return [path for taken, path in routes() if taken == method and "{programme_id}" in path]


def _routes(found: object) -> Iterator[tuple[str, str]]:
    for route in found:  # type: ignore[attr-defined]  # a list of routes
        if isinstance(route, APIRoute):
            for method in route.methods:
                yield method, route.path
