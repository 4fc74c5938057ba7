import pytest

from db.audit import AuditRow
from db.bots import MAIN, WORKER
from db.held_messages import HeldMessage
from db.invitations import Invitation
from db.message_map import MappedMessage
from db.outbox import Letter, post_letter
from db.people import Person
from db.slots import Slot
from flows.letters import Words, body, write_body
from tests.factories import letter_to, make_member, make_programme
from tests.flows.people import ANNA, HANNAH, join, pair, row, rows
from tests.flows.test_two_bots import use_two_bots

LETTER = write_body(body(Words("Hello")))
OFFER = "Would you like to go on here?"
STRANGER = "the Pairwell bot for peer workers"


@pytest.fixture
async def worker(stage, hannah, josie, paired):
    """Hannah has talked with Josie at the main bot when the worker bot is switched on."""
    del paired
    await hannah.type("Hello Josie")
    await josie.type("Hello Hannah")
    return await use_two_bots(stage)


async def move(worker):
    await worker.say(HANNAH, "/start")
    return await worker.press(HANNAH, "Go on here")


async def test_peer_worker_goes_on_at_the_worker_bot_with_their_people(
    stage, worker, hannah, josie
):
    phone = await move(worker)
    assert "You go on here now." in phone.texts[-1]
    assert "Josie" in phone.texts[-1]
    (mover,) = await rows(stage, Person, id=hannah.person_id)
    assert mover.bot == WORKER
    there = [p.bot for p in await rows(stage, Person) if p.telegram_hash is not None]
    assert sorted(there) == [MAIN, MAIN, WORKER]  # Sam and Josie, and Hannah once
    await josie.type("Are you there?")
    await worker.say(HANNAH, "I am here")
    assert "Are you there?" in "\n".join(phone.texts)
    assert "I am here" in "\n".join(josie.texts)
    assert "Are you there?" not in "\n".join(hannah.texts)
    assert await rows(stage, AuditRow, act="person.moved_to_worker_bot")


async def test_no_number_of_the_old_chat_is_left(stage, worker, hannah):
    assert await rows(stage, MappedMessage)
    assert await rows(stage, Slot, person_id=hannah.person_id)
    before = {x.id for x in await rows(stage, Letter)}
    await move(worker)
    assert await rows(stage, MappedMessage) == []
    numbers = [
        (x.source_message_id, x.told_by)
        for x in await rows(stage, Letter, source_person_id=hannah.person_id)
    ]
    numbers += [
        (x.message_id, x.target)
        for x in await rows(stage, Letter, person_id=hannah.person_id)
        if x.id in before
    ]
    assert set(numbers) == {(None, None)}


async def test_old_chat_leads_to_the_new_one(worker, hannah):
    await move(worker)
    await hannah.type("/menu")
    assert "https://t.me/stage_worker_bot" in hannah.text


@pytest.mark.parametrize("what", ["a letter", "a held message"])
async def test_nobody_moves_while_something_is_on_the_way(stage, worker, hannah, what):
    await worker.say(HANNAH, "/start")
    if what == "a held message":
        anna = await join(stage, ANNA, "service_user", "Anna")
        await pair(stage, anna, hannah)
        await hannah.type("For whom?")
        assert len(await rows(stage, HeldMessage)) == 1
    else:
        async with stage.database.transaction() as session:
            await post_letter(session, letter_to(hannah.person_id, now=stage.clock.now()), LETTER)
    await worker.press(HANNAH, "Go on here")
    assert "still on their way" in worker.handled.answers[0].text
    assert (await row(stage, Person, id=hannah.person_id)).bot == MAIN


@pytest.mark.parametrize("role", ["coordinator", "service_user"])
async def test_whoever_is_more_than_a_peer_worker_is_not_asked(stage, worker, hannah, role):
    async with stage.database.transaction() as session:
        other = await make_programme(session, "Students")
        await make_member(
            session, await session.get(Person, hannah.person_id), other, role, "active"
        )
    phone = await worker.say(HANNAH, "/start")
    assert STRANGER in phone.last.text


async def test_service_user_of_the_main_bot_is_a_stranger_here(worker, josie):
    phone = await worker.say(josie.id, "/start")
    assert STRANGER in phone.last.text
    assert "Go on here" not in [label for label, _ in phone.last.buttons]


async def test_invitation_for_who_can_move_is_not_used_up(stage, worker):
    issued = await stage.invitation("peer_worker")
    phone = await worker.say(HANNAH, f"/start {issued.payload}")
    assert OFFER in phone.last.text
    assert (await row(stage, Invitation)).used == 0


async def test_button_of_a_stranger_brings_nobody(stage, worker, josie):
    offered = (await worker.say(HANNAH, "/start")).last
    await worker.say(josie.id, "/start")
    await worker.press_data(josie.id, offered.id, dict(offered.buttons)["Go on here"])
    assert "nothing to bring" in worker.handled.answers[0].text
    assert (await row(stage, Person, id=josie.person_id)).bot == MAIN
