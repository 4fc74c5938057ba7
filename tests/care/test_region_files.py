"""A programme's own region: read from its folder, refused by line, explained in docs/regions.md."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from care.pack_problems import PackRefused
from care.pack_table import PackTable
from care.packs import load_pack, read_pack
from care.region_files import all_region_codes, read_region_file, region
from care.regions import HelpLine, RegionPack, RegionUnknownError, urgent_help_text

PAPER = (Path(__file__).parents[2] / "docs" / "regions.md").read_text(encoding="utf-8")
EXAMPLE = PAPER.split("```toml\n")[1].split("```")[0]
CODE = "new_zealand"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "regions").mkdir()
    return tmp_path


def put(folder, text, code=CODE):
    file = folder / "regions" / f"{code}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def line_with(text, part):
    return next((n for n, line in enumerate(text.splitlines(), 1) if part in line), 1)


def test_region_of_a_programme_is_read_whole(folder):
    put(folder, EXAMPLE)
    assert region(CODE, folder) == RegionPack(
        code=CODE,
        title="New Zealand",
        danger=(
            "If you or someone else is in danger now, call 111 or go to an emergency department."
        ),
        perinatal=(
            "After a birth: if you see or hear things, feel very unlike yourself, or think of "
            "harming yourself or your baby, get help now. Call 111."
        ),
        lines=(
            HelpLine(
                "Need to talk",
                "call",
                "1737",
                "day and night",
                "https://1737.org.nz",
                "free, or text it",
            ),
        ),
        owner="Kim Example",
        last_checked=date(2026, 11, 25),
        checked_how="an example: nobody called these numbers",
        unverified=("A perinatal mental health line",),
    )
    assert CODE in all_region_codes(folder)
    with pytest.raises(RegionUnknownError):
        region(CODE)


def test_region_of_a_programme_comes_before_the_bundled_one(folder):
    put(folder, EXAMPLE.replace(CODE, "england"), "england")
    assert region("england", folder).owner == "Kim Example"
    assert region("england").owner == "not yet named"


def test_region_that_was_changed_counts_at_once(folder):
    put(folder, EXAMPLE)
    region(CODE, folder)
    put(folder, EXAMPLE.replace('number = "1737"', 'number = "1738"'))
    assert "call 1738" in urgent_help_text(region(CODE, folder))


def test_pack_may_name_a_region_of_its_folder(folder):
    put(folder, EXAMPLE)
    pack = folder / "mine.toml"
    pack.write_text(f'extends = "perinatal"\ncode = "mine"\nregion = "{CODE}"\n', encoding="utf-8")
    with pytest.raises(PackRefused, match=r"lists.settings|trained"):
        read_pack(pack)
    pack = folder / "perinatal.toml"
    pack.write_text(f'extends = "perinatal"\nregion = "{CODE}"\n', encoding="utf-8")
    assert load_pack("perinatal", folder).region == CODE


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('owner = "Kim Example"\n', "", "owner: is missing"),
        (
            'owner = "Kim Example"',
            'owner = "not yet named"',
            "owner: the name of the person who answers for these numbers is expected",
        ),
        ("last_checked = 2026-11-25\n", "", "last_checked: is missing"),
        (
            "last_checked = 2026-11-25",
            'last_checked = "2026-11-25"',
            "last_checked: a date such as 2026-11-25 is expected, without quotation marks",
        ),
        (
            f'code = "{CODE}"',
            'code = "zealand"',
            f'code: "{CODE}" is expected, as the file is called',
        ),
        ('how = "call"', 'how = "fax"', "lines.1.how: one of call, text is expected"),
        (
            'number = "1737"',
            'number = "one"',
            "lines.1.number: a number is expected, written as it is dialled",
        ),
        ('source = "https://1737.org.nz"\n', "", "lines.1.source: is missing"),
        ('title = "New Zealand"', 'titel = "x"', "title: is missing"),
        (
            'label = "Need to talk"',
            'label = "<b>Need</b>"',
            "plain words are expected: no links, no signs such as < > * _",
        ),
        (
            'label = "Need to talk"',
            'label = "Need\\u202e to talk"',
            "lines.1.label: a text is expected, without hidden letters",
        ),
    ],
)
def test_bad_region_is_refused_by_line_and_reason(folder, old, new, reason):
    assert EXAMPLE.count(old) == 1
    text = EXAMPLE.replace(old, new)
    file = put(folder, text)
    with pytest.raises(PackRefused) as refused:
        region(CODE, folder)
    part = new if new and "plain words" not in reason and "missing" not in reason else "[nothing]"
    if reason.startswith("lines.1.source"):
        part = "[[lines]]"
    expected = f"{file}:{line_with(text, part)}: {reason}"
    assert expected in str(refused.value).splitlines()


def test_region_without_any_number_is_refused(folder):
    file = put(folder, EXAMPLE.split("[[lines]]")[0])
    with pytest.raises(PackRefused, match="lines: is missing"):
        read_region_file(file)


def test_region_whose_text_is_no_single_screen_is_refused(folder):
    line = "[[lines]]" + EXAMPLE.split("[[lines]]")[1]
    file = put(folder, EXAMPLE + line * 12)
    with pytest.raises(PackRefused, match=r":1: \d+ letters in all, fewer than 900 are allowed"):
        read_region_file(file)


@pytest.mark.parametrize(("content", "line"), [(b"\xff\xfe", 1), (b'code = "x"\ntitle = =\n', 2)])
def test_region_that_is_no_toml_is_refused_by_line(folder, content, line):
    file = folder / "regions" / f"{CODE}.toml"
    file.write_bytes(content)
    with pytest.raises(PackRefused, match=rf"{CODE}\.toml:{line}: "):
        region(CODE, folder)


@pytest.mark.parametrize("name", ["../secret", "New", "a b", "", "e" * 60])
def test_region_codes_lead_out_of_no_folder(folder, name):
    with pytest.raises(RegionUnknownError):
        region(name, folder)


@pytest.fixture
def known(monkeypatch, folder):
    """Place of a table -> the keys that its reader asks for."""
    keys = defaultdict(set)
    finish = PackTable.finish

    def finish_and_tell(table):
        keys[".".join(part for part in table.path if isinstance(part, str))] |= table.asked
        finish(table)

    monkeypatch.setattr(PackTable, "finish", finish_and_tell)
    read_region_file(put(folder, EXAMPLE))
    return keys


def test_documented_keys_are_those_that_the_reader_knows(known):
    row = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
    whole, lines = (set(row.findall(part)) for part in PAPER.split("In each"))
    assert {"": whole, "lines": lines} == known
