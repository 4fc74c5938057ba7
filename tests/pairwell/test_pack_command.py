"""`pairwell pack`, in this process: what it prints, where, and with which exit code."""

import json
import sys
from pathlib import Path

import pytest

from care.packs import bundled_codes
from pairwell.__main__ import main

pytestmark = pytest.mark.usefixtures("home")

LISTS = '[lists]\nsettings = [{ code = "births", label = "Births" }]\n'
GOOD = f'extends = "perinatal"\ncode = "births"\ntitle = "Births"\n{LISTS}'


@pytest.fixture
def pairwell(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pairwell", "pack", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def write(name, text):
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_good_packs_are_told_by_file(pairwell):
    files = (write("births.toml", GOOD), write("perinatal.toml", 'extends = "perinatal"'))
    out = 'births.toml: good, "Births"\nperinatal.toml: good, "Peer support around a birth"\n'
    assert pairwell("check", *files) == (0, out, "")


def test_bad_pack_is_refused_by_file_line_and_reason(pairwell):
    bad = write("births.toml", f"{GOOD}[rhythm]\nweeks = 0\n[matching]\nnote_days = 1\n")
    worse = write("other.toml", GOOD)
    code, out, err = pairwell("check", bad, worse)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "births.toml:7: rhythm.weeks: a whole number from 1 to 104 is expected",
        'other.toml:1: code: "other" is expected, as the file is called',
    ]


def test_matching_that_the_rules_refuse_is_told_by_its_line(pairwell):
    bad = write("births.toml", f"{GOOD}[matching]\nnote_days = 999\n")
    _, _, err = pairwell("check", bad)
    reason = "matching.note_days: found 999, expected a whole number 0 to 365"
    assert err == f"births.toml:7: {reason}\n"


def test_checked_packs_as_json(pairwell):
    files = (write("births.toml", GOOD), write("other.toml", "= 1"))
    code, out, err = pairwell("check", *files, "--json")
    good, bad = json.loads(out)
    assert (code, err) == (1, "")
    assert good == {"file": "births.toml", "title": "Births", "problems": []}
    assert (bad["title"], bad["problems"][0]["line"]) == (None, 1)


@pytest.mark.parametrize("name", ["absent.toml", "births.txt", "."])
def test_what_is_no_pack_is_refused(pairwell, name):
    code, out, err = pairwell("check", name)
    assert (code, out) == (1, "")
    assert err.startswith(f"pairwell: {name} is no pack")


@pytest.mark.parametrize("arguments", [[], ["check"], ["show"], ["nonsense"]])
def test_wrong_usage_exits_with_two(pairwell, arguments):
    assert pairwell(*arguments)[0] == 2


@pytest.mark.parametrize("code", bundled_codes())
def test_every_bundled_pack_can_be_shown_both_ways(pairwell, code):
    done, out, err = pairwell("show", code)
    assert (done, err) == (0, "")
    assert f"({code}, version 1)" in out.splitlines()[0]
    done, out, _ = pairwell("show", code, "--json")
    assert (done, json.loads(out)["code"]) == (0, code)


def test_pack_is_explained_in_words(pairwell):
    _, out, _ = pairwell("show", "perinatal")
    lines = [line.strip() for line in out.splitlines()]
    assert "3. Age: How old are you?" in lines
    assert "Why: You need to be 18 or over here. If you are younger, we keep nothing." in lines
    assert 'Asked if: "Where you are now" is Pregnancy' in lines
    assert 'Asked if: "Your gender" is answered' in lines
    assert "The peer worker has been well for 365 days or more." in lines
    assert (
        "Kept apart unless both ask: loss (Losing a baby) / "
        "baby (Baby is under 1, Pregnancy, Baby is 1 to 2)."
    ) in lines
    assert "Baby is under 1 beside Baby is 1 to 2: 70 %" in lines
    assert (
        "Your week (weekly), for a service user: first after 1 day, then every 7 days, "
        "at 10:00, until the pairing ends."
    ) in lines


def test_pack_as_json_is_whole(pairwell):
    _, out, _ = pairwell("show", "perinatal", "--json")
    told = json.loads(out)
    assert told["matching"]["kept_apart"]["loss"] == ["baby_loss", "stage:loss"]
    assert told["matching"]["least_shared_hours"] == 2
    assert told["checkins"][0]["at"] == "10:00"
    assert told["forms"]["service_user"]["questions"][2]["code"] == "age"


def test_pack_of_a_programme_is_shown_by_code_and_by_file(pairwell, monkeypatch):
    Path("packs").mkdir()
    write("packs/births.toml", GOOD)
    monkeypatch.setenv("PAIRWELL_PROGRAMMES_DIR", "packs")
    assert pairwell("show", "births") == pairwell("show", "packs/births.toml")


def test_unknown_pack_cannot_be_shown(pairwell):
    code, out, err = pairwell("show", "births")
    assert (code, out) == (1, "")
    assert "there is no pack 'births'; choose one of: carers, " in err
