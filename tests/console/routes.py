"""Every route of the console, as the app has them: for tests that leave none out."""

from collections.abc import Iterator
from functools import cache

from fastapi.routing import APIRoute

from console.pages import ROUTERS

OPEN_TO_ALL = "/console/sign-in"


@cache
def routes() -> tuple[tuple[str, str], ...]:
    """(method, path with its parameters in braces) of every page and form."""
    return tuple(sorted(_routes()))


def of_programmes(method: str) -> list[str]:
    """The paths that belong to a programme and take this method."""
    return [path for taken, path in routes() if taken == method and "{programme_id}" in path]


def _routes() -> Iterator[tuple[str, str]]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute), "a router inside a router would be left out here"
            for method in route.methods:
                yield method, f"/console{route.path}"
