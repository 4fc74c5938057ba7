"""Which index SQLite takes for what is asked all the time.

It keeps no statistics of ours, so to it an index on a state that most rows are in looks as good as
one on a person: a question that could use both may read every row. Hence none is on such a state.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alert_lists import alerts_to_list, count_alerts
from db.checkin_plans import CheckinPlan, plans_beside, plans_due
from db.checkins import open_checkins_of
from db.digests import coordinators_without_digest
from db.ids import PairingId, PersonId, PlanId, ProgrammeId
from db.memberships import how_many_members, memberships_of
from db.outbox import waiting_letters
from db.outcome_rows import pairings_after, roles_after, supported_by
from db.overdue import oldest_due
from db.pairing_pages import how_many_without_words, offers_ending, pairings_spoken_of
from db.pairings import (
    RUNNING,
    handovers_asked,
    pairings_in,
    pairings_of,
    pairings_unreachable,
    read_pairings,
    writes_to_several,
)
from tests.databases import open_database
from tests.fakes.clock import START

SOMEBODY, SOMEWHERE = PersonId("somebody"), ProgrammeId("somewhere")
A_PLAN: dict[str, Any] = {"id": PlanId("one"), "person_id": SOMEBODY}
BY_SIDE = ["ix_pairing_service_user_id", "ix_pairing_peer_worker_id"]

CASES: dict[str, tuple[Callable[[AsyncSession], Awaitable[Any]], list[str]]] = {
    "pairings_of": (lambda s: pairings_of(s, SOMEBODY, RUNNING), BY_SIDE),
    "writes_to_several": (lambda s: writes_to_several(s, SOMEBODY), BY_SIDE),
    "read_pairings": (
        lambda s: read_pairings(s, [PairingId("one")], [SOMEBODY]),
        ["sqlite_autoindex_pairing_1", *BY_SIDE],
    ),
    "pairings_unreachable": (
        lambda s: pairings_unreachable(s, START, 50),
        ["ix_person_unreachable_since", *BY_SIDE],
    ),
    "pairings_in": (
        lambda s: pairings_in(s, SOMEWHERE, ("suggested",)),
        ["ix_pairing_register"],
    ),
    "pairings_spoken_of": (
        lambda s: pairings_spoken_of(s, SOMEWHERE, SOMEBODY),
        ["ix_rhythm_lapse", "sqlite_autoindex_pairing_1"],
    ),
    "offers_ending": (
        lambda s: offers_ending(s, SOMEWHERE, START),
        ["ix_pairing_register"],
    ),
    "how_many_members": (
        lambda s: how_many_members(s, SOMEWHERE, "service_user", ("waiting", "matched")),
        ["ix_membership_line"],
    ),
    "pairings_after": (
        lambda s: pairings_after(s, SOMEWHERE, "", 50),
        ["ix_pairing_programme_id_id"],
    ),
    "supported_by": (
        lambda s: supported_by(s, SOMEWHERE, [SOMEBODY]),
        ["ix_pairing_programme_id_peer_worker_id"],
    ),
    "roles_after": (
        lambda s: roles_after(s, SOMEWHERE, "peer_worker", "", 50),
        ["ix_membership_programme_id_role_id"],
    ),
    "memberships_of": (lambda s: memberships_of(s, SOMEBODY), ["ix_membership_person_id"]),
    "coordinators_without_digest": (
        lambda s: coordinators_without_digest(s, 50),
        ["ix_membership_role_stage", "sqlite_autoindex_digest_1"],
    ),
    "plans_due": (lambda s: plans_due(s, START, 16), ["ix_checkin_plan_next_due_at"]),
    "plans_beside": (
        lambda s: plans_beside(s, [CheckinPlan(**A_PLAN)], START),
        ["ix_checkin_plan_person_id"],
    ),
    "open_checkins_of": (lambda s: open_checkins_of(s, SOMEBODY), ["ix_checkin_person_id"]),
    "alerts_to_list": (
        lambda s: alerts_to_list(s, SOMEWHERE, SOMEBODY, "closed", most=50),
        ["ix_alert_closed"],
    ),
    "count_alerts": (
        lambda s: count_alerts(s, SOMEWHERE, SOMEBODY, "closed"),
        ["ix_alert_closed"],
    ),
    "waiting_letters": (waiting_letters, ["ix_outbox_state"]),
}


@pytest.mark.parametrize("asked", CASES)
async def test_index_of_what_is_asked_all_the_time(sqlite_url: str, asked: str) -> None:
    ask, expected = CASES[asked]
    lines = await plan_of(sqlite_url, ask)
    assert [line for line in lines if line.startswith("SCAN")] == []
    assert re.findall(r"INDEX (\w+_\w+)", "\n".join(lines)) == expected


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda s: handovers_asked(s, SOMEWHERE), "ix_pairing_handover"),
        (lambda s: how_many_without_words(s, SOMEWHERE, SOMEBODY), "ix_pairing_first_words"),
    ],
    ids=["handovers", "first words"],
)
async def test_index_of_the_few_leads_to_them_alone(
    sqlite_url: str, ask: Callable[[AsyncSession], Awaitable[Any]], index: str
) -> None:
    assert await plan_of(sqlite_url, ask) == [f"SCAN pairing USING INDEX {index}"]


async def test_watchdog_reads_no_whole_table_for_what_is_overdue(sqlite_url: str) -> None:
    lines = await plan_of(sqlite_url, lambda s: oldest_due(s, START))
    found = [line for line in lines if line.startswith(("SCAN", "SEARCH"))]
    assert [line for line in found if "<?" not in line and "=?" not in line] == []


async def plan_of(url: str, ask: Callable[[AsyncSession], Awaitable[Any]]) -> list[str]:
    """What SQLite says how it finds the rows, for each statement of this question in turn."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, parameters))

    async with open_database(url) as database, database.transaction() as session:
        event.listen(session.get_bind(), "before_cursor_execute", note)
        await ask(session)
        connection = await session.connection()
        lines: list[str] = []
        for statement, parameters in tuple(asked):
            found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            lines += [row[3] for row in found]
    return lines
