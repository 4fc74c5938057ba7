"""The mailer: takes mails out of their outbox and hands them to the mail server, one at a time.

A mail is marked as being sent before it leaves and as sent after it; what a crash leaves between
is sent again, and says that it may be a repeat. A server that cannot be reached costs patience and
no mail: for a day it is tried again, at first after a minute, then ever less often, up to a quarter
of an hour.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.render import MAY_BE_REPEAT, Renderer
from bot.traces import log_error
from care.regions import FALLBACK_TEXT
from db.engine import Database
from db.errors import KeyDestroyed, SealBroken
from db.killpoints import reach
from db.mail_addresses import address_to_use
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
from flows.mailing import mail_refused
from flows.story import Story
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
        while True:
            self._wake.take()
            if not await self._try(self.turn):
                await self._wake.wait(LOOK_SECONDS)

    async def turn(self) -> int:
        """Send what may leave now, one after the other; returns how many were looked at."""
        await self._find_out()
        for done in range(BATCH):
            async with self._database.transaction() as session:
                claimed = await claim_mails(session, self._now(), 1)
            if not claimed:
                return done
            reach("mail.after_claim")
            await self._one(claimed[0])
        return BATCH

    async def _find_out(self) -> None:
        """Nobody else sends mails, so what is being sent now was cut off, by a crash or a failure.

        Whether it left is not known.
        """
        async with self._database.transaction() as session:
            await release_mails(session)

    async def _try(self, act: Callable[[], Awaitable[int]]) -> int:
        try:
            return await act()
        except Exception as error:  # noqa: BLE001  the rows are there, and the next turn comes
            log_error(log, "mail.failed", error)
            return 0

    async def _one(self, mail: Mail) -> None:
        """Send one mail; what is wrong with it alone holds up no other."""
        try:
            envelope = await self._envelope_or_none(mail)
        except Exception as error:  # noqa: BLE001  logged, and it is tried again later
            log_error(log, "mail.failed", error)
            await self._not_sent(mail, MailFailed("unreadable", is_unknown=False))
            return
        if envelope is not None:
            await self._send(mail, envelope)

    async def _envelope_or_none(self, mail: Mail) -> Envelope | None:
        """The mail in its reader's language; one that nobody can get any more ends here."""
        async with self._database.transaction() as session:
            to = await address_to_use(session, mail.person_id, unconfirmed=mail.to_unconfirmed)
            if to is None:
                await end_mail(session, mail, "failed", "no_address", self._now())
                return None
            try:
                content = read_body(await content_of(session, mail))
            except (KeyDestroyed, SealBroken):
                await end_mail(session, mail, "failed", "no_words", self._now())
                return None
            language = (await person(session, mail.person_id)).language
        return Envelope(mail.key, to, *self._words(content, language, repeat=mail.may_be_repeat))

    def _words(self, content: Body, language: str, *, repeat: bool) -> tuple[str, str]:
        """The subject and the text."""
        marked = (say(MAY_BE_REPEAT),) if repeat else ()
        text = Body((*marked, *content.parts[1:], say("mail.footer")))
        subject = self._renderer.render(Body(content.parts[:1]), language).text
        return subject, self._renderer.render(text, language).text

    async def _send(self, mail: Mail, envelope: Envelope) -> None:
        reach("mail.before_hand_over")
        try:
            await hand_over(self._server, envelope, self._now())
        except MailFailed as failure:
            await self._not_sent(mail, failure)
            return
        reach("mail.after_hand_over")
        async with self._database.transaction() as session:
            await end_mail(session, mail, "sent", None, self._now())
        reach("mail.after_record")

    async def _not_sent(self, mail: Mail, failure: MailFailed) -> None:
        now = self._now()
        facts = {"mail_id": mail.id, "attempt": mail.attempt, "code": failure.code}
        log.warning("mail.not_sent", extra={**facts, "reason": failure.kind})
        async with self._database.transaction() as session:
            if failure.is_refused:
                await end_mail(session, mail, "failed", "refused", now)
                await mail_refused(Story(session, now, f"mail:{mail.id}:refused"), mail)
                return
            if now - mail.created_at > GIVEN_UP_AFTER:
                await end_mail(session, mail, "failed", "too_old", now)
                return
            pause = min(FIRST_PAUSE * 2 ** min(mail.attempt - 1, 8), LONGEST_PAUSE)
            await put_back_mail(
                session, mail, failure.kind, now + pause, may_have_left=failure.is_unknown
            )
