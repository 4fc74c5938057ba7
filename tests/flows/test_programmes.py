"""A programme's own packs, and packs that change while people are on their way."""

import pytest

from care.packs import PackRefused, load_pack
from db.memberships import Membership
from db.programmes import add_programme, programme_by_name
from flows.programmes import pack_of, use_packs
from flows.story import Story
from tests.flows.people import JOSIE, answers_of, begun, row
from tests.journeys import finish_form

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


def own_pack(folder, changes, code="perinatal"):
    folder.mkdir(exist_ok=True)
    text = f'extends = "perinatal"\n{changes}\n'
    (folder / f"{code}.toml").write_text(text, encoding="utf-8")
    return folder


async def pack_told(stage):
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        return pack_of(Story(session, stage.clock.now(), "test"), where)


async def test_programme_works_by_the_bundled_pack_without_a_folder(stage):
    assert await pack_told(stage) is load_pack("perinatal")


async def test_pack_of_a_folder_comes_before_the_bundled_one(stage, tmp_path):
    await use_packs(stage.database, own_pack(tmp_path, "[rhythm]\nweeks = 8"))
    assert (await pack_told(stage)).weeks == 8


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ("[rhythm]\nweeks = 0", "3: rhythm.weeks: a whole number from 1 to 104 is expected"),
        ("[matching]\nnote_days = 999", "3: matching.note_days: found 999, expected a whole"),
        ("[matching.weights]\nstage = 999", "3: matching.weights.stage: found 999, expected"),
        (
            '[matching]\ntraits = ["gender", "age", "stage", "experience", "culture"]',
            '3: matching.traits: "parenthood" of the wishes is missing',
        ),
    ],
)
async def test_pack_that_cannot_be_used_is_refused_at_the_start(stage, tmp_path, changes, problem):
    with pytest.raises(PackRefused) as refused:
        await use_packs(stage.database, own_pack(tmp_path, changes))
    assert str(refused.value).startswith(f"{tmp_path / 'perinatal.toml'}:{problem}")


async def test_pack_that_is_gone_is_refused_at_the_start(stage):
    async with stage.database.transaction() as session:
        add_programme(
            session,
            "Births",
            pack="births",
            region="england",
            time_zone="Europe/London",
            now=stage.clock.now(),
        )
    with pytest.raises(PackRefused, match="there is no pack 'births'"):
        await use_packs(stage.database, None)


CHANGED = """
[[stages]]
code = "first_year"
remove = true

[[stages]]
code = "infant"
label = "Baby is up to 1"

[matching.kept_apart]
baby = ["stage:pregnancy", "stage:infant", "stage:second_year"]

[matching.near_stages]

[[forms.service_user.questions]]
code = "birth_date"
remove = true

[[forms.service_user.questions]]
code = "near_you"
kind = "text"
short = "Near you"
text = "Which town is near you?"
required = true
after = "time_zone"
"""


async def test_pack_changed_half_way_loses_nobody_and_no_answer(stage, tmp_path):
    await use_packs(stage.database, own_pack(tmp_path / "before", ""))
    josie = await begun(stage, JOSIE, "experiences")
    before = await answers_of(stage, josie)
    await use_packs(stage.database, own_pack(tmp_path / "after", CHANGED))
    changed = (await pack_told(stage)).service_user
    await josie.tap("A hard or scary birth")
    await finish_form(josie, changed)
    after = await answers_of(stage, josie)
    assert {code: after[code] for code in before if code != "stage"} == {
        code: text for code, text in before.items() if code != "stage"
    }
    assert after["stage"] == '"pregnancy"'
    assert after["near_you"] == '"Words"'
    assert (await row(stage, Membership)).stage == "waiting"
