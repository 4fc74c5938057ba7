from datetime import timedelta

import pytest

from db.alerts import Alert
from db.memberships import Membership, add_membership
from db.people import Person, add_person_without_chat, person, set_name
from db.programmes import programme_by_name
from flows.actor import actor_of
from flows.console_chat import LASTS, begin_chat
from flows.errors import Refused
from flows.story import Story
from tests.factories import make_alert
from tests.flows.people import Someone, rows

WILMA = 5_005


@pytest.fixture
async def wilma(stage, sam):
    """A coordinator who came by the console alone, and a phone that the bot does not know."""
    del sam
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        now = stage.clock.now()
        who = await add_person_without_chat(
            session, language="en", time_zone="Europe/London", now=now
        )
        await set_name(session, who, "Wilma")
        add_membership(
            session,
            who.id,
            where.id,
            role="coordinator",
            stage="active",
            invitation_id=None,
            now=now,
        )
    return Someone(stage, WILMA, "Wilma", who.id)


async def secret_of(stage, person_id):
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "console:1", here=person_id)
        return await begin_chat(story, await actor_of(session, await person(session, person_id)))


async def test_a_chat_becomes_that_of_the_coordinator(stage, wilma):
    await wilma.type(f"/start {await secret_of(stage, wilma.person_id)}")
    assert wilma.text.startswith("This chat is yours from now on. Alerts reach you here.")
    assert "Team and invitations" in wilma.labels
    async with stage.database.reading() as session:
        assert (await person(session, wilma.person_id)).unreachable_since is None


async def test_a_linked_chat_is_called(stage, wilma, josie):
    await wilma.type(f"/start {await secret_of(stage, wilma.person_id)}")
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        now = stage.clock.now()
        await make_alert(session, josie.person_id, where.id, "[]", now)
    for _ in range(6):
        await stage.advance(timedelta(minutes=30))
    assert len(await rows(stage, Alert)) == 1
    called = "Someone in Perinatal may need help now. Please open this."
    assert called in wilma.phone.texts


async def test_it_works_once_and_for_a_quarter_of_an_hour(stage, wilma):
    secret = await secret_of(stage, wilma.person_id)
    stage.clock.advance(LASTS)
    await wilma.type(f"/start {secret}")
    assert "This chat is yours" not in wilma.text
    secret = await secret_of(stage, wilma.person_id)
    await wilma.type(f"/start {secret}")
    other = Someone(stage, WILMA + 1)
    await other.type(f"/start {secret}")
    assert "This chat is yours" not in other.text


async def test_whoever_has_a_role_stays_who_they_are(stage, wilma, josie):
    before = len(await rows(stage, Membership))
    await josie.type(f"/start {await secret_of(stage, wilma.person_id)}")
    assert josie.text == "This chat could not be linked. Nothing has changed."
    assert len(await rows(stage, Membership)) == before
    async with stage.database.reading() as session:
        assert (await person(session, wilma.person_id)).telegram_hash is None


async def test_who_has_a_chat_links_no_other(stage, wilma):
    await wilma.type(f"/start {await secret_of(stage, wilma.person_id)}")
    with pytest.raises(Refused):
        await secret_of(stage, wilma.person_id)
    known = [one.id for one in await rows(stage, Person) if one.telegram_hash is not None]
    assert wilma.person_id in known
