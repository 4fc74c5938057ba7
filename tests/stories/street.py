"""The service, the phones and the people of a story over HTTP."""

import re
from datetime import UTC, datetime, timedelta

from bot.limits import Limits
from db.programmes import add_programme
from flows.invitations import issue_invitation
from flows.story import Story
from pairwell.serve import Service
from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from playground.phones import Phones
from tests.fakes.clock import MovableClock
from tests.journeys import fill_form
from tests.stories.phone import OnPhone

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
FAST = Limits(
    overall_per_second=10_000, overall_burst=1_000, chat_per_second=1_000, chat_burst=1_000
)


class Street:
    """The service, the phones and the three people."""

    def __init__(self, service: Service, phones: Phones, clock: MovableClock, client) -> None:
        self.service, self.phones, self.clock = service, phones, clock
        self.sam, self.hannah, self.josie = (
            OnPhone(client.player(account.id))
            for account in (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT)
        )

    async def first_invitation(self) -> str:
        async with self.service.database.transaction() as session:
            now = self.clock.now()
            where = add_programme(
                session, "Perinatal", pack="perinatal", region="england",
                time_zone="Europe/London", now=now,
            )  # fmt: skip
            await session.flush()
            story = Story(session, now, "test:first")
            issued = await issue_invitation(story, where, "coordinator", issued_by=None)
        return issued.payload

    async def advance(self, step: timedelta) -> None:
        self.clock.advance(step)
        await self.service.clock.strike()


async def invited_by(sam: OnPhone, *labels: str) -> str:
    """The payload of the invitation that is behind these buttons, the first one at home."""
    await sam.player.mark()
    await sam.type("/menu")
    for label in labels:
        await sam.tap(label)
    message = await sam.player.wait_for("Or type this code")
    return re.search(r"start=([\w-]+)", message.text).group(1)


async def become(chat: OnPhone, payload: str, form, answers) -> None:
    await chat.enter(payload)
    await chat.tap("Start")
    await fill_form(chat, form, answers)
