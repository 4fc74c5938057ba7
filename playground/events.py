"""Server-sent events: everything that happens on all phones, one stream for a page."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from playground.journal import Event, Journal
from playground.wire import to_bytes

KEEP_ALIVE_SECONDS = 15.0


def stream_events(request: Request, journal: Journal) -> StreamingResponse:
    """Answer with the events after `Last-Event-ID` or `?after=`; from now on without them.

    A place of another journal (the server was started anew) is answered by a reset.
    """
    asked = request.headers.get("last-event-id") or request.query_params.get("after", "")
    name, _, number = asked.rpartition("-")
    after = int(number) if number.isdecimal() else journal.number
    if name not in {"", journal.name}:
        after = journal.number + 1
    return StreamingResponse(_stream(journal, after), media_type="text/event-stream")


async def _stream(journal: Journal, after: int) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    if journal.has_forgotten(after) or after > journal.number:
        yield b'event: reset\ndata: {"account_id":null,"data":null}\n\n'
        after = journal.number
    while not journal.closed:
        for event in journal.read_after(after):
            after = event.number
            yield _write(journal.name, event)
        if journal.number > after:
            continue
        if not await journal.wait(KEEP_ALIVE_SECONDS):
            yield b": still here\n\n"


def _write(name: str, event: Event) -> bytes:
    data = to_bytes({"account_id": event.account_id, "data": event.data})
    place = f"{name}-{event.number}".encode()
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (place, event.kind.encode(), data)
