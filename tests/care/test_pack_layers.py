from importlib.resources import files

import pytest

from care.packs import PackRefused, load_pack, parse_pack, read_pack

MINE = """\
extends = "perinatal"
version = 2

[rhythm]
weeks = 10

[[stages]]
code = "third_year"
label = "Child is 2 to 3"
after = "second_year"

[lists]
languages = [{ code = "tigrinya", label = "Tigrinya" }, { code = "welsh", remove = true }]

[[forms.service_user.questions]]
code = "due_date"
remove = true

[[forms.service_user.questions]]
code = "name"
text = "Which name shall we use?"

[[forms.service_user.questions]]
code = "place"
kind = "text"
text = "Which children's centre is near you?"
short = "Near you"
after = "time_zone"
"""


def refusal(text, folder=None):
    with pytest.raises(PackRefused) as refused:
        parse_pack(text, "mine.toml", folder)
    return str(refused.value).splitlines()


def codes(options):
    return [option.code for option in options]


def test_pack_that_extends_another_says_what_differs():
    mine, theirs = parse_pack(MINE, "mine.toml"), load_pack("perinatal")
    assert (mine.code, mine.version, mine.weeks) == ("perinatal", 2, 10)
    assert mine.offer_hours == theirs.offer_hours
    assert codes(mine.stages) == ["pregnancy", "first_year", "second_year", "third_year", "loss"]
    asked = mine.service_user
    assert asked.question("name").text == "Which name shall we use?"
    assert asked.question("name").why == theirs.service_user.question("name").why
    languages = codes(asked.question("languages").options)
    assert (languages[-1], "welsh" in languages) == ("tigrinya", False)
    assert mine.peer_worker.question("name") == theirs.peer_worker.question("name")


def test_questions_are_added_where_they_belong_and_removed():
    before = codes(load_pack("perinatal").service_user.questions)
    after = codes(parse_pack(MINE, "mine.toml").service_user.questions)
    before.remove("due_date")
    before.insert(before.index("time_zone") + 1, "place")
    assert after == before


def test_known_question_is_moved_by_after():
    moved = '[[forms.service_user.questions]]\ncode = "hours"\nafter = "time_zone"\n'
    asked = codes(parse_pack(f'extends = "perinatal"\n{moved}', "mine.toml").service_user.questions)
    assert asked[asked.index("time_zone") + 1] == "hours"
    assert asked.count("hours") == 1


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        ('code = "nobody"\nremove = true', 5, 'remove: there is no "nobody" to remove'),
        (
            'code = "name"\ntext = "Who?"\nremove = true',
            6,
            "remove: remove = true stands alone with the code",
        ),
        ('code = "name"\nremove = false', 5, "remove: remove = true stands alone with the code"),
        ('code = "name"\nafter = "nobody"', 5, 'after: there is no "nobody" to stand after'),
        (
            'code = "name"\ntext = ""',
            5,
            "forms.service_user.questions.name.text: a text is expected, without hidden letters",
        ),
        (
            'code = "place"\nkind = "text"\nshort = "Near you"',
            3,
            "forms.service_user.questions.place.text: is missing",
        ),
    ],
)
def test_bad_change_is_refused_by_its_own_line(change, line, reason):
    text = f'extends = "perinatal"\n\n[[forms.service_user.questions]]\n{change}\n'
    assert f"mine.toml:{line}: {reason}" in refusal(text)


def test_what_is_wrong_in_the_extended_file_is_told_by_its_line(tmp_path):
    text = (files("care") / "packs" / "perinatal.toml").read_text(encoding="utf-8")
    shared = tmp_path / "shared.toml"
    shared.write_text(text.replace("offer_hours = 48", "offer_hours = 0"), encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "offer_hours" in one)
    reason = "rhythm.offer_hours: a whole number from 1 to 336 is expected"
    found = refusal('extends = "shared"\n[rhythm]\nweeks = 0\n', tmp_path)
    assert found == [
        "mine.toml:3: rhythm.weeks: a whole number from 1 to 104 is expected",
        f"{shared}:{line}: {reason}",
    ]


@pytest.mark.parametrize("code", ['"nothing"', '"../perinatal"', "3"])
def test_unknown_pack_cannot_be_extended(code):
    found = refusal(f"extends = {code}\n")
    assert found[0].startswith("mine.toml:1: extends: another pack is expected, one of ")


def test_pack_of_a_folder_may_extend_the_bundled_one_of_its_own_name(tmp_path):
    mine = tmp_path / "perinatal.toml"
    mine.write_text('extends = "perinatal"\n[rhythm]\nweeks = 8\n', encoding="utf-8")
    assert read_pack(mine).weeks == 8


def test_packs_that_extend_each_other_in_a_circle_are_refused(tmp_path):
    (tmp_path / "one.toml").write_text('extends = "two"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text('extends = "one"\n', encoding="utf-8")
    with pytest.raises(PackRefused, match=r"two\.toml:1: extends: another pack is expected"):
        read_pack(tmp_path / "one.toml")


def test_extended_file_that_is_no_toml_is_told_by_its_own_name(tmp_path):
    (tmp_path / "two.toml").write_text("= 1\n", encoding="utf-8")
    found = refusal('extends = "two"\n', tmp_path)
    assert found[0].startswith(f"{tmp_path / 'two.toml'}:1: not TOML: ")
