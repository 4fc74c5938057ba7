"""Three in the morning over HTTP: a message is kept until the peer worker's hours begin."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.street import Street, become, invited_by

LONDON = ZoneInfo("Europe/London")
KEPT = "Hannah gets this from 08:00 on. Hannah is usually here from then to 12:00."


async def test_message_at_three_in_the_morning_waits_for_the_hours(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await become(hannah, await invited_by(sam, "Invite a peer worker"), PACK.peer_worker, HANNAH)
    for label in ("Look at the answers", "Confirm"):
        await sam.tap(label)
    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    for label in ("Pairs to review", "Josie with", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")

    await street.advance(until(street, 3, days=1))
    await hannah.player.mark()
    await josie.player.say("I cannot sleep")
    await josie.player.wait_for(KEPT)
    await josie.player.say("It is so quiet")
    await hannah.type("/menu")
    await hannah.player.wait_for("2 messages are kept for you until 08:00.")
    assert not [m for m in hannah.player.messages if m.text.startswith("Josie\n")]

    await street.advance(until(street, 8))
    await hannah.player.wait_for("I cannot sleep")
    await hannah.player.wait_for("It is so quiet")
    await hannah.player.wait_for("This came outside your hours, so we kept it until now.")
    await josie.player.wait_for("Sent to Hannah at 08:00. Hannah is usually here until 12:00.")
    assert not [m for m in josie.player.messages if m.text == KEPT]
    shown = [m.text for m in hannah.player.messages if m.text.startswith("Josie\n")]
    assert shown == ["Josie\nI cannot sleep", "Josie\nIt is so quiet"]

    await hannah.tap("Send at once")
    await hannah.player.wait_for("is sent to you at once, without a sound")
    await street.advance(until(street, 3, days=1))
    await josie.player.say("Awake again")
    await hannah.player.wait_for("Awake again")
    await josie.player.wait_for("Sent to Hannah at 03:00. Hannah is usually here from")


def until(street: Street, hour: int, days: int = 0) -> timedelta:
    """How long until clocks in London show this hour, so many days from now."""
    now = street.clock.now().astimezone(LONDON)
    day = now.date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON) - now
