"""Answers on the wire, whole or broken as a fault wants them."""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Receive, Send

from playground.faults import Fault, FaultKind
from playground.refusals import Refusal, TooManyRequests
from playground.wire import Json, to_bytes

JSON_TYPE = b"application/json"

_PHRASES = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Time-out"}


def succeed(result: Any) -> bytes:
    """Return the body of a good answer."""
    return to_bytes({"ok": True, "result": result})


def refuse(refusal: Refusal) -> bytes:
    """Return the body of a refusal."""
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if isinstance(refusal, TooManyRequests):
        body["parameters"] = {"retry_after": refusal.retry_after}
    return to_bytes(body)


async def send_answer(
    send: Send, status: int, body: bytes, content_type: bytes = JSON_TYPE
) -> None:
    """Send a whole answer."""
    await _send_head(send, status, len(body), content_type)
    await send({"type": "http.response.body", "body": body})


async def send_broken(
    fault: Fault, result: Any, body: bytes, receive: Receive, send: Send, closing: asyncio.Event
) -> None:
    """Answer as the fault says; `body` is the good answer that the bot does not get."""
    match fault.kind:
        case FaultKind.GATEWAY:
            page = _draw_gateway_page(fault.status)
            await send_answer(send, fault.status, page, b"text/html")
        case FaultKind.NOT_JSON:
            await send_answer(send, 200, b"upstream is warming up\n", b"text/plain")
        case FaultKind.UNDECODABLE:
            await send_answer(send, 200, succeed(_spoil(result)))
        case FaultKind.TRUNCATED:
            await _send_head(send, 200, len(body), JSON_TYPE)
            half = body[: len(body) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            await _hang_up(send, is_reset=False)
        case FaultKind.HANG:
            await _wait_for_end(receive, fault.seconds, closing)
            await _hang_up(send, is_reset=True)
        case _:
            await _hang_up(send, is_reset=True)


async def _send_head(send: Send, status: int, length: int, content_type: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _wait_for_end(receive: Receive, seconds: float, closing: asyncio.Event) -> None:
    """Wait for the client to give up, the time to pass, or the server to stop."""
    loop = asyncio.get_running_loop()
    waits = [loop.create_task(_wait_for_disconnect(receive)), loop.create_task(closing.wait())]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)


async def _wait_for_disconnect(receive: Receive) -> bool:
    while (await receive())["type"] != "http.disconnect":
        pass
    return True


async def _hang_up(send: Send, *, is_reset: bool) -> None:
    """Close the connection under the client.

    ASGI has no word for this, so it reaches for the transport behind uvicorn's `send`.
    """
    transport = send.__self__.transport  # type: ignore[attr-defined]  # uvicorn's request cycle
    if is_reset:
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    else:
        transport.close()
    await asyncio.sleep(0)


def _draw_gateway_page(status: int) -> bytes:
    title = f"{status} {_PHRASES.get(status, 'Error')}"
    page = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return page.encode()


def _spoil(result: Any) -> Any:
    """Put an object of a kind nobody knows yet into the result."""
    unknown = {"type": "a_kind_of_tomorrow"}
    return {**result, "forward_origin": unknown} if isinstance(result, dict) else unknown
