"""Slots, notes and heartbeats: one value under one name, the latest of which counts."""

from datetime import timedelta

from db.engine import Database
from db.heartbeats import heartbeats, record_beat
from db.notes import note, set_note
from db.slots import set_slot_message, slot_message
from tests.factories import HANNAH, JOSIE, make_person
from tests.fakes.clock import START


async def test_slot_shows_the_latest_message_of_each_person(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        hannah = await make_person(session, HANNAH, "Hannah")
        await set_slot_message(session, josie.id, "form", 1)
        await set_slot_message(session, hannah.id, "form", 2)
        await set_slot_message(session, josie.id, "status", 3)
    async with database.transaction() as session:
        await set_slot_message(session, josie.id, "form", 2**51)
    async with database.reading() as session:
        shown = [
            await slot_message(session, josie.id, "form"),
            await slot_message(session, josie.id, "status"),
            await slot_message(session, hannah.id, "form"),
            await slot_message(session, hannah.id, "status"),
        ]
    assert shown == [2**51, 3, 2, None]


async def test_note_is_what_was_written_last(database: Database) -> None:
    for text in ("pairwell_bot", "pairwell_new_bot"):
        async with database.transaction() as session:
            await set_note(session, "username", text)
    async with database.reading() as session:
        assert await note(session, "username") == "pairwell_new_bot"
        assert await note(session, "other") is None


async def test_heartbeat_is_when_each_beat_last_ran(database: Database) -> None:
    later = START + timedelta(minutes=1)
    async with database.transaction() as session:
        await record_beat(session, "checkins", 3, START)
        await record_beat(session, "alerts", 0, START)
    async with database.transaction() as session:
        await record_beat(session, "checkins", 0, later)
    async with database.reading() as session:
        assert await heartbeats(session) == {"checkins": later, "alerts": START}
