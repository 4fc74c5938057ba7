"""A server that answers getMe, in a thread: for commands that know no aiogram."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

TOKEN = "42:abc-DEF"


class Answer(BaseHTTPRequestHandler):
    status = 200
    body = json.dumps(
        {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "P", "username": "pw_bot"}}
    )

    def do_GET(self) -> None:
        right = self.path == f"/bot{TOKEN}/getMe"
        body = (self.body if right else '{"ok":false,"error_code":401}').encode()
        self.send_response(self.status if right else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def answering(status: int = 200, body: str | None = None) -> Iterator[str]:
    """The address of a server that answers getMe like this."""
    kind = type("Answer", (Answer,), {"status": status, "body": body or Answer.body})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
