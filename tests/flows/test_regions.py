"""Whose numbers people are given: refused at the start, remembered while it runs."""

from pathlib import Path

import pytest

from bot.urgent_text import urgent_texts
from care.pack_problems import PackRefused
from care.regions import FALLBACK_TEXT
from db.programmes import Programme
from flows.regions import RegionMissing, Regions, regions_in, shared_region, use_regions
from tests.flows.people import change, row

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

EXAMPLE = (
    (Path(__file__).parents[2] / "docs" / "regions.md")
    .read_text(encoding="utf-8")
    .split("```toml\n")[1]
    .split("```")[0]
)


@pytest.fixture
def own(tmp_path):
    """The file of a programme's own region."""
    (tmp_path / "regions").mkdir()
    file = tmp_path / "regions" / "new_zealand.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


@pytest.fixture
async def elsewhere(stage):
    """The programme "Perinatal" has a region that no bundled file is for."""
    where = await row(stage, Programme)
    await change(stage, Programme, where.id, region="new_zealand")
    return stage


async def test_programme_without_numbers_is_refused_and_told_what_to_do(elsewhere, tmp_path):
    with pytest.raises(RegionMissing) as refused:
        await use_regions(elsewhere.database, tmp_path)
    assert str(refused.value) == (
        'The programme "Perinatal" has the region "new_zealand", which has no numbers. Write '
        "regions/new_zealand.toml in the folder PAIRWELL_PROGRAMMES_DIR (docs/regions.md), or "
        'choose another one: pairwell programme set "Perinatal" --region CODE'
    )


async def test_programme_with_mistakes_in_its_numbers_is_refused_by_line(elsewhere, own):
    own.write_text(EXAMPLE.replace('owner = "Kim Example"\n', ""), encoding="utf-8")
    with pytest.raises(PackRefused, match=r"new_zealand\.toml:1: owner: is missing"):
        await use_regions(elsewhere.database, own.parents[1])


async def test_programme_with_numbers_of_its_own_is_served_with_them(elsewhere, own):
    regions = await use_regions(elsewhere.database, own.parents[1])
    async with elsewhere.database.reading() as session:
        assert regions_in(session.info) is regions
    assert "Need to talk: call 1737" in urgent_texts(regions)("new_zealand", "en")
    assert await shared_region(elsewhere.database) == "new_zealand"


@pytest.mark.parametrize("harm", ["broken", "gone", "no text"])
def test_numbers_that_were_good_once_are_remembered(own, harm):
    text_of = urgent_texts(Regions(own.parents[1]))
    good = text_of("new_zealand", "en")
    if harm == "gone":
        own.unlink()
    else:
        own.write_bytes(b"\xff\xfe" if harm == "no text" else b'code = "new_zealand"\n')
    assert text_of("new_zealand", "en") == good
    own.write_text(EXAMPLE.replace('number = "1737"', 'number = "1738"'), encoding="utf-8")
    assert "call 1738" in text_of("new_zealand", "en")


@pytest.mark.parametrize("code", ["atlantis", "../x", ""])
def test_region_that_never_was_gives_the_built_in_text(code):
    assert urgent_texts(Regions())(code, "xx") == FALLBACK_TEXT


async def test_two_regions_share_no_text(stage):
    assert await shared_region(stage.database) == "england"
    await stage.programme("Second")
    assert await shared_region(stage.database) == "england"
    second = await row(stage, Programme, name="Second")
    await change(stage, Programme, second.id, region="wales")
    assert await shared_region(stage.database) is None
