import json
from datetime import UTC, datetime

import pytest

from pairwell.demo.cast import PROGRAMME
from pairwell.demo.scenes import set_the_stage
from pairwell.errors import UnknownProgramme
from pairwell.records import open_records
from pairwell.rounds import show, suggest_now
from pairwell.settings import read_settings

pytestmark = pytest.mark.usefixtures("configured")
NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)


async def test_round_of_a_list_that_nobody_fits() -> None:
    async with open_records(read_settings()) as database:
        await set_the_stage(database, NOW)
    (found,) = await suggest_now(read_settings(), "perinatal", NOW)
    assert (found.programme, found.waiting, found.places, found.pairs) == (PROGRAMME, 3, 0, ())
    assert show([found], as_json=False) == (
        "Perinatal: 3 waiting, 0 free places, 0 suggested.\n"
        "Coordinators review the pairs in the bot."
    )
    assert json.loads(show([found], as_json=True)) == [
        {"programme": "Perinatal", "waiting": 3, "places": 0, "pairs": []}
    ]


async def test_round_without_any_programme() -> None:
    assert await suggest_now(read_settings(), None, NOW) == []
    assert show([], as_json=False).startswith("There is no programme yet.")
    with pytest.raises(UnknownProgramme):
        await suggest_now(read_settings(), "Students", NOW)
