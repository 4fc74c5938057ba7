"""Dispatch: from a request to its page, by the parts of its path.

A page is declared as FastAPI has it, by its path and by what its parameters ask for. FastAPI would
try some hundred patterns one after the other, and solve for each request anew what a page asks
for: that costs as much as a small page (`docs/decisions/0093`).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from console.visits import SignedIn, Visiting, signed_in, visit_of

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class _Step:
    """What may follow a part of a path: words of ours, or anything, which then has a name."""

    words: dict[str, "_Step"] = field(default_factory=dict)
    anything: "_Step | None" = None
    pages: dict[str, tuple[APIRoute, tuple[str, ...], Answer]] = field(default_factory=dict)


class Pages(BaseRoute):
    """All pages of these routers below a prefix; a word of ours goes before anything."""

    def __init__(self, routers: Iterable[APIRouter], prefix: str) -> None:
        self._first = _Step()
        for router in routers:
            for route in router.routes:
                if not isinstance(route, APIRoute):
                    raise TypeError("A router of pages holds pages alone.")
                self._add(prefix, route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether there is such a page, and one for this method."""
        values: list[str] = []
        if scope["type"] != "http":
            return Match.NONE, {}
        step = _find(self._first, scope["path"].split("/"), 0, values)
        if step is None:
            return Match.NONE, {}
        found = step.pages.get(scope["method"])
        if found is None:
            return Match.PARTIAL, {"answer": _not_allowed(step.pages)}
        route, names, answer = found
        params = dict(zip(names, values, strict=True))
        return Match.FULL, {"route": route, "path_params": params, "answer": answer}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page that was found."""
        answer: Answer = scope["answer"]
        response = await answer(Request(scope, receive, send))
        await response(scope, receive, send)

    def _add(self, prefix: str, route: APIRoute) -> None:
        step, names = self._first, []
        for part in f"{prefix}{route.path}".split("/"):
            if part.startswith("{"):
                names.append(part[1:-1])
                step.anything = step.anything or _Step()
                step = step.anything
            else:
                step = step.words.setdefault(part, _Step())
        for method in route.methods or ():
            step.pages[method] = route, tuple(names), answer_of(route.endpoint)


def answer_of(endpoint: Callable[..., Awaitable[Response]]) -> Answer:
    """The endpoint as a function of the request: it gets what each of its parameters asks for."""
    hints = get_type_hints(endpoint, include_extras=True)
    hints.pop("return", None)
    asks = {hint: name for name, hint in hints.items() if hint in (Request, SignedIn, Visiting)}
    ids = [name for name, hint in hints.items() if hint is str]
    if len(asks) + len(ids) != len(hints):
        raise TypeError(f"{endpoint.__name__} asks for what no page is given.")

    async def answer(request: Request) -> Response:
        given: dict[str, Any] = {name: request.path_params[name] for name in ids}
        if Request in asks:
            given[asks[Request]] = request
        if not (SignedIn in asks or Visiting in asks):
            return await endpoint(**given)
        async with signed_in(request) as guest:
            if SignedIn in asks:
                given[asks[SignedIn]] = guest
            if Visiting in asks:
                given[asks[Visiting]] = await visit_of(guest, request.path_params["programme_id"])
            return await endpoint(**given)

    return answer


def _find(step: _Step, parts: Sequence[str], at: int, values: list[str]) -> _Step | None:
    if at == len(parts):
        return step if step.pages else None
    word = step.words.get(parts[at])
    if word is not None:
        found = _find(word, parts, at + 1, values)
        if found is not None:
            return found
    if step.anything is None or not parts[at]:
        return None
    values.append(parts[at])
    found = _find(step.anything, parts, at + 1, values)
    if found is None:
        values.pop()
    return found


def _not_allowed(pages: Mapping[str, Any]) -> Answer:
    async def answer(_: Request) -> Response:
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(pages))})

    return answer
