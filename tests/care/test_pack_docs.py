"""What docs/packs.md says a pack may hold is what the readers know."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from care import onboarding
from care.onboarding import NEEDED
from care.pack_table import PackTable
from care.packs import load_pack, parse_pack, read_pack
from care.setting_pack import ROLES
from matching.rules import LIMITS, TERMS, Rules
from matching.rules_table import read_table

PAPER = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
ENTRY = {"after", "remove"}
HEADINGS = {
    "Top of the file": "",
    "`[rhythm]`": "rhythm",
    "`[alerts]`": "alerts",
    "`[safety]`": "safety",
    "`[[stages]]`, `[[experiences]]`, `[[wishes]]` and each list in `[lists]`": "stages",
    "`[texts]`": "texts",
    "`[[consents]]`": "consents",
    "`[[checkins]]`": "checkins",
    "`[forms.service_user]`, `[forms.peer_worker]`, `[forms.coordinator]`": "forms.service_user",
    "`[[forms.ROLE.questions]]`": "forms.peer_worker.questions",
}


def section(heading):
    return re.split(r"^##", PAPER.split(f"### {heading}\n")[1], flags=re.MULTILINE)[0]


def documented(heading):
    rows = [line for line in section(heading).splitlines() if line.startswith("| `")]
    return {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.fixture
def known(monkeypatch):
    """Place of a table -> the keys that its reader asks for, gathered while a pack is read."""
    load_pack("perinatal")  # files of measures are read with it, once, by the same reader
    keys = defaultdict(set)
    finish = PackTable.finish

    def finish_and_tell(table):
        place = ".".join(part for part in table.path if isinstance(part, str))
        keys[place] |= table.asked
        finish(table)

    monkeypatch.setattr(PackTable, "finish", finish_and_tell)
    parse_pack('extends = "perinatal"', "mine.toml")
    return keys


@pytest.mark.parametrize("heading", HEADINGS)
def test_documented_keys_are_those_that_the_reader_knows(known, heading):
    place = HEADINGS[heading]
    coded = place in {"stages", "forms.peer_worker.questions"}
    assert documented(heading) == known[place] | (ENTRY if coded else set())


def test_documented_keys_of_matching_are_those_of_the_rules():
    _, problems = read_table({"nonsense": 1}, LIMITS, TERMS)
    told = problems[0].split("expected one of ")[1].split(", ")
    assert documented("`[matching]`") == set(told)


def test_every_limit_and_term_is_named():
    assert {
        word for word in (*LIMITS, *TERMS) if f"`{word}`" not in section("`[matching]`")
    } == set()


def test_every_needed_question_is_named_with_its_kind():
    rows = section("Questions with a meaning").splitlines()
    for role in ROLES:
        row = next(row for row in rows if row.startswith(f"| {role.replace('_', ' ')} |"))
        assert dict(re.findall(r"`(\w+)` (\w+)", row)) == NEEDED[role]


def test_every_question_that_counts_is_named():
    codes = [
        value.rstrip("_")
        for name, value in vars(onboarding).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str)
    ]
    named = section("Questions with a meaning")
    assert [code for code in codes if f"`{code}" not in named] == []


def test_example_is_a_whole_pack(tmp_path):
    file = tmp_path / "bereavement.toml"
    file.write_text(PAPER.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    pack = read_pack(file)
    assert load_pack("bereavement", tmp_path) == pack
    assert "who_died" in Rules.from_table(pack.matching).traits
    asked = [question.code for question in pack.service_user.questions]
    assert asked[asked.index("stage") + 1] == "who_died"
