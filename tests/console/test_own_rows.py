"""Coordinators who are service users or peer workers too: no page leads them to their own."""

import pytest

from db.pairings import add_pairing, set_pairing_state
from tests.factories import make_member
from tests.fakes.clock import START

LISTS = ("people", "people?show=waiting", "peers", "pairings", "waiting", "today", "suggestions")


@pytest.fixture
async def own(database, house):
    """Ids of Sam's own rows: a wait, a peer worker's role, and pairs with Josie, Ada and Hannah."""
    people = {who: one.id for who, one in house.people.items()}
    async with database.transaction() as session:
        sam = house.people["Sam"]
        waits = await make_member(session, sam, house.programme, "service_user", "waiting")
        works = await make_member(session, sam, house.programme, "peer_worker", "active")
        found = [waits.id, works.id]
        for user, peer, state in (
            ("Josie", "Sam", "active"),
            ("Ada", "Sam", "suggested"),
            ("Sam", "Hannah", "suggested"),
        ):
            made = await add_pairing(
                session,
                house.programme.id,
                people[user],
                people[peer],
                fit=1,
                reasons="[]",
                now=START,
            )
            if state != "suggested":
                set_pairing_state(session, made, state, START)
            found.append(made.id)
    return found


async def test_no_list_leads_to_the_readers_own_row(sam, house, own):
    pages = [f"{house.root}/{name}" for name in LISTS]
    pages += [house.path(f"{house.root}/people/{{member_id}}")]
    for page in pages:
        shown = (await sam.get(page)).text
        assert [one for one in own if one in shown] == [], page


async def test_own_rows_are_named_as_such(sam, house, own):
    del own
    for name in ("people?show=waiting", "peers"):
        assert "Sam This is you" in await sam.open(f"{house.root}/{name}"), name
    shown = await sam.open(f"{house.root}/waiting")
    assert "Sam 0 days, since 23 November 2026 This is you" in shown
    assert "Josie and Sam You are in this pair" in await sam.open(f"{house.root}/pairings")
    found = await sam.do(f"{house.root}/people/search", name="sam")
    assert "Sam This is you" in found


async def test_pairs_to_review_are_counted_without_the_readers_own(sam, house, own):
    del own
    assert "Review 1 suggested pair" in await sam.open(f"{house.root}/waiting")
