"""A mail server on this machine that keeps what it is handed, and can fail on request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class FakeMailServer:
    """Speaks as much SMTP as a mail needs.

    `answers` takes a command ("MAIL", "RCPT", "DATA", "AUTH" or "BODY") and says what is replied
    instead of a yes; "hang up" ends the connection there.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it leaves."""
        try:
            await self._talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 fake\r\n")
        while line := (await reader.readline()).decode():
            verb = line.split()[0].upper()
            planned = self.answers.get(verb)
            if planned == "hang up":
                return
            if planned is not None:
                writer.write(f"{planned}\r\n".encode())
                continue
            if verb == "DATA" and not await self._take(reader, writer):
                return
            self._note(verb, line.strip())
            writer.write(_yes(verb))
            if verb == "QUIT":
                return

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"354 go on\r\n")
        raw = await reader.readuntil(b"\r\n.\r\n")
        if self.answers.get("BODY") == "hang up":
            return False
        self.mails.append(message_from_bytes(raw[:-5], policy=policy.default))  # type: ignore[arg-type]  # the default policy makes an EmailMessage
        self.arrived.set()
        return True

    def _note(self, verb: str, line: str) -> None:
        if verb == "RCPT":
            self.recipients.append(line.partition("<")[2].partition(">")[0])
        if verb == "AUTH":
            self.logins.append(line.split()[1])


@asynccontextmanager
async def fake_mail_server() -> AsyncIterator[FakeMailServer]:
    """A server on a free port of this machine while the block runs."""
    fake = FakeMailServer()
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.port = server.sockets[0].getsockname()[1]
    async with server:
        yield fake


def _yes(verb: str) -> bytes:
    if verb == "EHLO":
        return b"250-fake\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n"
    replies: dict[str, bytes] = {"AUTH": b"235 welcome\r\n", "QUIT": b"221 bye\r\n"}
    return replies.get(verb, b"250 ok\r\n")
