import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.bots import WORKER
from db.heartbeats import STARTED, record_beat
from db.inbox import Arrival, count_failures, store_updates
from db.lock import hold
from pairwell.clock import SystemClock
from pairwell.doctor.check import State, broken, good
from pairwell.doctor.examination import examine
from pairwell.doctor.keys import check_master_key, check_names
from pairwell.doctor.machine import check_file_modes, check_zones, judge_disk
from pairwell.doctor.measure_files import check_measure_files
from pairwell.doctor.records import WATCHED
from pairwell.doctor.report import is_broken, show
from pairwell.doctor.telegram import check_clock, check_worker_bot
from pairwell.invitations import Asked, make_invitation
from pairwell.records import open_records
from pairwell.settings import read_settings
from tests.factories import make_person
from tests.measure_files import MOOD
from tests.pairwell.bot_api import WORKER_TOKEN, about_worker_bot, answering

SAM = Asked.of("coordinator", "Perinatal", 1, 7, "perinatal", "england", "Europe/London")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def online(configured: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with answering() as url:
        monkeypatch.setenv("PAIRWELL_BOT_API_URL", url)
        yield configured


async def states() -> dict[str, State]:
    return {check.name: check.state for check in await examine(SystemClock().now())}


@pytest.mark.usefixtures("online")
async def test_doctor_before_the_first_run() -> None:
    found = await states()
    del found["disk"]  # of the machine that runs the tests
    assert found == {
        "settings": State.GOOD,
        "master key": State.GOOD,
        "file modes": State.GOOD,
        "time zones": State.GOOD,
        "heartbeat": State.LOOK,
        "console": State.GOOD,
        "e-mail": State.LOOK,
        "records": State.LOOK,
        "telegram": State.GOOD,
        "clock": State.GOOD,
    }


def test_doctor_makes_nothing(online: Path) -> None:
    asyncio.run(examine(NOW))
    assert list(online.iterdir()) == []


@pytest.mark.usefixtures("home")
async def test_doctor_without_settings() -> None:
    found = await states()
    assert (found["master key"], found["telegram"]) == (State.BROKEN, State.BROKEN)


@pytest.mark.usefixtures("home")
async def test_doctor_with_settings_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_LOG_LEVEL", "LOUD")
    assert await states() == {"settings": State.BROKEN}


@pytest.mark.usefixtures("online")
async def test_doctor_of_a_service_that_runs_and_beats() -> None:
    settings, now = read_settings(), SystemClock().now()
    await make_invitation(settings, SAM, now)
    async with open_records(settings) as database, database.transaction() as session:
        for beat in WATCHED:
            await record_beat(session, beat, 0, now)
    with hold(settings.records_url):
        found = await states()
    assert (found["records"], found["service"]) == (State.GOOD, State.GOOD)
    assert found["watchdog"] == State.GOOD
    assert (found["messages in"], found["letters out"]) == (State.GOOD, State.GOOD)
    assert (await states())["service"] == State.LOOK


@pytest.mark.usefixtures("online")
async def test_doctor_of_a_service_that_runs_and_is_silent() -> None:
    settings, now = read_settings(), SystemClock().now()
    await make_invitation(settings, SAM, now)
    async with open_records(settings) as database, database.transaction() as session:
        for beat in WATCHED[1:]:
            await record_beat(session, beat, 0, now)
        await record_beat(session, WATCHED[0], 0, now - timedelta(minutes=6))
    with hold(settings.records_url):
        assert (await states())["service"] == State.BROKEN


@pytest.mark.usefixtures("online")
async def test_doctor_names_what_the_watchdog_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_HEARTBEAT_URL", "https://example.org/ping")
    settings, now = read_settings(), SystemClock().now()
    await make_invitation(settings, SAM, now)
    async with open_records(settings) as database, database.transaction() as session:
        await record_beat(session, STARTED, 0, now - timedelta(hours=9))
        await store_updates(session, 42, [Arrival(1, 7, "{}")], now - timedelta(minutes=4))
    with hold(settings.records_url):
        checks = await examine(now)
    found = [check for check in checks if check.name in ("watchdog", "heartbeat")]
    assert [check.state for check in found] == [State.BROKEN, State.BROKEN, State.GOOD]
    assert "stand still: escalation, " in found[0].words
    assert found[1].words == "What people sent waits to be handled. See the log."


@pytest.mark.usefixtures("online")
async def test_doctor_when_a_message_was_set_aside() -> None:
    settings = read_settings()
    await make_invitation(settings, SAM, NOW)
    async with open_records(settings) as database, database.transaction() as session:
        (stored,) = await store_updates(session, 42, [Arrival(1, 7, "{}")], NOW)
        await count_failures(session, [(stored.id, 5, True)])
    assert (await states())["messages in"] == State.LOOK


@pytest.mark.usefixtures("online")
async def test_doctor_with_a_wrong_master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_invitation(read_settings(), SAM, NOW)
    monkeypatch.setenv("PAIRWELL_MASTER_KEY", bytes(range(1, 33)).hex())
    assert (await states())["records"] == State.BROKEN


@pytest.mark.usefixtures("home")
def test_master_key_that_does_not_look_random(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRWELL_MASTER_KEY", "ab" * 31 + "cd")
    assert check_master_key(read_settings()).state is State.BROKEN


@pytest.mark.parametrize(
    ("topics", "state", "words"),
    [
        ({"has_topics_enabled": True}, State.GOOD, "belongs to @pw_peers_bot."),
        ({}, State.LOOK, "Threaded Mode"),
        (
            {"has_topics_enabled": True, "allows_users_to_create_topics": True},
            State.LOOK,
            "People can make topics",
        ),
    ],
    ids=["topics that we make", "no topics", "topics that people make"],
)
@pytest.mark.usefixtures("configured")
def test_doctor_of_a_worker_bot(
    monkeypatch: pytest.MonkeyPatch, topics: dict[str, bool], state: State, words: str
) -> None:
    with answering(worker_body=about_worker_bot(**topics)) as url:
        monkeypatch.setenv("PAIRWELL_BOT_API_URL", url)
        assert check_worker_bot(read_settings()) == []
        monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", WORKER_TOKEN)
        (check,) = check_worker_bot(read_settings())
        assert (check.state, words in check.words) == (state, True)
        monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", "44:revoked")
        (check,) = check_worker_bot(read_settings())
        assert (check.state, "PAIRWELL_WORKER_BOT_TOKEN" in check.words) == (State.BROKEN, True)


@pytest.mark.usefixtures("online")
async def test_doctor_counts_who_hears_nothing_without_the_worker_bot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = read_settings()
    await make_invitation(settings, SAM, NOW)
    assert "worker bot" not in await states()
    async with open_records(settings) as database, database.transaction() as session:
        await make_person(session, bot=WORKER)
    assert (await states())["worker bot"] is State.BROKEN
    monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", WORKER_TOKEN)
    checks = [check for check in await examine(NOW) if check.name == "worker bot"]
    assert ["hear nothing" in check.words for check in checks] == [False]


def test_misspelt_setting_is_named() -> None:
    check = check_names({"PAIRWELL_BOT_TOKN": "42:secret", "PAIRWELL_DATA_DIR": "x"})
    assert check.state is State.LOOK
    assert "PAIRWELL_BOT_TOKN." in check.words
    assert "secret" not in check.words


def test_settings_file_that_others_may_read(configured: Path) -> None:
    (configured / ".env").touch(mode=0o600)
    assert check_file_modes(read_settings()).state is State.GOOD
    (configured / ".env").chmod(0o640)
    check = check_file_modes(read_settings())
    assert (check.state, check.words.endswith("chmod 600 .env")) == (State.LOOK, True)


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, State.GOOD), (-29, State.GOOD), (60, State.LOOK), (-3600, State.BROKEN)],
    ids=["right", "within 30 s", "a minute ahead", "an hour behind"],
)
def test_clock_beside_the_server(seconds: int, state: State) -> None:
    assert check_clock(NOW, NOW + timedelta(seconds=seconds)).state is state


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [(50, 100, State.GOOD), (14, 1000, State.GOOD), (4, 100, State.LOOK), (0.5, 100, State.BROKEN)],
    ids=["half", "a small share of much", "little", "next to none"],
)
def test_disk_by_what_is_free(free: float, total: float, state: State) -> None:
    assert judge_disk(int(free * 1024**3), int(total * 1024**3)).state is state


def test_zone_data_that_grew_old() -> None:
    assert check_zones(NOW).state is State.GOOD
    assert check_zones(NOW.replace(year=2040)).state is State.LOOK


@pytest.mark.usefixtures("home")
async def test_report_for_a_person_and_for_a_script() -> None:
    checks = await examine(NOW)
    assert is_broken(checks)
    assert show(checks, as_json=False).endswith(" to look at.")
    assert '"healthy": false' in show(checks, as_json=True)


def test_own_measures_are_named_with_their_permission_or_their_mistakes(configured: Path) -> None:
    settings = read_settings().model_copy(update={"programmes_dir": configured / "own"})
    assert check_measure_files(settings) == []
    folder = configured / "own" / "measures"
    folder.mkdir(parents=True)
    (folder / "mood.toml").write_text(MOOD, encoding="utf-8")
    assert check_measure_files(settings) == [good("measures", "Mood: Ours (Here).")]
    (folder / "mood.toml").write_text(MOOD.replace("version = 1\n", ""), encoding="utf-8")
    problem = f"{folder / 'mood.toml'}:1: version: is missing"
    assert check_measure_files(settings) == [broken("measures", problem)]
