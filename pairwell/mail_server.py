"""The mail server of any provider: how to reach it, and how one mail is handed over to it."""

import hashlib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal

import aiosmtplib
from pydantic import SecretStr

from pairwell.errors import BadSettings
from pairwell.settings import Settings

Tls = Literal["starttls", "tls", "none"]
TIMEOUT_SECONDS = 20.0
FAILURES = (aiosmtplib.SMTPException, OSError, ValueError)
FIRST_PERMANENT = 500  # SMTP replies from here on say that trying again is of no use (RFC 5321)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over; `tls` from the start, by STARTTLS, or none at all."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "starttls"
    context: ssl.SSLContext | None = field(default=None, repr=False)  # None trusts the system's


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail on its way: `key` names it, so that two copies can be told to be one."""

    key: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


class MailFailed(Exception):
    """A mail did not leave; `is_refused` says that the server knows no such reader.

    It holds the type and code of the failure alone, since a server's words may hold addresses.
    """

    def __init__(self, kind: str, code: int | None, *, is_refused: bool) -> None:
        super().__init__(kind)
        self.kind, self.code, self.is_refused = kind, code, is_refused


async def hand_over(server: MailServer, envelope: Envelope, now: datetime) -> None:
    """Give one mail to the server; raises MailFailed."""
    sender = parseaddr(server.sender)[1]
    try:
        async with _client(server) as client:
            message = _message(server, envelope, now)
            await client.send_message(message, sender=sender, recipients=[envelope.to])
    except aiosmtplib.SMTPRecipientsRefused as error:
        code = error.recipients[0].code if error.recipients else None
        raise MailFailed("recipient", code, is_refused=(code or 0) >= FIRST_PERMANENT) from None
    except FAILURES as error:
        raise _failed(error) from None


async def try_login(server: MailServer) -> None:
    """Connect and log in without sending anything; raises MailFailed."""
    try:
        async with _client(server) as client:
            await client.noop()
    except FAILURES as error:
        raise _failed(error) from None


def mail_server_of(settings: Settings) -> MailServer | None:
    """The mail server of the settings; None where none is set. Raises BadSettings."""
    if not settings.smtp_host:
        return None
    if not settings.smtp_from:
        raise BadSettings(["PAIRWELL_SMTP_FROM is needed beside PAIRWELL_SMTP_HOST."])
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port or (465 if settings.smtp_tls == "tls" else 587),
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=_password(settings),
        tls=settings.smtp_tls,
    )


def _password(settings: Settings) -> str:
    if settings.smtp_password_file:
        try:
            return settings.smtp_password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            message = "PAIRWELL_SMTP_PASSWORD_FILE names a file that cannot be read."
            raise BadSettings([message]) from None
    secret: SecretStr | None = settings.smtp_password
    return secret.get_secret_value() if secret else ""


def _client(server: MailServer) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        tls_context=server.context,
        timeout=TIMEOUT_SECONDS,
    )


def _message(server: MailServer, envelope: Envelope, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = server.sender, envelope.to
    message["Subject"] = " ".join(envelope.subject.split())
    message["Date"] = format_datetime(now)
    name = hashlib.sha256(envelope.key.encode()).hexdigest()[:32]
    domain = parseaddr(server.sender)[1].rpartition("@")[2]
    message["Message-ID"] = f"<{name}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(envelope.text)
    return message


def _failed(error: Exception) -> MailFailed:
    code = getattr(error, "code", None)
    return MailFailed(
        type(error).__name__, code if isinstance(code, int) else None, is_refused=False
    )
