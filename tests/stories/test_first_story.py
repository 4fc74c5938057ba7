"""The first story, as people live it: a Bot API over HTTP, taps and typed words."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.limits import Limits
from db.programmes import add_programme
from flows.invitations import issue_invitation
from flows.story import Story
from pairwell.serve import Service, Wiring
from playground.client import PlaygroundClient
from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.databases import MASTER_KEY
from tests.fakes.clock import MovableClock
from tests.journeys import HANNAH, JOSIE, PACK, SAM, fill_form
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


@pytest.fixture
async def street(database_url: str) -> AsyncIterator[Street]:
    clock = MovableClock(START)
    phones = Phones(clock.now)
    ready = asyncio.Event()
    async with serve(create_app(phones)) as url, PlaygroundClient(url) as client:
        wiring = Wiring(
            TOKEN, url, database_url, MASTER_KEY, clock.now, limits=FAST, strict_texts=True
        )
        async with Service(wiring, ready.set) as service:
            await ready.wait()
            yield Street(service, phones, clock, client)


async def invited_by(sam: OnPhone, label: str) -> str:
    await sam.type("/menu")
    await sam.tap(label)
    message = await sam.player.wait_for("Or type this code")
    return re.search(r"start=([\w-]+)", message.text).group(1)


async def become(chat: OnPhone, payload: str, form, answers) -> None:
    await chat.enter(payload)
    await chat.tap("Start")
    await fill_form(chat, form, answers)


async def test_story_over_http_from_invitation_to_closed_alert(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await sam.player.wait_for("You now coordinate Perinatal")

    await become(hannah, await invited_by(sam, "Invite a peer worker"), PACK.peer_worker, HANNAH)
    await sam.tap("Look at the answers")
    await sam.tap("Confirm")
    await hannah.player.wait_for("You are confirmed as a peer worker")

    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    await josie.player.wait_for("You are on the waiting list")
    await sam.tap("Pairs to review")
    await sam.tap("Josie with Hannah")
    await sam.tap("Approve")
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")

    await josie.player.mark()
    await hannah.player.say("Hello Josie, how are you?")
    await josie.player.wait_for("Hello Josie, how are you?")
    await hannah.player.wait_for("Sent to Josie at 09:00")
    await hannah.player.mark()
    await josie.player.say("Tired. Thank you for asking.")
    await hannah.player.wait_for("Tired. Thank you for asking.")

    await josie.player.mark()
    await street.advance(timedelta(days=1, hours=2))
    await josie.player.wait_for("Would you like to answer 3 short questions")
    await josie.tap("Answer now")
    await josie.tap("Hard")
    await josie.tap("Yes")
    await sam.player.mark()
    await josie.tap("I am not sure")
    await josie.player.wait_for("Are you safe right now?")
    await sam.player.wait_for("Someone in Perinatal may need help now")
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    await sam.tap("They are safe")
    await sam.player.wait_for("The alert is closed")

    assert "worried" in commands_on(street, HANNAH_ACCOUNT.id)
    assert "worried" not in commands_on(street, JOSIE_ACCOUNT.id)
    assert_nobody_sees_a_telegram_name(street)


def commands_on(street: Street, account_id: int) -> set[str]:
    return {command["command"] for command in street.phones.commands.show(account_id, "en")}


def assert_nobody_sees_a_telegram_name(street: Street) -> None:
    accounts = (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT)
    secrets = {str(a.last_name) for a in accounts} | {str(a.username) for a in accounts}
    sent = b"\n".join(request.raw for request in street.phones.requests)
    assert b"Hello Josie" in sent  # so that the search below could find something
    assert [secret for secret in secrets if secret.encode() in sent] == []
