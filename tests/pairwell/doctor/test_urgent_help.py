from datetime import UTC, datetime, timedelta
from pathlib import Path

from care.packs import load_pack
from pairwell.doctor.check import State, good
from pairwell.doctor.urgent_help import check_region, check_words

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAPER = Path(__file__).parents[3] / "docs" / "regions.md"
EXAMPLE = PAPER.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
WHOLE = EXAMPLE.replace('["A perinatal mental health line"]', "[]")


def in_folder(folder: Path, text: str) -> Path:
    (folder / "regions").mkdir(exist_ok=True)
    (folder / "regions" / "new_zealand.toml").write_text(text, encoding="utf-8")
    return folder


def test_region_that_is_looked_after_is_good(tmp_path: Path) -> None:
    words = "Numbers of New Zealand, last checked 25 November 2026."
    folder = in_folder(tmp_path, WHOLE)
    assert check_region("new_zealand", NOW, folder) == good("urgent help", words)
    assert check_region("new_zealand", NOW + timedelta(days=89), folder).state is State.GOOD
    old = check_region("new_zealand", NOW + timedelta(days=90), folder)
    assert (old.state, "more than 90 days ago" in old.words) == (State.LOOK, True)


def test_what_nobody_could_check_is_named(tmp_path: Path) -> None:
    check = check_region("new_zealand", NOW, in_folder(tmp_path, EXAMPLE))
    assert check.state is State.LOOK
    assert check.words.endswith("nobody could check it: A perinatal mental health line.")


def test_day_that_is_still_to_come_is_no_check(tmp_path: Path) -> None:
    folder = in_folder(tmp_path, WHOLE.replace("2026-11-25", "2027-11-25"))
    assert "still to come" in check_region("new_zealand", NOW, folder).words


def test_bundled_regions_ask_for_an_owner_and_for_numbers() -> None:
    assert "name who looks after them" in check_region("england", NOW, None).words
    assert "write your own file, regions/other.toml" in check_region("other", NOW, None).words


def test_region_that_is_not_there_or_broken_serves_nobody(tmp_path: Path) -> None:
    missing = check_region("new_zealand", NOW, None)
    assert (missing.state, "Choose one of" in missing.words) == (State.BROKEN, True)
    bad = check_region("new_zealand", NOW, in_folder(tmp_path, WHOLE.replace("owner", "boss")))
    assert (bad.state, "owner: is missing" in bad.words) == (State.BROKEN, True)


def test_languages_without_urgent_words_are_named() -> None:
    check = check_words([load_pack("perinatal")])
    assert check.state is State.LOOK
    assert "Listened for in: English (not yet reviewed, changed" in check.words
    assert "There is no list for Arabic, Bengali, Polish" in check.words
    assert "English," not in check.words.split("no list for")[1]
