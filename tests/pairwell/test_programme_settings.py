import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from db.invitations import invitation_by_secret
from db.outbox import Letter
from db.programmes import programme_by_name
from db.setting_changes import setting_changes
from flows.actor import actor_of
from flows.programme_settings import undo_change
from flows.story import Story
from pairwell.errors import BadRequest, UnknownProgramme
from pairwell.invitations import Asked, make_invitation
from pairwell.programme_settings import Allowed, all_programmes, allow, show
from pairwell.records import open_records
from pairwell.settings import read_settings
from tests.factories import make_member, make_person

pytestmark = pytest.mark.usefixtures("configured")

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SAM = Asked(
    "coordinator", "Perinatal", 1, timedelta(days=7), "perinatal", "england", "Europe/London"
)
PARTNER = replace(
    SAM, role="service_user", uses=200, lasts=timedelta(days=60), partner="Health visitors North"
)


@pytest.fixture
async def perinatal(configured: Path) -> None:
    del configured
    await make_invitation(read_settings(), SAM, NOW)


@pytest.mark.usefixtures("perinatal")
async def test_self_referral_is_off_and_can_be_switched() -> None:
    off = Allowed("Perinatal", "perinatal", "england", self_referral=False)
    assert await all_programmes(read_settings()) == [off]
    on = replace(off, self_referral=True)
    assert await allow(read_settings(), "PERINATAL", NOW, self_referral=True) == on
    assert await all_programmes(read_settings()) == [on]
    assert await allow(read_settings(), "Perinatal", NOW, self_referral=False) == off


@pytest.mark.usefixtures("perinatal")
async def test_programme_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownProgramme, match=r'There is no programme "Studnets".*"Perinatal"'):
        await allow(read_settings(), "Studnets", NOW, self_referral=True)


def test_programmes_are_shown_as_text_and_as_json() -> None:
    on = Allowed("Perinatal", "perinatal", "england", self_referral=True)
    assert show([on], as_json=False) == (
        "Perinatal: pack perinatal, region england, self-referral on"
    )
    assert json.loads(show([on], as_json=True)) == [
        {"name": "Perinatal", "pack": "perinatal", "region": "england", "self_referral": True}
    ]
    assert show([], as_json=False) == "There is no programme yet."


@pytest.mark.usefixtures("perinatal")
async def test_partner_link_keeps_its_label_and_its_uses() -> None:
    made = await make_invitation(read_settings(), PARTNER, NOW)
    assert made.expires_at == NOW + timedelta(days=60)
    async with open_records(read_settings()) as database, database.reading() as session:
        kept = await invitation_by_secret(session, made.code.replace("-", ""))
        assert kept is not None
        assert (kept.label, kept.uses_left, kept.used) == ("Health visitors North", 200, 0)


@pytest.mark.usefixtures("perinatal")
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (replace(PARTNER, partner=None), "up to 7 days"),
        (replace(PARTNER, role="peer_worker", uses=1), "service users"),
        (replace(PARTNER, partner=""), "1 to 60 letters"),
        (replace(PARTNER, partner="x" * 61), "1 to 60 letters"),
        (replace(PARTNER, partner="two\nlines"), "on one line"),
        (replace(PARTNER, partner="evil \u202eeman"), "on one line"),
    ],
)
async def test_partner_link_that_cannot_be(asked: Asked, why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        await make_invitation(read_settings(), asked, NOW)


@pytest.mark.usefixtures("perinatal")
async def test_region_is_chosen_among_those_that_there_are() -> None:
    changed = await allow(read_settings(), "Perinatal", NOW, region="wales")
    assert changed == Allowed("Perinatal", "perinatal", "wales", self_referral=False)
    with pytest.raises(BadRequest, match="The regions are: england, ireland"):
        await allow(read_settings(), "Perinatal", NOW, region="atlantis")
    assert await all_programmes(read_settings()) == [changed]


@pytest.mark.usefixtures("perinatal")
async def test_change_is_listed_told_and_can_be_put_back() -> None:
    """As one of a coordinator, with nobody's name; the same again changes nothing."""
    for _ in "ab":
        await allow(read_settings(), "Perinatal", NOW, self_referral=True, region="wales")
    async with open_records(read_settings()) as database, database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        assert where is not None
        sam = await make_person(session, 7, "Sam")
        await make_member(session, sam, where, "coordinator", "active")
        found = await setting_changes(session, where.id, most=9)
        assert [(one.name, one.old, one.new, one.by) for one in found] == [
            ("region", "england", "wales", None),
            ("self_referral", "off", "on", None),
        ]
        story, actor = Story(session, NOW, "test"), await actor_of(session, sam)
        await undo_change(story, actor, where, found[0].id)
        assert where.region == "england"
    await allow(read_settings(), "Perinatal", NOW, region="wales")
    async with open_records(read_settings()) as database, database.reading() as session:
        told = [letter.person_id for letter in await session.exec(select(Letter))]
    assert told == [sam.id]
