from importlib.resources import files

import pytest

from care.forms import Given
from care.measures import Score, as_form, score, scored_only
from care.measures.files import is_words_file, read_measure, read_words
from care.pack_problems import PackRefused
from tests.measure_files import MOOD


def words(**changed):
    """Made-up words for the EPDS: the real ones are not ours to print."""
    (epds,) = (one for one in scored_only() if one.code == "epds")
    head = {
        "measure": '"epds"',
        "language": '"en"',
        "source": '"Made up"',
        "author_line": '"Made up"',
    } | changed
    lines = [f"{key} = {value}" for key, value in head.items() if value]
    lines += ["[permission]", 'notice = "Given to us, 1 May 2026"', 'source = "Letter 12"']
    for n, item in enumerate(epds.items, 1):
        answers = ", ".join(f'"Answer {m} of {n}"' for m in range(1, 5))
        lines += ["[[items]]", f'code = "{item.code}"', f'text = "Question {n}"']
        lines += [f"answers = [{answers}]"]
    return "\n".join(lines)


def problems(read, text):
    with pytest.raises(PackRefused) as refused:
        read(text)
    return [str(problem) for problem in refused.value.problems]


def whole(text):
    return read_measure(text, "mood.toml")


def worded(text):
    return read_words(text, "epds.toml", scored_only())


def test_whole_measure_is_read_and_scored():
    mood = whole(MOOD)
    assert (mood.code, mood.least, mood.most) == ("mood", 0, 1)
    assert score(mood, {"now": Given(1)}) == Score(1, 1, complete=True)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('text = "How is your mood?"\n', "", ["mood.toml:25: items.1.text: is missing"]),
        ("points = 1\n", "points = -1\n",
         ["mood.toml:23: choices.2.points: a whole number from 0 to 100 is expected"]),
        ('code = "1"', 'code = "0"', ['mood.toml:1: "0" stands twice']),
        ("points = 1\n", "", ["mood.toml:16: choices: either every answer has points or none has"]),
        ('title = "Mood"', 'titel = "Mood"', [
            "mood.toml:1: title: is missing",
        ]),
        ("version = 1", "version = ",
         ["mood.toml:2: not TOML: Invalid value (at line 2, column 11)"]),
        ('short = "Now"', 'short = "A name that is much too long for it"',
         ["mood.toml:27: items.1.short: 35 letters, at most 24 are allowed"]),
    ],
)  # fmt: skip
def test_bad_measure_is_refused_by_line_and_reason(old, new, expected):
    assert old in MOOD
    assert problems(whole, MOOD.replace(old, new, 1))[: len(expected)] == expected


def test_threshold_outside_the_range_is_refused():
    text = f'{MOOD}[[cut_offs]]\ncode = "low"\nside = "at_most"\ntotal = 7\nsource = "Us"\n'
    assert problems(whole, text) == ["mood.toml:29: cut_offs: 1: a total from 0 to 1 is expected"]


def test_markup_in_a_text_is_shown_as_it_stands():
    mood = whole(MOOD.replace("How is your mood?", "<b>How</b> is & your mood?"))
    assert as_form(mood).questions[0].text == "<b>How</b> is & your mood?"


def test_words_make_a_scored_measure_one_that_can_be_asked():
    epds = worded(words())
    assert not epds.needs_text
    assert as_form(epds).questions[0].text == "Question 1"
    assert epds.items[9].fine == frozenset({"a4"})
    assert (epds.licence.kind, epds.licence.source) == ("permission", "Letter 12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (words(measure='"who5"'),
         ["epds.toml:1: measure: one of "
          + ", ".join(one.code for one in scored_only()) + " is expected"]),
        (words(author_line=""), ["epds.toml:1: author_line: is missing"]),
        (words().replace('notice = "Given to us, 1 May 2026"\n', ""),
         ["epds.toml:5: permission.notice: is missing"]),
        (words().replace('code = "enjoy"', 'code = "laugh"'), [
            ("epds.toml:8: items: the items are, in this order: laugh, enjoy, blame, anxious, "
             "scared, coping, sleep, sad, crying, harm")]),
        (words().replace(', "Answer 4 of 2"', ""),
         ["epds.toml:15: items.2.answers: 4 answers are expected, in the published order"]),
    ],
)  # fmt: skip
def test_bad_words_are_refused_by_line_and_reason(text, expected):
    assert problems(worded, text)[: len(expected)] == expected


def test_words_file_is_told_from_a_whole_measure():
    assert (is_words_file(words()), is_words_file(MOOD), is_words_file("= 1")) == (
        True, False, False
    )  # fmt: skip


def test_every_file_of_foreign_words_says_that_our_licence_does_not_cover_it():
    for entry in (files("care") / "measures" / "content").iterdir():
        assert entry.read_text(encoding="utf-8").startswith("# Not under Pairwell's licence"), entry
