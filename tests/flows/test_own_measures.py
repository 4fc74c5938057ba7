"""Measures from a programme's own files, asked in the chat."""

import pytest

from care.pack_problems import PackRefused
from db.alerts import Alert
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from flows.programmes import use_packs
from tests.flows.people import pair, row, rows
from tests.measure_files import MOOD, epds_words

PLANNED = """\
extends = "perinatal"
[[checkins]]
measure = "epds"
first_after_days = 1
every_days = 14
at = "10:00"
"""


@pytest.fixture
async def with_epds(stage, tmp_path):
    """The programme has the EPDS in words of its own, one answer too long for a button."""
    (tmp_path / "measures").mkdir()
    (tmp_path / "perinatal.toml").write_text(PLANNED, encoding="utf-8")
    words = epds_words(long_answer="Yes, and more often than I ever thought that I would")
    (tmp_path / "measures" / "epds.toml").write_text(words, encoding="utf-8")
    await use_packs(stage.database, tmp_path)
    return tmp_path


@pytest.fixture
async def planned(stage, sam, josie, hannah, with_epds):
    """Josie and Hannah, paired once the programme has the EPDS."""
    del sam
    await pair(stage, josie, hannah)
    return with_epds


@pytest.fixture
async def asked(stage, josie, planned):
    del planned
    stage.clock.set((await row(stage, CheckinPlan, person_id=josie.person_id)).next_due_at)
    await stage.beat()
    await josie.tap("Answer now")


async def test_own_words_are_asked_as_they_stand(josie, asked):
    del asked
    assert josie.text == (
        "Question 1 of 10\n\nStatement 1\n\n"
        "1: Yes, and more often than I ever thought that I would\n"
        "2: Answer 2 of 1\n3: Answer 3 of 1\n4: Answer 4 of 1\n\n"
        "Made-up author line"
    )
    assert josie.labels == ["1", "2", "3", "4", "Skip", "Stop for today"]


async def test_own_words_are_scored_by_our_points_and_the_safety_item_counts(stage, josie, asked):
    del asked
    for _ in range(9):
        await josie.type("4")
    assert await rows(stage, Alert) == []
    await josie.type("3")
    alerts = {alert.kind for alert in await rows(stage, Alert)}
    assert alerts == {"answer", "score"}
    assert (await row(stage, Checkin)).state == "answered"


async def test_measure_whose_file_is_gone_is_not_asked(stage, josie, planned):
    plan = await row(stage, CheckinPlan, person_id=josie.person_id)
    stage.clock.set(plan.next_due_at)
    (planned / "measures" / "epds.toml").unlink()
    (planned / "perinatal.toml").unlink()
    await use_packs(stage.database, None)
    await stage.beat()
    checkin = await row(stage, Checkin)
    assert (checkin.measure, checkin.state, checkin.reason) == ("epds", "skipped", "not_planned")


async def test_measure_whose_file_is_gone_is_closed_and_still_in_the_copy(
    stage, josie, asked, with_epds
):
    del asked
    await josie.tap("2")
    (with_epds / "perinatal.toml").unlink()
    await use_packs(stage.database, None)
    await josie.type("3")
    await josie.press(josie.data("2"))
    assert josie.notice == "This is closed now. Nothing is lost."
    await josie.press("ex::send")
    assert any("epds" in str(shown.raw) for shown in josie.phone.messages.values())


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_file_that_is_bad_stops_the_start(stage, tmp_path):
    (tmp_path / "measures").mkdir()
    file = tmp_path / "measures" / "mood.toml"
    file.write_text(MOOD.replace("version = 1\n", ""), encoding="utf-8")
    with pytest.raises(PackRefused) as refused:
        await use_packs(stage.database, tmp_path)
    assert str(refused.value) == f"{file}:1: version: is missing"
