"""From a request to its page."""

import pytest
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match

from console.dispatch import Pages, answer_of
from console.pages import ROUTERS
from tests.console.routes import routes

router = APIRouter(prefix="/p/{place}")


@router.get("/what-if")
async def show_words(request: Request) -> Response:
    return PlainTextResponse(f"words {request.path_params}")


@router.get("/{one}")
async def show_anything(place: str, one: str) -> Response:
    return PlainTextResponse(f"{one} at {place}")


@router.post("/{one}/end")
async def end(one: str) -> Response:
    return PlainTextResponse(f"end {one}")


PAGES = Pages((router,), "/console")


async def answered(method: str, path: str) -> str:
    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
    match, found = PAGES.matches(scope)
    if match is Match.NONE:
        return "none"
    scope |= found
    sent = []

    async def receive():
        raise AssertionError("no page here reads a body")

    async def send(message):
        sent.append(message)

    await PAGES.handle(scope, receive, send)
    return sent[1]["body"].decode()


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/console/p/a/what-if", "words {'place': 'a'}"),
        ("GET", "/console/p/a/b", "b at a"),
        ("POST", "/console/p/a/what-if/end", "end what-if"),
        ("POST", "/console/p/a/b/end", "end b"),
        ("GET", "/console/p/a", "none"),
        ("GET", "/console/p/a/", "none"),
        ("GET", "/console/p//b", "none"),
        ("GET", "/console/p/a/b/c", "none"),
        ("GET", "/p/a/b", "none"),
        ("GET", "", "none"),
    ],
)
async def test_page_is_found_by_the_parts_of_its_path(method, path, expected):
    assert await answered(method, path) == expected


async def test_other_method_is_refused_with_those_that_there_are():
    with pytest.raises(HTTPException) as refused:
        await answered("GET", "/console/p/a/b/end")
    assert (refused.value.status_code, refused.value.headers) == (405, {"Allow": "POST"})


def test_every_page_of_the_console_is_found_by_its_own_path():
    pages = Pages(ROUTERS, "/console")
    for method, path in routes():
        match, found = pages.matches({"type": "http", "method": method, "path": path})
        assert (match, f"/console{found['route'].path}") == (Match.FULL, path)


def test_page_that_asks_for_something_else_is_refused_at_the_start():
    async def odd(page: int) -> Response:
        raise AssertionError(page)

    with pytest.raises(TypeError, match="odd asks for what no page is given"):
        answer_of(odd)
