"""Looks: whoever opens a page that shows what somebody told or wrote down is in the audit."""

import pytest
from sqlmodel import func, select

from db.audit import AuditRow
from tests.console.routes import of_programmes

# Pages that show names, times and numbers of one object, and nothing that was told or written.
QUIET = ("/live",)


def looks():
    """Every page of one person, pairing, suggestion or alert."""
    return [
        route
        for route in of_programmes("GET")
        if route.count("{") > 1 and not route.endswith(QUIET)
    ]


async def rows(database):
    async with database.reading() as session:
        return (await session.exec(select(func.count()).select_from(AuditRow))).one()


async def test_every_look_at_a_person_is_in_the_audit(sam, house, database):
    assert len(looks()) > 1
    unseen = []
    for route in looks():
        before = await rows(database)
        answer = await sam.get(house.path(route))
        assert answer.status_code == 200, route
        if await rows(database) == before:
            unseen.append(route)
    assert unseen == []


@pytest.mark.parametrize("page", ["alerts/live", "today/live", "alerts/{alert_id}/live"])
async def test_what_a_page_asks_by_itself_is_no_look(sam, house, database, page):
    before = await rows(database)
    assert (await sam.get(house.path(f"{house.root}/{page}"))).status_code == 200
    assert await rows(database) == before
