"""A server that answers getMe, in a thread: for commands that know no aiogram."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

TOKEN = "42:abc-DEF"
WORKER_TOKEN = "43:ghi-JKL"


class Answer(BaseHTTPRequestHandler):
    status = 200
    body = json.dumps(
        {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "P", "username": "pw_bot"}}
    )

    worker_body = ""

    def do_GET(self) -> None:
        right = self.path in (f"/bot{TOKEN}/getMe", f"/bot{WORKER_TOKEN}/getMe")
        about = self.worker_body if WORKER_TOKEN in self.path else self.body
        body = (about if right else '{"ok":false,"error_code":401}').encode()
        self.send_response(self.status if right else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


def about_worker_bot(**topics: bool) -> str:
    """What getMe tells of the worker bot."""
    about = {"id": 43, "is_bot": True, "first_name": "W", "username": "pw_peers_bot", **topics}
    return json.dumps({"ok": True, "result": about})


@contextmanager
def answering(status: int = 200, body: str | None = None, worker_body: str = "") -> Iterator[str]:
    """The address of a server that answers getMe like this."""
    told = {"status": status, "body": body or Answer.body, "worker_body": worker_body}
    kind = type("Answer", (Answer,), told)
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
