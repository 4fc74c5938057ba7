import pytest

from care.measures import scored_only
from care.measures.own import own_measures
from care.pack_problems import PackRefused
from care.packs import read_pack
from tests.measure_files import MOOD, epds_words


def put(folder, **files):
    (folder / "measures").mkdir()
    for name, text in files.items():
        (folder / "measures" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_own_measures_without_a_folder_are_none(tmp_path):
    assert own_measures(None) == ()
    assert own_measures(tmp_path) == ()


def test_own_measures_are_whole_ones_and_words_for_ours(tmp_path):
    (epds, mood) = own_measures(put(tmp_path, epds=epds_words(), mood=MOOD))
    (scored,) = (one for one in scored_only() if one.code == "epds")
    assert (mood.code, epds.code, epds.needs_text) == ("mood", "epds", False)
    assert [c.points for c in epds.items[2].choices] == [c.points for c in scored.items[2].choices]
    assert epds.licence.notice == "Given to us, 1 May 2026"


def test_own_measures_that_are_bad_are_named_by_file_and_line(tmp_path):
    folder = put(tmp_path, one=MOOD.replace("points = 1", 'points = "1"'), two='measure = "x"')
    with pytest.raises(PackRefused) as refused:
        own_measures(folder)
    first, *_, last = str(refused.value).splitlines()
    assert first.startswith(f"{folder}/measures/one.toml:23: choices.2.points")
    assert last.startswith(f"{folder}/measures/two.toml:")


def test_own_measure_in_two_files_is_refused(tmp_path):
    folder = put(tmp_path, one=MOOD, two=MOOD)
    with pytest.raises(PackRefused, match=r'two\.toml:1: "mood" is in another file too'):
        own_measures(folder)


def test_own_measure_with_markup_in_its_words_stays_as_it_is(tmp_path):
    (mood,) = own_measures(put(tmp_path, mood=MOOD.replace("your mood", "your <b>mood</b>")))
    assert mood.items[0].text == "How is your <b>mood</b>?"


PLANNED = """\
extends = "perinatal"
[[checkins]]
measure = "epds"
first_after_days = 2
every_days = 14
at = "10:00"
"""


def test_pack_may_plan_a_measure_of_its_own_folder(tmp_path):
    (tmp_path / "perinatal.toml").write_text(PLANNED, encoding="utf-8")
    with pytest.raises(PackRefused, match=r"perinatal\.toml:3: checkins.1.measure: one of"):
        read_pack(tmp_path / "perinatal.toml")
    put(tmp_path, epds=epds_words())
    assert [plan.measure for plan in read_pack(tmp_path / "perinatal.toml").checkins] == ["epds"]


def test_pack_asks_an_own_measure_no_more_often_than_its_days(tmp_path):
    text = PLANNED.replace("every_days = 14", "every_days = 3")
    (tmp_path / "perinatal.toml").write_text(text, encoding="utf-8")
    put(tmp_path, epds=epds_words())
    with pytest.raises(PackRefused, match="epds asks about 7 days, so not more often"):
        read_pack(tmp_path / "perinatal.toml")
