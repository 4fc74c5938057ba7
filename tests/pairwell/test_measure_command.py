"""`pairwell measure`, in this process: what it prints, where, and with which exit code."""

import json
import sys
from pathlib import Path

import pytest

from care.measures import all_measures, scored_only
from pairwell.__main__ import main

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def pairwell(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pairwell", "measure", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def test_list_names_every_measure_once(pairwell):
    code, out, _ = pairwell("list")
    known = [one.code for one in (*all_measures(), *scored_only())]
    assert (code, [line.partition(":")[0] for line in out.splitlines()]) == (0, known)


def test_list_as_json_says_who_needs_words_of_their_own(pairwell):
    listed = json.loads(pairwell("list", "--json")[1])
    assert [one["code"] for one in listed if one["needs_words"]] == [
        one.code for one in scored_only()
    ]


@pytest.mark.parametrize("one", [*all_measures(), *scored_only()], ids=lambda one: one.code)
def test_show_explains_every_measure(pairwell, one):
    code, out, err = pairwell("show", one.code)
    assert (code, err) == (0, "")
    assert one.citation in out
    assert all(cut.source in out for cut in one.cut_offs)
    assert json.loads(pairwell("show", one.code, "--json")[1])["code"] == one.code


def test_show_of_an_unknown_measure_names_the_known_ones(pairwell):
    code, out, err = pairwell("show", "moods")
    assert (code, out) == (1, "")
    assert 'There is no measure "moods". Choose one of: phq2,' in err


def test_check_tells_mistakes_by_file_and_line(pairwell):
    Path("mood.toml").write_text('code = "mood"\n', encoding="utf-8")
    code, out, err = pairwell("check", "mood.toml")
    assert (code, out) == (1, "")
    assert "mood.toml:1: version: is missing" in err.splitlines()


def test_check_of_a_file_that_is_not_there_says_so(pairwell):
    code, _, err = pairwell("check", "nothing.toml")
    assert code == 1
    assert "nothing.toml cannot be read" in err
