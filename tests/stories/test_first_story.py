"""The first story, as people live it: a Bot API over HTTP, taps and typed words."""

from datetime import timedelta

from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.street import Street, become, invited_by


async def test_story_over_http_from_invitation_to_closed_alert(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await sam.player.wait_for("You now coordinate Perinatal")
    await sam.tap("Write down who answers")
    await sam.player.say("The peer team")
    await sam.tap("Within 1 hour")
    await sam.player.say("Write here, then ring the number that we have")
    await sam.player.wait_for("Sam wrote down for alerts in Perinatal")

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
    await street.advance(timedelta(hours=2))
    await street.advance(timedelta(hours=22))
    await hannah.player.say("Good morning, Josie.")  # so that their first talk goes on
    await josie.player.wait_for("Good morning, Josie.")
    await street.advance(timedelta(hours=2))
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
