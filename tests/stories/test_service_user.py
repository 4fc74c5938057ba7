"""A service user's whole way over HTTP: in, waiting, a break, their data, and out again."""

import json
from datetime import timedelta

from playground.people import JOSIE as JOSIE_ACCOUNT
from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.phone import OnPhone
from tests.stories.street import Street, become, invited_by


async def test_service_user_comes_in_waits_rests_and_leaves_with_a_copy(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await sam.player.wait_for("You now coordinate Perinatal")
    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    await josie.player.wait_for("Nobody has waited longer than you.")
    await josie.player.wait_for("We cannot say yet how long it may take")

    await street.advance(timedelta(minutes=1))
    await rest_and_come_back(josie, "You have the same place in line as before.")
    await sam.player.wait_for("Josie is back from the break.")

    await become(hannah, await invited_by(sam, "Invite a peer worker"), PACK.peer_worker, HANNAH)
    for label in ("Look at the answers", "Confirm", "Pairs to review", "Josie with", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")

    await hannah.player.mark()
    await josie.player.mark()
    await rest_and_come_back(josie, "What you write here goes to Hannah again.")
    await hannah.player.wait_for("Josie is taking a break. It is not about you.")
    await hannah.player.wait_for("Josie is back from the break.")

    await take_check_ins_back(josie)
    await josie.player.mark()
    await street.advance(timedelta(days=1, hours=2))
    await josie.type("/mydata")
    await josie.player.wait_for("This is what we hold about you.")
    assert not [m for m in josie.player.messages if "short questions now" in m.text]

    page, data = await copy_of(street, josie)
    assert (data["person"]["name"], data["pairings"][0]["with"]) == ("Josie", "Hannah")
    assert "You and Hannah" in page

    await josie.type("/stop")
    await josie.tap("Yes, leave")
    await hannah.player.wait_for("Josie has left, so your conversation has ended.")
    await josie.tap("Delete my data too")
    await josie.tap("Yes, delete everything")
    await josie.player.wait_for("Your receipt is number")
    await street.advance(timedelta(minutes=10))
    await josie.type("/menu")
    await josie.player.wait_for("You need an invitation to come in.")


async def rest_and_come_back(josie: OnPhone, welcome: str) -> None:
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await josie.player.wait_for("You have been on a break since")
    await josie.tap("Come back")
    await josie.player.wait_for(welcome)


async def take_check_ins_back(josie: OnPhone) -> None:
    await josie.type("/mydata")
    for label in ("What I agreed to", "Asking how you are", "Take this back"):
        await josie.tap(label)
    await josie.player.wait_for("We do not ask you how you are any more.")


async def copy_of(street: Street, josie: OnPhone) -> tuple[str, dict]:
    """The page and the data, as they were sent."""
    await josie.tap("Send me a copy")
    await josie.tap("Yes, send them")
    await josie.player.wait_for("The same for a computer.")
    sent = list(street.phones.requests.of("sendDocument"))
    assert {str(r.params["chat_id"]) for r in sent} == {str(JOSIE_ACCOUNT.id)}
    page, data = (r.raw.decode("utf-8", "replace") for r in sent)
    start, end = data.index('{\n "format"'), data.rindex("\n}")
    return page, json.loads(data[start : end + 2])
