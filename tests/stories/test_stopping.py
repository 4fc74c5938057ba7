"""A report over HTTP: messages copied out of the reporter's chat, and a block that ends it."""

from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.street import Street, become, invited_by


async def paired(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    await become(hannah, await invited_by(sam, "Invite a peer worker"), PACK.peer_worker, HANNAH)
    for label in ("Look at the answers", "Confirm"):
        await sam.tap(label)
    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, JOSIE)
    for label in ("Pairs to review", "Josie with Hannah", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for("Josie said yes")


async def test_report_hands_over_from_the_reporters_chat_and_block_ends_it(street: Street) -> None:
    sam, hannah, josie = street.sam, street.hannah, street.josie
    await paired(street)
    await hannah.player.say("Where do you live?")
    await josie.player.wait_for("Where do you live?")
    await josie.player.say("I would rather not say.")
    await hannah.player.wait_for("I would rather not say.")

    await josie.player.say("/more")
    await josie.player.wait_for("This is about your conversation with Hannah.")
    await josie.player.press("Report something")
    await josie.player.wait_for("What would you like to report about Hannah?")
    await josie.player.press("A ground rule was broken")
    await josie.player.wait_for("Would you like to hand over the last 2 messages of you both?")
    asked_before = len(copies_to_sam(street))
    await josie.player.press("Yes, hand over 2 messages")
    await josie.player.wait_for("Your coordinator has what you handed over now.")
    assert (asked_before, copies_to_sam(street)) == (
        0,
        ["Hannah\nWhere do you live?", "I would rather not say."],
    )
    await sam.player.wait_for("Josie chose to hand over the 2 messages that follow.")

    await hannah.player.mark()
    await josie.player.press("Block Hannah")
    await josie.player.wait_for("You have blocked Hannah.")
    told = await hannah.player.wait_for("Your conversation with Josie has ended.")
    assert told.labels == ["Talk to my coordinator", "Urgent help"]
    await josie.player.mark()
    await hannah.player.say("Are you there?")
    await hannah.player.wait_for("Nobody reads what you write here")
    seen = [m.text for m in await josie.player.look() if m.by_bot]
    assert not [text for text in seen if "Are you there?" in text]
    assert_no_account_is_shown(street)


def copies_to_sam(street: Street) -> list[str]:
    """What was copied into Sam's chat, each protected."""
    shown = street.phones.chat(SAM_ACCOUNT.id).messages.values()
    talk = ("Where do you live?", "I would rather not say.")
    copied = [m.content for m in shown if m.by_bot and m.content.get("text", "").endswith(talk)]
    assert all(content["has_protected_content"] for content in copied)
    return [content["text"] for content in copied]


def assert_no_account_is_shown(street: Street) -> None:
    for account in (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT):
        others = {a.id for a in (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT)} - {account.id}
        for held in street.phones.chat(account.id).messages.values():
            assert not [other for other in others if str(other) in str(held.content)]
