"""`pairwell region`, in this process: what it prints, where, and with which exit code."""

import sys
from pathlib import Path

import pytest

from care.region_files import all_region_codes, region
from care.regions import urgent_help_text
from pairwell.__main__ import main

pytestmark = pytest.mark.usefixtures("home")

PAPER = Path(__file__).parents[2] / "docs" / "regions.md"
EXAMPLE = PAPER.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]


@pytest.fixture
def pairwell(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pairwell", "region", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def test_list_names_every_region_with_owner_and_date(pairwell):
    code, out, _ = pairwell("list")
    assert (code, [line.partition(":")[0] for line in out.splitlines()]) == (
        0,
        list(all_region_codes()),
    )
    assert "england: England, 4 numbers, last checked 25 November 2026, owner not yet named" in out


@pytest.mark.parametrize("region_code", all_region_codes())
def test_show_gives_the_text_and_every_source(pairwell, region_code):
    code, out, err = pairwell("show", region_code)
    pack = region(region_code)
    assert (code, err) == (0, "")
    assert urgent_help_text(pack) in out
    assert all(f"{line.number}: {line.source}" in out for line in pack.lines)
    assert all(f"Not checked: {one}." in out for one in pack.unverified)


def test_show_of_no_region_is_one_line_without_traceback(pairwell):
    code, out, err = pairwell("show", "atlantis")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "Choose one of: england, ireland" in err


def test_check_of_good_and_bad_files(pairwell, tmp_path):
    good, bad = tmp_path / "new_zealand.toml", tmp_path / "mars.toml"
    good.write_text(EXAMPLE, encoding="utf-8")
    assert pairwell("check", str(good))[0] == 0
    bad.write_text(EXAMPLE.replace('owner = "Kim Example"\n', ""), encoding="utf-8")
    code, out, err = pairwell("check", str(good), str(bad))
    assert code == 1
    assert "Need to talk: call 1737" in out
    assert err.splitlines() == [
        f'{bad}:1: code: "mars" is expected, as the file is called',
        f"{bad}:1: owner: is missing",
    ]
