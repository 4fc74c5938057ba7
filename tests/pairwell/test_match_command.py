import csv
import json

import pytest
import typer
from typer.testing import CliRunner

from matching.errors import FileRefused, PinRefused
from pairwell.errors import BadRequest
from pairwell.match_command import match

DAY = ("--today", "2026-11-25")


@pytest.fixture
def command():
    app = typer.Typer()
    app.command()(match)

    def run(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def files(command, tmp_path):
    """The example files, made by the command itself."""
    assert command("--example", tmp_path).exit_code == 0
    return tmp_path / "people.csv", tmp_path / "peers.csv"


def test_match_places_the_example_and_writes_everything(command, files, tmp_path):
    out, pairs = tmp_path / "out.json", tmp_path / "pairs.csv"
    result = command(*files, *DAY, "-o", out, "--pairs-out", pairs)
    assert result.exit_code == 0
    assert "Placed 3 of 5 people; 4 places were free." in result.stdout
    report = json.loads(out.read_text(encoding="utf-8"))
    assert [(pair["person"], pair["peer_worker"]) for pair in report["pairs"]] == [
        ("u1", "p1"),
        ("u2", "p2"),
        ("u3", "p3"),
    ]
    assert report["certificate"]["gap"] == 0
    with pairs.open(encoding="utf-8", newline="") as file:
        rows = {(row["person"], row["peer_worker"]): row["fit"] for row in csv.DictReader(file)}
    assert rows == {
        ("u1", "p1"): "97500",
        ("u2", "p2"): "100000",
        ("u3", "p3"): "100000",
        ("u5", "p1"): "75840",
    }


def test_match_prints_json_for_a_script(command, files):
    result = command(*files, *DAY, "--json")
    report = json.loads(result.stdout)
    assert report["totals"] == {
        "waiting": 5,
        "places": 4,
        "placed": 3,
        "fit": 297500,
        "allowed_pairs": 4,
    }
    assert [left["person"] for left in report["left_out"]] == ["u4", "u5"]
    assert report["left_out"][1]["full"] == {"p1": ["u1"]}


def test_match_writes_a_sheet_with_a_row_for_everybody(command, files, tmp_path):
    out = tmp_path / "out.csv"
    command(*files, *DAY, "-o", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = [(row["person"], row["peer_worker"]) for row in csv.DictReader(file)]
    assert rows == [("u1", "p1"), ("u2", "p2"), ("u3", "p3"), ("u4", ""), ("u5", "")]


def test_match_keeps_pins_and_bans(command, files, tmp_path):
    pins, bans = tmp_path / "pins.csv", tmp_path / "bans.csv"
    pins.write_text("person,peer_worker\nu5,p1\n", encoding="utf-8")
    bans.write_text("person,peer_worker\nu2,p2\n", encoding="utf-8")
    result = command(*files, *DAY, "--json", "--pins", pins, "--bans", bans)
    pairs = json.loads(result.stdout)["pairs"]
    assert [(pair["person"], pair["peer_worker"]) for pair in pairs] == [("u5", "p1"), ("u3", "p3")]


def test_match_refuses_a_pin_that_breaks_a_limit(command, files, tmp_path):
    pins = tmp_path / "pins.csv"
    pins.write_text("person,peer_worker\nu4,p1\n", encoding="utf-8")
    refusal = command(*files, *DAY, "--pins", pins).exception
    assert isinstance(refusal, PinRefused)
    assert "pin u4 with p1: They share no language" in str(refusal)


def test_match_explains_one_person(command, files):
    stdout = command(*files, *DAY, "--explain", "u5").stdout
    assert "u5: 1 peer workers with a free place suit." in stdout
    assert "Both know a hard or scary birth." in stdout
    assert "Ruled out: hours 2" in stdout


def test_match_refuses_to_explain_a_stranger(command, files):
    refusal = command(*files, *DAY, "--explain", "nobody").exception
    assert isinstance(refusal, BadRequest)


def test_match_takes_the_other_policy(command, files):
    report = json.loads(command(*files, *DAY, "--json", "--policy", "best-fit").stdout)
    assert report["policy"] == "best-fit"


def test_match_tells_what_is_wrong_in_a_file(command, files, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(files[0].read_text(encoding="utf-8").replace(",31,", ",old,"), encoding="utf-8")
    refusal = command(bad, files[1], *DAY).exception
    assert isinstance(refusal, FileRefused)
    assert refusal.problems == (
        "bad.csv row 2, column age: found 'old', expected a whole number 10 to 120",
    )


def test_match_without_files_is_wrong_usage(command):
    assert command().exit_code == 2


def test_match_with_an_unknown_policy_is_wrong_usage(command, files):
    assert command(*files, "--policy", "quickest").exit_code == 2


def test_match_refuses_a_file_that_is_not_there(command, files, tmp_path):
    refusal = command(tmp_path / "none.csv", files[1]).exception
    assert isinstance(refusal, BadRequest)


def test_match_does_not_write_over_an_example(command, files):
    refusal = command("--example", files[0].parent).exception
    assert isinstance(refusal, BadRequest)
