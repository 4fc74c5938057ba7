"""Peer workers at a bot of their own: topics, wrong doors, and a token that is refused."""

from datetime import timedelta

import pytest

from playground.faults import Fault, FaultKind
from playground.people import HANNAH as HANNAH_ACCOUNT
from playground.people import JOSIE as JOSIE_ACCOUNT
from playground.people import SAM as SAM_ACCOUNT
from playground.people import Account
from tests.journeys import HANNAH, JOSIE, PACK, SAM
from tests.stories.phone import OnPhone
from tests.stories.street import become, invited_by
from tests.stories.two_bots import Town, town_with_two_bots

RUTH = Account(1006, "Ruth", "Ade", None)


@pytest.fixture
async def town(database_url):
    async with town_with_two_bots(database_url) as town:
        yield town


async def come_in(street):
    """Sam at the main bot and Hannah at the worker bot, who came to the wrong door first."""
    sam, hannah = street.sam, street.hannah
    await become(sam, await street.first_invitation(), PACK.coordinator, SAM)
    payload = await invited_by(sam, "Invite a peer worker")
    await become(hannah, payload, PACK.peer_worker, HANNAH)
    await sam.tap("Look at the answers")
    await sam.tap("Confirm")
    await hannah.player.wait_for("You are confirmed as a peer worker")


async def match(street, josie, name):
    """Somebody comes in at the main bot and is paired with Hannah."""
    sam, hannah = street.sam, street.hannah
    answers = JOSIE | {"name": f">{name}"}
    await become(josie, await invited_by(sam, "Invite a service user"), PACK.service_user, answers)
    for label in ("Pairs to review", f"{name} with Hannah", "Approve"):
        await sam.tap(label)
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")
    await hannah.player.wait_for(f"{name} said yes")
    await street.advance(timedelta(seconds=1))
    await hannah.player.wait_for(f"Here you talk with {name}.")


def threads(town: Town) -> dict[str, int]:
    return {name: id_ for id_, name in town.second.phones.chat(HANNAH_ACCOUNT.id).topics.items()}


async def write(street, thread, text):
    return await street.hannah.player.post(
        text=text, message_thread_id=thread, is_topic_message=True
    )


async def test_peer_worker_talks_with_two_people_in_two_topics(town: Town) -> None:
    async with town.street() as street:
        josie, ruth = street.josie, OnPhone(town.at_main.player(RUTH.id))
        await come_in(street)
        await match(street, josie, "Josie")
        await match(street, ruth, "Ruth")
        by_name = threads(town)
        assert sorted(by_name) == ["Josie", "Ruth"]

        await write(street, by_name["Josie"], "Hello Josie, how are you?")
        await josie.player.wait_for("Hello Josie, how are you?")
        line = await street.hannah.player.wait_for("Sent to Josie at")
        assert line.content["message_thread_id"] == by_name["Josie"]
        await street.hannah.player.mark()
        await ruth.player.say("Good morning")
        seen = await street.hannah.player.wait_for("Good morning")
        assert seen.content["message_thread_id"] == by_name["Ruth"]

        await street.hannah.player.say("Whose is this?")
        await street.hannah.player.wait_for("Who is this for?")
        await street.hannah.tap("For Ruth")
        await ruth.player.wait_for("Whose is this?")
        assert "Whose is this?" not in [m.text for m in await josie.player.look()]

        town.second.phones.delete_topic(HANNAH_ACCOUNT.id, by_name["Josie"])
        await josie.player.say("Are you there?")
        seen = await street.hannah.player.wait_for("Are you there?")
        assert "The old place for this was deleted" in seen.text
        assert seen.content["message_thread_id"] == threads(town)["Josie"]
        assert_nobody_is_shown_at_the_wrong_bot(town)


def assert_nobody_is_shown_at_the_wrong_bot(town: Town) -> None:
    to_main = {r.chat_id for r in town.phones.requests if r.chat_id is not None}
    to_worker = {r.chat_id for r in town.second.phones.requests if r.chat_id is not None}
    assert to_main == {SAM_ACCOUNT.id, JOSIE_ACCOUNT.id, RUTH.id}
    assert to_worker == {HANNAH_ACCOUNT.id}
    accounts = (SAM_ACCOUNT, HANNAH_ACCOUNT, JOSIE_ACCOUNT)
    secrets = {str(a.last_name) for a in accounts} | {str(a.username) for a in accounts}
    sent = b"\n".join(r.raw for r in (*town.phones.requests, *town.second.phones.requests))
    assert b"Hello Josie" in sent  # so that the search below could find something
    assert [secret for secret in secrets if secret.encode() in sent] == []


async def test_invitation_at_the_wrong_bot_leads_to_the_right_one(town: Town) -> None:
    async with town.street() as street:
        await become(street.sam, await street.first_invitation(), PACK.coordinator, SAM)
        payload = await invited_by(street.sam, "Invite a peer worker")
        at_main = OnPhone(town.at_main.player(HANNAH_ACCOUNT.id))
        await at_main.enter(payload)
        link = f"https://t.me/pairwell_peers_playground_bot?start={payload}"
        await at_main.player.wait_for(link)
        await street.hannah.enter(payload)
        await street.hannah.wait_for_button("Start")


async def test_refused_token_of_the_worker_bot_stops_nobody_else(town: Town) -> None:
    async with town.street() as street:
        await come_in(street)
        await match(street, street.josie, "Josie")
        revoked = Fault(FaultKind.UNAUTHORIZED, times=None)
        town.second.faults.add(revoked)
        await street.sam.player.mark()
        await street.josie.player.say("Are you there?")
        await street.josie.player.wait_for("We cannot reach Hannah right now.")
        await street.sam.player.wait_for("No message reaches peer workers now")
        await street.josie.type("/menu")

    async with town.street() as street:  # it starts without that token too
        await street.josie.player.say("Still here")
        await street.josie.player.wait_for("We cannot reach Hannah right now.")
        await street.sam.type("/menu")

    town.second.faults.clear()
    async with town.street() as street:
        await street.sam.player.wait_for("Messages reach peer workers again.")
        await street.hannah.player.wait_for("Still here")
        texts = [m.text for m in await street.hannah.player.look()]
        assert [
            sum(said in text for text in texts) for said in ("Are you there?", "Still here")
        ] == [1, 1]
