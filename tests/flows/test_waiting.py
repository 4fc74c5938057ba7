from datetime import timedelta

import pytest

from db.memberships import Membership
from db.waits import Wait, days_waited, end_wait, lengths_of_waits, wait_of
from flows.story import Story
from flows.waiting import tell_changed
from tests.flows.people import ANNA, JOSIE, change, join, pair, row, rows

A_DAY = timedelta(days=1)
GUESS = "This is a guess from the past, not a promise."


async def waited(stage, *days):
    """People who waited that many days and then were matched."""
    for n, length in enumerate(days):
        someone = await join(stage, 8_000 + 100 * len(days) + n, "service_user", "Past")
        async with stage.database.transaction() as session:
            membership = await session.get(Membership, someone.membership_id)
            wait = await wait_of(session, membership)
            wait.began_at = stage.clock.now() - timedelta(days=length)
            end_wait(session, wait, "matched", stage.clock.now())
            membership.stage = "matched"
            session.add(membership)


async def test_waiting_with_too_little_history_says_so(stage, josie):
    await waited(stage, 4, 9, 12, 20)
    await josie.type("/menu")
    assert "We cannot say yet how long it may take" in josie.text
    assert GUESS not in josie.text
    assert josie.labels == ["My answers", "Take a break", "Urgent help"]


async def test_waiting_tells_place_and_time_from_the_programmes_own_past(stage, josie):
    stage.clock.advance(minutes=1)
    anna = await join(stage, ANNA, "service_user", "Anna")
    await waited(stage, 4, 9, 12, 20, 6)
    await stage.programme("Second")
    await josie.type("/menu")
    await anna.type("/menu")
    time = "Of the last 5 people here, half waited up to 9 days. Most waited up to 12 days."
    assert f"{time} {GUESS}" in josie.text
    assert "Nobody has waited longer than you." in josie.text
    assert "One person has waited longer than you." in anna.text


async def test_waiting_in_another_programme_knows_nothing_of_this_one(stage):
    await waited(stage, 4, 9, 12, 20, 6)
    await stage.programme("Second")
    other = await join(stage, ANNA, "service_user", "Anna", within="Second")
    await other.type("/menu")
    assert "We cannot say yet how long it may take" in other.text


async def test_waiting_longer_than_most_is_said(stage, josie):
    await waited(stage, 20, 21, 22, 30, 40)
    await josie.type("/menu")
    assert "half waited up to 4 weeks. Most waited up to 5 weeks." in josie.text
    assert "longer than most" not in josie.text
    stage.clock.advance(days=31)
    await josie.type("/menu")
    assert "You have waited longer than most." in josie.text


@pytest.fixture
async def told(stage, josie):
    """Josie was told a time this morning."""
    await waited(stage, 4, 9, 12, 20, 6)
    await josie.type("/menu")
    return len(josie.texts)


def news(josie, told):
    return [text for text in josie.texts[told:] if "has changed since we last told you" in text]


async def test_changed_time_is_told_after_a_week_and_once(stage, josie, told):
    await waited(stage, 40, 41, 42, 43, 44, 45)
    for days in range(1, 7):
        await stage.advance(A_DAY)
        assert news(josie, told) == [], days
    await stage.advance(A_DAY)
    assert len(news(josie, told)) == 1
    assert "Most waited up to 6 weeks." in josie.text or "weeks" in josie.text
    await waited(stage, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
    await stage.advance(6 * A_DAY)
    assert len(news(josie, told)) == 1
    await stage.advance(2 * A_DAY)
    assert len(news(josie, told)) == 2


async def test_estimate_is_asked_for_once_however_many_wait(stage, josie, told, monkeypatch):
    del josie, told
    asked = []

    async def counted(session, programme_id, latest):
        asked.append(programme_id)
        return await lengths_of_waits(session, programme_id, latest)

    monkeypatch.setattr("flows.waiting.lengths_of_waits", counted)
    for n in range(3):
        other = await join(stage, 4_000 + n, "service_user", f"Anna {n}")
        await other.type("/menu")
    asked.clear()
    stage.clock.advance(8 * A_DAY)
    async with stage.database.transaction() as session:
        assert await tell_changed(Story(session, stage.clock.now(), "look")) == 4
    assert len(asked) == 1


async def test_time_that_changed_little_is_not_told(stage, josie, told):
    await waited(stage, 14)
    await stage.advance(8 * A_DAY)
    await stage.advance(8 * A_DAY)
    assert news(josie, told) == []


async def test_changed_time_is_not_told_at_night(stage, josie, told):
    await waited(stage, 40, 41, 42, 43, 44, 45)
    await stage.advance(7 * A_DAY + timedelta(hours=13))  # 23:00 in London
    assert news(josie, told) == []
    await stage.advance(timedelta(hours=9))
    assert len(news(josie, told)) == 1


async def test_changed_time_is_told_to_nobody_who_has_a_peer(stage, hannah, josie, told):
    await pair(stage, josie, hannah)
    await waited(stage, 40, 41, 42, 43, 44, 45)
    await stage.advance(8 * A_DAY)
    assert news(josie, told) == []


async def test_match_ends_the_wait_and_keeps_its_length(stage, hannah, josie):
    await josie.type("/menu")
    stage.clock.advance(days=9, hours=5)
    await pair(stage, josie, hannah)
    wait = await row(stage, Wait)
    assert (wait.outcome, wait.waited_days) == ("matched", 9)


async def test_leaving_ends_the_wait_without_a_length(stage, josie):
    await josie.type("/menu")
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    wait = await row(stage, Wait)
    assert (wait.outcome, wait.waited_days) == ("left", None)


async def test_second_wait_begins_when_the_peer_left(stage, hannah, josie, paired):
    del paired
    stage.clock.advance(days=3)
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    await josie.type("/menu")
    waits = await rows(stage, Wait, membership_id=josie.membership_id)
    assert [wait.outcome for wait in waits] == ["matched", None]
    stage.clock.advance(days=2)
    placed_at = stage.clock.now() - timedelta(days=5)  # near the front: when the pairing began
    assert (waits[1].began_at, days_waited(waits[1], stage.clock.now())) == (placed_at, 2)


async def test_waiting_screen_of_somebody_who_is_erased_is_not_sent(stage, josie, told):
    await waited(stage, 40, 41, 42, 43, 44, 45)
    await change(stage, Membership, josie.membership_id, stage="left")
    await stage.advance(8 * A_DAY)
    assert news(josie, told) == []
    assert JOSIE in stage.phones
