"""The mail server of any provider: how to reach it, and how one mail is handed over to it."""

import asyncio
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
TIMEOUT_SECONDS = 20.0  # for each answer of the server
LONGEST_SECONDS = 60.0  # for one mail: a server that answers ever so slowly holds up the others
FAILURES = (aiosmtplib.SMTPException, OSError, ValueError)
FIRST_PERMANENT = 500  # SMTP replies from here on say that trying again is of no use (RFC 5321)
POLICY = "5.7."  # a refusal that is about us and not about the reader (RFC 3463)


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

    `is_unknown` says that it may have left all the same: the server had begun to take it. It holds
    the type and code of the failure alone, since a server's words may hold addresses.
    """

    def __init__(
        self, kind: str, code: int | None = None, *, is_refused: bool = False, is_unknown: bool
    ) -> None:
        super().__init__(kind)
        self.kind, self.code = kind, code
        self.is_refused, self.is_unknown = is_refused, is_unknown


async def hand_over(server: MailServer, envelope: Envelope, now: datetime) -> None:
    """Give one mail to the server; raises MailFailed."""
    sender = parseaddr(server.sender)[1]
    is_begun = is_taken = False
    client = _client(server)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await client.connect()
            message = _message(server, envelope, now)
            is_begun = True
            await client.send_message(message, sender=sender, recipients=[envelope.to])
            is_taken = True
            await client.quit()
    except FAILURES as error:
        if not is_taken:  # once it is taken, it does not matter how the talk ends
            raise _failed(error, is_begun=is_begun) from None
    finally:
        client.close()


async def try_login(server: MailServer) -> None:
    """Connect and log in without sending anything; raises MailFailed."""
    try:
        async with _client(server) as client:
            await client.noop()
    except FAILURES as error:
        raise _failed(error, is_begun=False) from None


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


def _failed(error: Exception, *, is_begun: bool) -> MailFailed:
    """The failure without its words; a server that said no has not taken the mail."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refusal, *_]):
            is_final = refusal.code >= FIRST_PERMANENT
            is_refused = is_final and not refusal.message.lstrip().startswith(POLICY)
            return MailFailed("recipient", refusal.code, is_refused=is_refused, is_unknown=False)
        case aiosmtplib.SMTPResponseException(code=code):
            return MailFailed(type(error).__name__, code, is_unknown=False)
    return MailFailed(
        type(error).__name__, is_unknown=is_begun and not isinstance(error, ValueError)
    )
