import pytest

from db.outbox import Letter
from tests.flows.people import HANNAH, join, pair, rows


@pytest.fixture
async def night(stage, paired):
    stage.clock.set(stage.clock.now().replace(hour=23))
    return paired


async def is_silent(stage, pairing_id):
    letters = await rows(stage, Letter, pairing_id=pairing_id)
    return max(letters, key=lambda letter: letter.id).silent


async def test_service_user_may_hear_their_peer_at_night(stage, hannah, josie, night):
    await hannah.type("One")
    assert await is_silent(stage, night)
    await josie.type("/menu")
    await josie.tap("More about Hannah")
    await josie.tap("Sound at night: turn on")
    assert await josie.shown() == (
        "What your peer writes at night now makes a sound.",
        ["Sound at night: turn off", "Urgent help"],
    )
    await hannah.type("Two")
    assert not await is_silent(stage, night)
    await josie.tap("Sound at night: turn off")
    await hannah.type("Three")
    assert await is_silent(stage, night)


async def test_hours_at_night_are_hours_with_a_sound(stage, sam, josie):
    del sam
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah", hours=("weekday_late",))
    pairing_id = await pair(stage, josie, hannah)
    stage.clock.set(stage.clock.now().replace(hour=23))
    await josie.type("Hello")
    assert hannah.text == "Josie\nHello"
    assert not await is_silent(stage, pairing_id)
