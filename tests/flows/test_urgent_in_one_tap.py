"""From every screen of a service user or peer worker, urgent help is one tap away."""

import pytest

from flows.letters import Text, UrgentHelp
from tests.databases import open_database
from tests.flows.conftest import THURSDAY_MORNING
from tests.flows.walk import HANNAH_ID, JOSIE_ID, whole_story

ANSWERING = ("q", "qd", "qs", "qb", "qx")  # the buttons of an open question


@pytest.fixture
async def seen(sqlite_url, clock):
    """What Hannah and Josie saw in a whole story."""
    clock.set(THURSDAY_MORNING)
    async with open_database(sqlite_url) as database:
        screens = await whole_story(database, clock, "en")
        return [screen for screen in screens if screen.who in (HANNAH_ID, JOSIE_ID)]


async def test_urgent_help_is_on_every_screen_with_buttons_but_open_questions(seen):
    without = set()
    for screen in seen:
        verbs = {button.verb for row in screen.body.rows for button in row}
        has_numbers = any(isinstance(part, UrgentHelp) for part in screen.body.parts)
        if verbs and not has_numbers and "u" not in verbs and verbs.isdisjoint(ANSWERING):
            without.add(next(p.key for p in screen.body.parts if isinstance(p, Text)))
    assert sorted(without) == []
