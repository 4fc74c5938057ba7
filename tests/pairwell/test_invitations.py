import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from care.packs import PackRefused
from db.errors import WrongMasterKey
from db.invitations import invitation_by_secret
from db.programmes import programmes
from flows.console_links import look_at_link
from flows.story import Story
from pairwell.errors import BadRequest, SettingMissing, UnknownProgramme
from pairwell.invitation_card import show
from pairwell.invitations import Asked, make_invitation
from pairwell.records import open_records
from pairwell.settings import read_settings
from tests.pairwell.bot_api import WORKER_TOKEN, about_worker_bot, answering

pytestmark = pytest.mark.usefixtures("configured")

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SAM = Asked(
    "coordinator", "Perinatal", 1, timedelta(days=7), "perinatal", "england", "Europe/London"
)
HANNAH = replace(SAM, role="peer_worker")


async def test_first_coordinator_invitation_makes_the_programme() -> None:
    made = await make_invitation(read_settings(), SAM, NOW)
    assert made.programme_is_new
    assert made.expires_at == NOW + timedelta(days=7)
    async with open_records(read_settings()) as database, database.reading() as session:
        kept = await invitation_by_secret(session, made.payload)
        assert kept is not None
        assert (kept.role, kept.uses_left, kept.issued_by) == ("coordinator", 1, None)
        assert [(p.name, p.pack, p.region, p.time_zone) for p in await programmes(session)] == [
            ("Perinatal", "perinatal", "england", "Europe/London")
        ]


async def test_second_invitation_joins_the_programme_whatever_the_case() -> None:
    await make_invitation(read_settings(), SAM, NOW)
    made = await make_invitation(read_settings(), replace(HANNAH, programme="PERINATAL"), NOW)
    assert (made.programme_is_new, made.programme) == (False, "Perinatal")


async def test_invitation_link_when_the_bot_answers_and_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering() as url:
        monkeypatch.setenv("PAIRWELL_BOT_API_URL", url)
        made = await make_invitation(read_settings(), SAM, NOW)
    assert made.link == f"https://t.me/pw_bot?start={made.payload}"
    later = await make_invitation(read_settings(), SAM, NOW)
    assert later.link == f"https://t.me/pw_bot?start={later.payload}"


async def test_invitation_of_a_peer_worker_leads_to_the_worker_bot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", WORKER_TOKEN)
    with answering(worker_body=about_worker_bot()) as url:
        monkeypatch.setenv("PAIRWELL_BOT_API_URL", url)
        sam = await make_invitation(read_settings(), SAM, NOW)
        hannah = await make_invitation(read_settings(), HANNAH, NOW)
        monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", "44:revoked")
        later = await make_invitation(read_settings(), HANNAH, NOW)
    assert sam.link == f"https://t.me/pw_bot?start={sam.payload}"
    assert hannah.link == f"https://t.me/pw_peers_bot?start={hannah.payload}"
    assert later.link == f"https://t.me/pw_peers_bot?start={later.payload}"


async def test_invitation_without_a_worker_bot_says_which_setting_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAIRWELL_WORKER_BOT_TOKEN", "44:revoked")
    with answering() as url:
        monkeypatch.setenv("PAIRWELL_BOT_API_URL", url)
        await make_invitation(read_settings(), SAM, NOW)
        made = await make_invitation(read_settings(), HANNAH, NOW)
    assert made.link is None
    assert "PAIRWELL_WORKER_BOT_TOKEN" in made.why_no_link


async def test_invitation_without_link_says_why() -> None:
    made = await make_invitation(read_settings(), SAM, NOW)
    assert made.link is None
    assert made.why_no_link.startswith("The Bot API cannot be reached.")
    assert made.payload
    assert made.code


async def test_invitation_to_an_unknown_programme_names_the_known() -> None:
    await make_invitation(read_settings(), SAM, NOW)
    with pytest.raises(UnknownProgramme, match=r'no programme "Students".*here: "Perinatal"'):
        await make_invitation(read_settings(), replace(HANNAH, programme="Students"), NOW)


@pytest.mark.parametrize(
    "asked",
    [
        replace(SAM, uses=2),
        replace(HANNAH, uses=2),
        replace(SAM, programme="  "),
        replace(SAM, programme="x" * 81),
        replace(SAM, pack="nothing"),
        replace(SAM, region="atlantis"),
        replace(SAM, time_zone="Europe/Atlantis"),
    ],
    ids=["two coordinators", "two peers", "no name", "long name", "pack", "region", "zone"],
)
def test_invitation_that_cannot_be_made_makes_no_records(configured: Path, asked: Asked) -> None:
    with pytest.raises(BadRequest):
        asyncio.run(make_invitation(read_settings(), asked, NOW))
    assert list(configured.iterdir()) == []


def own_pack(folder: Path, monkeypatch: pytest.MonkeyPatch, changes: str) -> Asked:
    """Ask for a programme with the pack "births" of a folder."""
    (folder / "packs").mkdir()
    labels = '[lists]\nsettings = [{ code = "births", label = "Births" }]\n'
    text = f'extends = "perinatal"\ncode = "births"\n{labels}{changes}'
    (folder / "packs" / "births.toml").write_text(text)
    monkeypatch.setenv("PAIRWELL_PROGRAMMES_DIR", "packs")
    return replace(SAM, pack="births")


async def test_invitation_makes_a_programme_with_a_pack_of_its_own(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = own_pack(configured, monkeypatch, "")
    assert (await make_invitation(read_settings(), asked, NOW)).programme_is_new


def test_invitation_for_a_pack_that_is_refused_makes_no_records(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = own_pack(configured, monkeypatch, "[rhythm]\nweeks = 0\n")
    with pytest.raises(PackRefused, match=r"births\.toml:6: rhythm\.weeks"):
        asyncio.run(make_invitation(read_settings(), asked, NOW))
    assert [path.name for path in configured.iterdir()] == ["packs"]


async def test_records_are_not_opened_for_a_programme_whose_pack_is_gone(
    configured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = own_pack(configured, monkeypatch, "")
    await make_invitation(read_settings(), asked, NOW)
    monkeypatch.delenv("PAIRWELL_PROGRAMMES_DIR")
    with pytest.raises(PackRefused, match="there is no pack 'births'"):
        await make_invitation(read_settings(), HANNAH, NOW)


async def test_invitation_without_master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAIRWELL_MASTER_KEY")
    with pytest.raises(SettingMissing):
        await make_invitation(read_settings(), SAM, NOW)


async def test_invitation_with_a_wrong_master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_invitation(read_settings(), SAM, NOW)
    monkeypatch.setenv("PAIRWELL_MASTER_KEY", bytes(range(1, 33)).hex())
    with pytest.raises(WrongMasterKey):
        await make_invitation(read_settings(), SAM, NOW)


def test_asked_in_the_words_of_the_command_line() -> None:
    said = Asked.of("peer-worker", "Perinatal", 1, 7, "perinatal", "england", "Europe/London")
    assert said == HANNAH


async def test_invitation_of_a_coordinator_has_a_console_link_where_there_is_a_console(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = await make_invitation(read_settings(), SAM, NOW)
    monkeypatch.setenv("PAIRWELL_CONSOLE_URL", "https://console.example.org")
    made = await make_invitation(read_settings(), SAM, NOW)
    other = await make_invitation(read_settings(), HANNAH, NOW)
    assert (without.console_link, other.console_link) == (None, None)
    before, _, token = (made.console_link or "").partition("?t=")
    assert before == "https://console.example.org/console/enter"
    async with open_records(read_settings()) as database, database.reading() as session:
        opening = await look_at_link(Story(session, NOW, "test"), token)
    assert opening.programme == "Perinatal"
    assert made.console_link in show(made, as_json=False)
    assert json.loads(show(made, as_json=True))["console_link"] == made.console_link
    assert "Console" not in show(without, as_json=False)
    assert "console_link" not in json.loads(show(without, as_json=True))
