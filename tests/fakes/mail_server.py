"""A mail server on this machine that keeps what it is handed, and can fail on request."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class FakeMailServer:
    """Speaks as much SMTP as a mail needs.

    `answers` takes a command ("HELLO", "MAIL", "RCPT", "DATA", "AUTH", "BODY", "KEPT" or "QUIT")
    and says what is replied instead of a yes; "hang up" ends the connection there, and "hang" never
    answers. With `papers` it offers STARTTLS. `secret` counts the commands that came over TLS.
    """

    port: int = 0
    papers: ssl.SSLContext | None = None
    secret: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it leaves."""
        try:
            if await self._goes_on("HELLO"):
                await self._talk(reader, writer)
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 fake\r\n")
        while line := (await reader.readline()).decode():
            verb = line.split()[0].upper()
            self.secret += writer.get_extra_info("ssl_object") is not None
            if not await self._goes_on(verb):
                return
            planned = self.answers.get(verb)
            if planned is not None:
                writer.write(f"{planned}\r\n".encode())
                continue
            if verb == "DATA" and not await self._take(reader, writer):
                return
            self._note(verb, line.strip())
            writer.write(self._yes(verb))
            if verb == "QUIT":
                return
            if verb == "STARTTLS" and self.papers is not None:
                await writer.drain()
                await writer.start_tls(self.papers)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"354 go on\r\n")
        raw = await reader.readuntil(b"\r\n.\r\n")
        if not await self._goes_on("BODY"):
            return False
        self.mails.append(message_from_bytes(raw[:-5], policy=policy.default))  # type: ignore[arg-type]  # the default policy makes an EmailMessage
        self.arrived.set()
        return await self._goes_on("KEPT")

    async def _goes_on(self, point: str) -> bool:
        if self.answers.get(point) == "hang":
            await self.over.wait()
        return self.answers.get(point) not in ("hang", "hang up")

    def _yes(self, verb: str) -> bytes:
        if verb == "EHLO":
            offers = b"250-STARTTLS\r\n" if self.papers is not None else b""
            return b"250-fake\r\n" + offers + b"250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n"
        replies = {"AUTH": b"235 welcome\r\n", "QUIT": b"221 bye\r\n", "STARTTLS": b"220 go\r\n"}
        return replies.get(verb, b"250 ok\r\n")

    def _note(self, verb: str, line: str) -> None:
        if verb == "RCPT":
            self.recipients.append(line.partition("<")[2].partition(">")[0])
        if verb == "AUTH":
            self.logins.append(line.split()[1])


@asynccontextmanager
async def fake_mail_server(
    papers: ssl.SSLContext | None = None, *, tls: bool = False
) -> AsyncIterator[FakeMailServer]:
    """A server on a free port of this machine while the block runs; `tls` from the first byte."""
    fake = FakeMailServer(papers=None if tls else papers)
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0, ssl=papers if tls else None)
    fake.port = server.sockets[0].getsockname()[1]
    try:
        yield fake
    finally:
        fake.over.set()
        server.close()
