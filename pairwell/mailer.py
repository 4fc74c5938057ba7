"""The mailer: takes mails out of their outbox and hands them to the mail server, one at a time.

A mail is marked as being sent before it leaves and as sent after it; what a crash leaves between
is sent again. A server that cannot be reached costs patience and no mail: for a day it is tried
again, at first after a minute, then ever less often, up to a quarter of an hour.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.render import Renderer
from bot.traces import log_error
from care.regions import FALLBACK_TEXT
from db.engine import Database
from db.errors import KeyDestroyed, SealBroken
from db.mail_addresses import address_of, address_row
from db.mails import (
    MAIL_SIGNAL,
    Mail,
    claim_mails,
    content_of,
    end_mail,
    put_back_mail,
    release_mails,
)
from db.people import person
from flows.letters import Body, read_body, say
from pairwell.mail_server import Envelope, MailFailed, MailServer, hand_over
from wording.catalogue import Catalogue

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
BATCH = 20
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(hours=24)  # by then the ladder has called again, many times


class Mailer:
    """Sends the mails of these records; one instance for a database."""

    def __init__(
        self,
        database: Database,
        server: MailServer,
        *,
        now: Callable[[], datetime],
        catalogue: Catalogue,
    ) -> None:
        self._database = database
        self._server = server
        self._now = now
        self._renderer = Renderer(catalogue, lambda _region, _language: FALLBACK_TEXT)
        self._wake = database.signal(MAIL_SIGNAL)

    async def run(self) -> None:
        """Send mails until cancelled; a failure is logged and tried again."""
        await self._try(self._find_out)
        while True:
            self._wake.take()
            if not await self._try(self.turn):
                await self._wake.wait(LOOK_SECONDS)

    async def turn(self) -> int:
        """Send what may leave now; returns how many mails were looked at."""
        async with self._database.transaction() as session:
            claimed = await claim_mails(session, self._now(), BATCH)
        for mail in claimed:
            envelope = await self._envelope_or_none(mail)
            if envelope is not None:
                await self._send(mail, envelope)
        return len(claimed)

    async def _find_out(self) -> int:
        async with self._database.transaction() as session:
            return await release_mails(session)

    async def _try(self, act: Callable[[], Awaitable[int]]) -> int:
        try:
            return await act()
        except Exception as error:  # noqa: BLE001  the rows are there, and the next turn comes
            log_error(log, "mail.failed", error)
            return 0

    async def _envelope_or_none(self, mail: Mail) -> Envelope | None:
        """The mail in its reader's language; one that nobody can get any more ends here."""
        async with self._database.transaction() as session:
            try:
                row = await address_row(session, mail.person_id)
                may_get = row is not None and (mail.to_unconfirmed or row.confirmed_at is not None)
                to = await address_of(session, row) if row is not None and may_get else None
                content = read_body(await content_of(session, mail))
                language = (await person(session, mail.person_id)).language
            except (KeyDestroyed, SealBroken):
                to, content, language = None, Body(()), ""
            if to is None:
                await end_mail(session, mail, "failed", "no_address", self._now())
                return None
        subject = self._renderer.render(Body(content.parts[:1]), language).text
        text = self._renderer.render(Body((*content.parts[1:], say("mail.footer"))), language).text
        return Envelope(mail.key, to, subject, text)

    async def _send(self, mail: Mail, envelope: Envelope) -> None:
        try:
            await hand_over(self._server, envelope, self._now())
        except MailFailed as failure:
            await self._not_sent(mail, failure)
            return
        async with self._database.transaction() as session:
            await end_mail(session, mail, "sent", None, self._now())

    async def _not_sent(self, mail: Mail, failure: MailFailed) -> None:
        now = self._now()
        facts = {"mail_id": mail.id, "attempt": mail.attempt, "code": failure.code}
        log.warning("mail.not_sent", extra={**facts, "reason": failure.kind})
        async with self._database.transaction() as session:
            row = await address_row(session, mail.person_id)
            if failure.is_refused and row is not None:
                row.refused_at = now
                session.add(row)
            if failure.is_refused or now - mail.created_at > GIVEN_UP_AFTER:
                reason = "refused" if failure.is_refused else "too_old"
                await end_mail(session, mail, "failed", reason, now)
                return
            pause = min(FIRST_PAUSE * 2 ** min(mail.attempt - 1, 8), LONGEST_PAUSE)
            await put_back_mail(session, mail, failure.kind, now + pause)
