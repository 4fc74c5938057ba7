"""Who answers, how soon and how: recorded before anybody is asked a question about safety."""

import pytest

from db.programmes import Programme
from db.responses import Response
from db.setting_changes import SettingChange
from flows.response import write_response
from tests.flows.people import change, join, row


@pytest.fixture
async def where(stage, sam):
    """The programme's id; nothing is recorded yet."""
    del sam
    found = await row(stage, Programme)
    await change(stage, Programme, found.id, response_recorded_at=None)
    return found.id


async def test_response_is_recorded_in_the_bot_and_all_are_told(stage, sam, where):
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await change(stage, Programme, where, response_recorded_at=None)
    await sam.press(f"ap:{where}:")
    await sam.type("Perinatal peer team")
    await sam.tap("Within 1 hour")
    assert (await row(stage, Programme)).response_recorded_at is None
    await sam.type("Write in the bot, then ring the number in the care record")
    told = (
        "Sam wrote down for alerts in Perinatal: Perinatal peer team answers within 1 h. "
        "Write in the bot, then ring the number in the care record"
    )
    assert (sam.text, lee.text) == (told, told)
    kept = await row(stage, Response)
    assert (kept.who, kept.within_minutes, kept.recorded_by) == (
        "Perinatal peer team",
        60,
        sam.person_id,
    )
    assert (await row(stage, Programme)).response_recorded_at == stage.clock.now()
    listed = await row(stage, SettingChange)
    assert (listed.name, listed.old, listed.by) == ("response", "", sam.person_id)
    assert listed.new == write_response(kept.who, 60, kept.route)
    await sam.press(f"as:{where}:")
    assert "Perinatal peer team answers alerts, within 1 h." in sam.text
