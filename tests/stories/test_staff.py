"""Peer workers and coordinators over HTTP: sent back, confirmed, away, covered, out of date."""

from datetime import timedelta

from playground.people import HANNAH as HANNAH_ACCOUNT
from tests.journeys import HANNAH, JOSIE, PACK, SAM, fill_form
from tests.stories.phone import OnPhone
from tests.stories.street import Street, become, invited_by

SOON = HANNAH | {"training_valid_until": ">6 December 2026"}


async def test_peer_worker_from_preview_to_training_that_runs_out(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await hannah.enter(await invited_by(sam, "Invite a peer worker"))
    await preview_and_send(hannah)
    await send_back(sam, "Please name a later date of your training, if there is one.")
    await hannah.player.wait_for("Please name a later date of your training")
    await hannah.tap("Look at my answers")
    await hannah.tap("Send my answers")
    await confirm(sam)
    await hannah.player.wait_for("You are confirmed as a peer worker")

    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    for label in ("Pairs to review", "Josie with", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")

    await be_away_and_back(hannah, josie, sam)
    await street.advance(timedelta(days=4))
    await hannah.player.wait_for("Your training counts until 6 December 2026.")
    await sam.player.wait_for("The training of Hannah counts until 6 December 2026.")
    await street.advance(timedelta(days=8))
    await hannah.type("/menu")
    await hannah.player.wait_for("Your training has run out, so we offer you nobody new.")
    await hannah.player.wait_for("Your people: Josie.")
    assert "away" in {c["command"] for c in street.phones.commands.show(HANNAH_ACCOUNT.id, "en")}


async def preview_and_send(hannah: OnPhone) -> None:
    await hannah.tap("Start")
    await fill_form(hannah, PACK.peer_worker, SOON, send=False)
    await hannah.tap("See it as they will")
    await hannah.player.wait_for("This is what a person reads of you before they say yes:")
    await hannah.tap("Back")
    await hannah.tap("Send my answers")


async def send_back(sam: OnPhone, why: str) -> None:
    await sam.tap("Look at the answers")
    await sam.tap("Send back")
    await sam.player.wait_for("What would you like them to look at again?")
    await sam.type(why)
    await sam.player.wait_for("Hannah was asked to look at the answers again.")


async def confirm(sam: OnPhone) -> None:
    await sam.type("/menu")
    for label in ("Peer workers to confirm", "Hannah", "Confirm"):
        await sam.tap(label)


async def be_away_and_back(hannah: OnPhone, josie: OnPhone, sam: OnPhone) -> None:
    await hannah.type("/away")
    await hannah.type("30 November 2026")
    await hannah.player.wait_for("Noted. You are away until 30 November 2026")
    await josie.player.wait_for("Hannah is away until 30 November 2026.")
    await sam.player.wait_for("Hannah is away until 30 November 2026. Nobody covers.")
    await josie.player.say("Have a good rest")
    await josie.player.wait_for("Hannah gets this from Tue 1 Dec, 08:00 on.")
    await hannah.tap("I am back")
    await hannah.player.wait_for("Have a good rest")
    await josie.player.wait_for("Hannah is back.")


async def test_coordinators_let_a_third_one_in_together_and_take_back_an_invitation(
    street: Street,
) -> None:
    sam, lee, noor = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await become(lee, await invited_to_coordinate(sam), PACK.coordinator, SAM | {"name": ">Lee"})
    await lee.player.wait_for("You now coordinate Perinatal")
    await become(noor, await invited_to_coordinate(sam), PACK.coordinator, SAM | {"name": ">Noor"})
    await noor.player.wait_for("A second coordinator of Perinatal confirms you")
    await lee.player.wait_for("Noor was invited to coordinate Perinatal.")
    await lee.tap("Confirm")
    await noor.player.wait_for("You now coordinate Perinatal")
    await sam.player.wait_for("Lee confirmed Noor.")

    payload = await invited_by(lee, "Invite a peer worker")
    await lee.type("/menu")
    for label in ("Team and invitations", "Open invitations", "Take back number 1"):
        await lee.tap(label)
    await lee.player.wait_for("No invitation is open.")
    await noor.player.wait_for("An invitation for a peer worker was taken back.")
    assert payload not in "".join(m.text for m in noor.player.messages)


async def invited_to_coordinate(sam: OnPhone) -> str:
    return await invited_by(sam, "Team and invitations", "Invite a coordinator")
