import asyncio

from db.engine import Database
from db.turns import take_turn, turn_key


def test_places_have_numbers_of_their_own_that_never_change() -> None:
    keys = [turn_key(place) for place in ("audit", "vault", "migrate", "serve")]
    assert len(set(keys)) == 4
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys[0] == 4_476_963_538_478_901_440  # old and new versions must wait for each other


async def test_stories_pass_a_place_one_after_the_other(database: Database) -> None:
    seen = []

    async def pass_by(number: int) -> None:
        async with database.transaction() as session:
            await take_turn(session, "bridge")
            seen.append((number, "in"))
            await asyncio.sleep(0.001)
            seen.append((number, "out"))

    await asyncio.gather(*(pass_by(number) for number in range(8)))
    order = [number for number, _ in seen[::2]]
    assert seen == [(number, step) for number in order for step in ("in", "out")]
