from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db.alerts import (
    Alert,
    add_alert_step,
    alert_or_none,
    alert_reasons,
    alert_steps,
    alerts_about,
    alerts_due,
    alerts_in,
    alerts_to_call_owner,
    follow_ups_in,
    set_alert_reasons,
)
from db.engine import Database
from db.errors import SealBroken
from db.ids import AlertId
from tests.factories import make_alert, make_person, make_programme
from tests.fakes.clock import START

QUARTER = timedelta(minutes=15)


@pytest.fixture
async def alert(database: Database) -> Alert:
    async with database.transaction() as session:
        josie, programme = await make_person(session), await make_programme(session)
        return await make_alert(session, josie.id, programme.id, "Item 9 was 1.")


async def test_alert_is_open_with_its_reasons(database: Database, alert: Alert) -> None:
    async with database.reading() as session:
        found = await alert_or_none(session, alert.id)
        assert found == alert
        assert found is not None
        assert (found.state, found.times, found.closed_at) == ("open", 1, None)
        assert await alert_reasons(session, found) == "Item 9 was 1."
        assert await alert_or_none(session, AlertId("none")) is None
        found.reasons_sealed = None
        assert await alert_reasons(session, found) == ""


async def test_another_cause_is_added_to_the_same_alert(database: Database, alert: Alert) -> None:
    async with database.transaction() as session:
        found = await alert_or_none(session, alert.id, for_change=True)
        assert found is not None
        await set_alert_reasons(session, found, "Item 9 was 1. Then it was 3.")
        found.times += 1
    async with database.reading() as session:
        [found] = await alerts_about(session, alert.person_id, ["open"])
        assert found.times == 2
        assert await alert_reasons(session, found) == "Item 9 was 1. Then it was 3."


async def test_alert_is_due_until_it_is_acknowledged(database: Database, alert: Alert) -> None:
    async with database.transaction() as session:
        early = START + QUARTER - timedelta(microseconds=1)
        assert await alerts_due(session, early, 10) == []
        assert await alerts_due(session, START + QUARTER, 0) == []
        [found] = await alerts_due(session, START + QUARTER, 10)
        assert found == alert
        found.state = "acknowledged"
    async with database.transaction() as session:
        assert await alerts_due(session, START + QUARTER, 10) == []


async def test_alerts_of_a_programme_come_the_oldest_first_of_a_person_the_newest(
    database: Database, alert: Alert
) -> None:
    async with database.transaction() as session:
        later = await make_alert(
            session,
            alert.person_id,
            alert.programme_id,
            now=START + timedelta(hours=1),
            kind="words",
        )
    async with database.reading() as session:
        assert await alerts_in(session, alert.programme_id, ["open"]) == [alert, later]
        assert await alerts_about(session, alert.person_id, ["open"]) == [later, alert]
        assert await alerts_in(session, alert.programme_id, ["closed"]) == []


async def test_steps_of_an_alert_are_kept_in_order(database: Database, alert: Alert) -> None:
    async with database.transaction() as session:
        add_alert_step(session, alert, "raised", None, START)
        add_alert_step(session, alert, "told", alert.person_id, START)
        add_alert_step(session, alert, "acknowledged", alert.person_id, START + QUARTER)
    async with database.reading() as session:
        steps = [(s.step, s.person_id, s.at) for s in await alert_steps(session, alert)]
    assert steps == [
        ("raised", None, START),
        ("told", alert.person_id, START),
        ("acknowledged", alert.person_id, START + QUARTER),
    ]


async def test_reasons_of_another_alert_do_not_open(database: Database, alert: Alert) -> None:
    async with database.transaction() as session:
        other = await make_alert(session, alert.person_id, alert.programme_id, kind="words")
        other.reasons_sealed = alert.reasons_sealed
        with pytest.raises(SealBroken):
            await alert_reasons(session, other)


async def test_a_cause_has_one_alert_until_it_is_closed(database: Database, alert: Alert) -> None:
    with pytest.raises(IntegrityError, match=r"uq_alert_cause|UNIQUE"):
        async with database.transaction() as session:
            await make_alert(session, alert.person_id, alert.programme_id)
    async with database.transaction() as session:
        found = await alert_or_none(session, alert.id, for_change=True)
        assert found is not None
        found.state = "closed"
        await session.flush()
        again = await make_alert(session, alert.person_id, alert.programme_id)
        assert await alerts_about(session, alert.person_id, ["open"]) == [again]


async def test_owner_is_called_when_their_time_has_come(database: Database, alert: Alert) -> None:
    async with database.transaction() as session:
        found = await alert_or_none(session, alert.id, for_change=True)
        assert found is not None
        found.owner_call_at = START
        await session.flush()
        assert await alerts_to_call_owner(session, START, 10) == []
        found.state = "closed"
        found.follow_up_on = START.date()
        await session.flush()
        assert await alerts_to_call_owner(session, START - QUARTER, 10) == []
        assert await alerts_to_call_owner(session, START, 10) == [found]
        assert await follow_ups_in(session, alert.programme_id) == [found]
