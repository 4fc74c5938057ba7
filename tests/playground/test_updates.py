import pytest

from playground.people import JOSIE
from playground.refusals import PhoneRefusal
from playground.updates import UpdateQueue


def ids(updates):
    return [update["update_id"] for update in updates]


@pytest.fixture
def queue(clock):
    queue = UpdateQueue(clock, first_update_id=10)
    for _ in range(5):
        queue.put("message", {})
    return queue


async def test_updates_stay_until_an_offset_confirms_them(queue):
    assert ids(await queue.poll(0, 100, 0)) == [10, 11, 12, 13, 14]
    assert ids(await queue.poll(0, 2, 0)) == [10, 11]
    assert ids(await queue.poll(12, 100, 0)) == [12, 13, 14]
    assert ids(await queue.poll(0, 100, 0)) == [12, 13, 14]
    assert ids(await queue.poll(15, 100, 0)) == []


async def test_negative_offset_forgets_all_but_the_last(queue):
    assert ids(await queue.poll(-2, 100, 0)) == [13, 14]
    assert queue.count() == 2


async def test_updates_are_dropped_after_24_hours(queue, clock):
    clock.move(hours=23, minutes=59)
    queue.put("message", {})
    assert queue.count() == 6
    clock.move(minutes=1)
    assert ids(await queue.poll(0, 100, 0)) == [15]
    assert queue.dropped == 5


def test_reactions_come_only_to_a_bot_that_asked(queue):
    assert queue.put("message_reaction", {}) is None
    queue.allow(["message_reaction"])
    assert queue.put("message_reaction", {}) == 15
    assert queue.put("message", {}) is None
    queue.allow(None)
    assert queue.allowed == ["message_reaction"]
    queue.allow([])
    assert queue.put("message_reaction", {}) is None
    assert queue.put("message", {}) == 16


def test_update_that_cannot_be_parsed_waits_like_any_other(phones):
    phones.start(JOSIE.id)
    phones.push_raw_update({"message_reaction": {"date": "tomorrow"}})
    assert phones.updates.peek(9)[1] == {
        "update_id": 501,
        "message_reaction": {"date": "tomorrow"},
    }


def test_blocked_phone_cannot_write(phones):
    phones.start(JOSIE.id)
    phones.block(JOSIE.id)
    with pytest.raises(PhoneRefusal, match="Unblock it first"):
        phones.say(JOSIE.id, "hello")
