"""Every door that words come in by is listened at: what the net knows, it finds at each of them."""

import pytest

from db.alerts import Alert
from db.memberships import Membership
from tests.flows.people import begun, change, join, row, rows

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

WORDS = "I want to kill myself"
PHOTO = [{"file_id": "p1", "file_unique_id": "u1", "width": 640, "height": 480}]
FORWARDED = {
    "type": "hidden_user",
    "sender_user_name": "Somebody",
    "date": 1_700_000_000,
}


async def a_message(josie):
    await josie.type(WORDS)


async def a_message_that_looks_like_contact_details(josie):
    await josie.type(f"{WORDS}, call 07700 900123")


async def a_caption(josie):
    await josie.send(photo=PHOTO, caption=WORDS)


async def a_caption_of_what_is_not_passed_on(josie):
    document = {"file_id": "d1", "file_unique_id": "u2"}
    await josie.send(document=document, caption=WORDS)


async def a_forwarded_message(josie):
    await josie.send(text=WORDS, forward_origin=FORWARDED)


async def an_edit(josie):
    sent = await josie.send(text="I feel")
    await josie.stage.edit(josie.id, sent, text=WORDS)


async def an_edit_of_what_is_not_known(josie):
    await josie.stage.edit(josie.id, 987, text=WORDS)


async def an_edited_caption(josie):
    sent = await josie.send(photo=PHOTO, caption="me")
    await josie.stage.edit(josie.id, sent, photo=PHOTO, caption=WORDS)


async def a_note_to_the_coordinators(josie):
    await josie.type("/talk")
    await josie.type(WORDS)


async def the_words_of_a_report(josie):
    await josie.type("/report")
    await josie.tap("A ground rule was broken")
    await josie.tap("Say more in my own words")
    await josie.type(WORDS)


def behind(command):
    async def say(josie):
        await josie.type(f"{command} {WORDS}")

    say.__name__ = f"behind {command}"
    return say


COMMANDS = (
    "/start",
    "/menu",
    "/help",
    "/pause",
    "/talk",
    "/report",
    "/block",
    "/worried",
    "/urgent",
    "/unsend",
    "/mydata",
    "/language",
    "/stop",
    "/change",
    "/nonsense",
)
DOORS = (
    a_message,
    a_message_that_looks_like_contact_details,
    a_caption,
    a_caption_of_what_is_not_passed_on,
    a_forwarded_message,
    an_edit,
    an_edit_of_what_is_not_known,
    an_edited_caption,
    a_note_to_the_coordinators,
    the_words_of_a_report,
    *map(behind, COMMANDS),
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
async def test_words_are_heard_beside_a_peer(trio, stage, door):
    josie, _, _ = trio
    await door(josie)
    alert = await row(stage, Alert, kind="words")
    assert (alert.person_id, alert.times) == (josie.person_id, 1)
    assert len([text for text in josie.texts if "Are you safe right now?" in text]) == 1


WITHOUT_A_PEER = [
    a_message,
    a_caption,
    a_caption_of_what_is_not_passed_on,
    a_forwarded_message,
    an_edit,
    an_edit_of_what_is_not_known,
    a_note_to_the_coordinators,
    behind("/pause"),
]


@pytest.mark.parametrize("stage_of_role", ["waiting", "left", "onboarding"])
@pytest.mark.parametrize("door", WITHOUT_A_PEER, ids=lambda door: door.__name__)
async def test_words_are_heard_without_a_peer(stage, door, stage_of_role):
    await join(stage, 3_003, "coordinator", "Sam")
    if stage_of_role == "onboarding":
        josie = await begun(stage, 1_001, "age")
    else:
        josie = await join(stage, 1_001, "service_user", "Josie")
        await change(stage, Membership, josie.membership_id, stage=stage_of_role)
    await door(josie)
    alert = await row(stage, Alert, kind="words")
    assert (alert.person_id, alert.times) == (josie.person_id, 1)


@pytest.mark.parametrize("door", [a_message, behind("/help"), an_edit_of_what_is_not_known])
async def test_stranger_whom_no_programme_knows_gets_the_numbers(stage, door):
    josie = await join(stage, 1_001, "service_user", "Josie")
    josie.id = 9_009
    await door(josie)
    texts = stage.phone(9_009).texts
    assert len([text for text in texts if "116 123" in text]) == 1
    assert await rows(stage, Alert) == []


@pytest.mark.parametrize("typed", [f"/help {WORDS}", "/nonsense what to do"])
async def test_words_of_a_coordinator_behind_a_command_are_about_others(stage, typed):
    sam = await join(stage, 3_003, "coordinator", "Sam")
    await sam.type(typed)
    assert await rows(stage, Alert) == []
