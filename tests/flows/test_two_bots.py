import pytest

from db.bots import MAIN, WORKER
from db.invitations import Invitation
from db.memberships import Membership
from db.notes import set_note
from db.outbox import Letter, waiting_letters
from db.pairings import Pairing
from db.people import Person, person_by_telegram
from flows.actor import actor_of
from flows.deliveries import bot_silent
from flows.leaving import erase
from flows.letters import Body, Message
from flows.my_copy import send_copy
from flows.story import Story
from flows.two_bots import NAMES
from tests.flows.people import HANNAH, JOSIE, join, pair, row, rows

NOT_REACHED = "We cannot reach Hannah right now."
SILENT = "No message reaches peer workers now"
BACK = "Messages reach peer workers again."


async def use_two_bots(stage):
    """Switch the worker bot on; returns the stage as it looks from there."""
    worker = stage.with_worker_bot()
    async with stage.database.transaction() as session:
        await set_note(session, NAMES[MAIN], "stage_bot")
        await set_note(session, NAMES[WORKER], "stage_worker_bot")
    return worker


@pytest.fixture
async def worker(stage):
    return await use_two_bots(stage)


@pytest.fixture
async def hannah_there(stage, worker, sam, josie):
    """Hannah at the worker bot, paired with Josie, who uses the main one."""
    del worker, sam
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah", bot=WORKER)
    await pair(stage, josie, hannah)
    return hannah


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize(
    ("role", "right", "wrong"),
    [
        ("peer_worker", "stage_worker_bot", MAIN),
        ("service_user", "stage_bot", WORKER),
        ("coordinator", "stage_bot", WORKER),
    ],
)
async def test_invitation_at_the_wrong_bot_says_where_to_go(
    stage, worker, role, right, wrong, typed
):
    issued = await stage.invitation(role)
    there, here = (stage.at[wrong], worker if wrong == MAIN else stage)
    secret = issued.code if typed else f"/start {issued.payload}"
    phone = await there.say(HANNAH, secret)
    start = "" if typed else f"?start={issued.payload}"
    assert f"https://t.me/{right}{start}" in phone.last.text.replace("\n", " ").split()
    assert "It was not used up." in phone.last.text
    invitation = await row(stage, Invitation)
    assert (invitation.used, await rows(stage, Membership)) == (0, [])
    await here.say(HANNAH, secret)
    assert (await row(stage, Membership)).role == role
    assert (await row(stage, Invitation)).used == 1


async def test_one_human_has_a_role_at_each_bot(stage, worker):
    await stage.say(HANNAH, f"/start {(await stage.invitation('service_user')).payload}")
    await worker.say(HANNAH, f"/start {(await stage.invitation('peer_worker')).payload}")
    people = {p.id: p.bot for p in await rows(stage, Person)}
    roles = {(people[m.person_id], m.role) for m in await rows(stage, Membership)}
    assert roles == {(MAIN, "service_user"), (WORKER, "peer_worker")}


async def test_copy_and_deletion_say_what_the_other_bot_holds(stage, worker):
    issued = [await stage.invitation(role) for role in ("service_user", "peer_worker")]
    for there, one in zip((stage, worker), issued, strict=True):
        await there.say(HANNAH, f"/start {one.payload}")
    async with stage.database.transaction() as session:
        at_worker = await person_by_telegram(session, HANNAH, WORKER)
        actor = await actor_of(session, at_worker)
        story = Story(session, stage.clock.now(), "test:asks")
        await send_copy(story, actor)
        await erase(story, actor)
    await stage.deliver()
    texts = "\n".join(worker.phone(HANNAH).texts)
    assert "in our other bot is not in here. Ask for it there: https://t.me/stage_bot" in texts
    assert "in our other bot stays. Delete it there: https://t.me/stage_bot" in texts


async def test_peer_worker_who_was_there_before_stays_at_the_main_bot(stage, hannah):
    await use_two_bots(stage)
    await hannah.type(f"/start {(await stage.invitation('peer_worker')).payload}")
    assert "t.me" not in hannah.text
    assert (await row(stage, Invitation)).used == 0
    assert {m.person_id for m in await rows(stage, Membership)} == {hannah.person_id}


async def test_coordinator_hands_out_the_link_of_the_right_bot(sam, worker):
    del worker
    for label, name in (("peer worker", "stage_worker_bot"), ("service user", "stage_bot")):
        await sam.type("/menu")
        await sam.tap(f"Invite a {label}")
        assert f"https://t.me/{name}?start=" in sam.text


async def test_stranger_at_the_worker_bot_is_shown_the_way_to_support(stage, worker):
    phone = await worker.say(JOSIE, "/start")
    assert "the Pairwell bot for peer workers" in phone.last.text
    assert "https://t.me/stage_bot" in phone.last.text
    assert [label for label, _ in phone.last.buttons] == ["Urgent help"]
    assert stage.phones == {}


async def test_messages_cross_the_bots_and_no_letter_takes_the_other_one(
    stage, hannah_there, josie
):
    await hannah_there.type("Hello Josie")
    await josie.type("Hello Hannah")
    assert "Hello Josie" in "\n".join(josie.texts)
    assert "Hello Hannah" in "\n".join(hannah_there.texts)
    people = {p.id: p.bot for p in await rows(stage, Person)}
    assert [x for x in await rows(stage, Letter) if x.bot != people[x.person_id]] == []


async def test_silent_worker_bot_is_told_once_and_ended(stage, hannah_there, josie, sam):
    async def silence(*, is_over):
        async with stage.database.transaction() as session:
            cause = f"test:{is_over}:{stage.clock.now().isoformat()}"
            story = Story(session, stage.clock.now(), cause)
            await bot_silent(story, WORKER, is_over=is_over)
        await stage.deliver()

    await silence(is_over=False)
    await silence(is_over=False)
    assert sum(SILENT in text for text in sam.texts) == 1
    await josie.type("Are you there?")
    assert any(NOT_REACHED in text for text in josie.texts)
    await silence(is_over=True)
    await silence(is_over=True)
    assert sum(BACK in text for text in sam.texts) == 1
    stage.clock.advance(minutes=2)
    before = sum(NOT_REACHED in text for text in josie.texts)
    await josie.type("And now?")
    assert sum(NOT_REACHED in text for text in josie.texts) == before
    assert "And now?" in "\n".join(hannah_there.texts)


async def test_silent_main_bot_is_told_to_whoever_writes_to_its_people(stage, hannah_there, sam):
    before = len(sam.texts)
    async with stage.database.transaction() as session:
        await bot_silent(Story(session, stage.clock.now(), "test:main"), MAIN, is_over=False)
    await hannah_there.type("Hello Josie")
    assert any("We cannot reach Josie right now." in text for text in hannah_there.texts)
    assert len(sam.texts) == before


async def test_writer_of_what_waits_already_is_told_once(stage, hannah_there, josie):
    pairing = await row(stage, Pairing)
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "test:waiting")
        for number in (901, 902):
            await story.pass_on(
                hannah_there.person_id,
                Body((Message("Josie\nHello"),)),
                pairing_id=pairing.id,
                source=(josie.person_id, number),
                silent=False,
            )
        await bot_silent(story, WORKER, is_over=False)
        told = [x for x in await waiting_letters(session) if x.person_id == josie.person_id]
    assert len(told) == 1
    await stage.deliver()
    assert sum(NOT_REACHED in text for text in josie.texts) == 1
