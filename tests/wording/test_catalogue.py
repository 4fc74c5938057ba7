import logging

import pytest

from wording.catalogue import Catalogue
from wording.errors import BadCatalogue

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
EN = """
msgid "waiting.list"
msgstr "You are on the list, {name}."

msgctxt "safety"
msgid "urgent.help"
msgstr "In danger now: call 999."

msgid "waiting.weeks"
msgid_plural "waiting.weeks"
msgstr[0] "{n} week"
msgstr[1] "{n} weeks"
"""
PT = """
msgid "waiting.list"
msgstr "{name}, você está na lista."

msgid "How was your week?"
msgstr "Como foi a sua semana?"

msgid "waiting.weeks"
msgid_plural "waiting.weeks"
msgstr[0] ""
msgstr[1] ""
"""


def write(path, entries):
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + entries, encoding="utf-8")


def catalogue(tmp_path, *, strict=True, en=EN, pt=PT):
    write(tmp_path / "en" / "bot.po", en)
    write(tmp_path / "pt" / "bot.po", pt)
    return Catalogue.read(tmp_path, fallback="Call 999.", strict=strict)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You are on the list, Ada."),
        ("pt", "Ada, você está na lista."),
        ("pt-br", "Ada, você está na lista."),
        ("pt_BR", "Ada, você está na lista."),
        ("xx", "You are on the list, Ada."),
    ],
)
def test_say_uses_the_nearest_language(tmp_path, language, said):
    assert catalogue(tmp_path).say("waiting.list", {"name": "Ada"}, language) == said


@pytest.mark.parametrize(("n", "said"), [(1, "1 week"), (2, "2 weeks"), (0, "0 weeks")])
def test_say_chooses_the_plural_by_n(tmp_path, n, said):
    assert catalogue(tmp_path).say("waiting.weeks", {"n": n}, "en") == said


def test_untranslated_entry_falls_back_on_english(tmp_path):
    assert catalogue(tmp_path).say("waiting.weeks", {"n": 2}, "pt") == "2 weeks"


def test_values_are_put_in_as_they_are(tmp_path):
    name = "{n} {0.__class__}"
    said = catalogue(tmp_path).say("waiting.list", {"name": name}, "en")
    assert said == f"You are on the list, {name}."


def test_missing_key_is_an_error_when_strict(tmp_path):
    with pytest.raises(KeyError, match=r"no\.such"):
        catalogue(tmp_path).say("no.such")


def test_missing_parameter_is_an_error_when_strict(tmp_path):
    with pytest.raises(KeyError, match="name"):
        catalogue(tmp_path).say("waiting.list")


def test_missing_key_gives_the_fallback_in_production(tmp_path, caplog):
    with caplog.at_level(logging.ERROR):
        assert catalogue(tmp_path, strict=False).say("no.such") == "Call 999."
    assert caplog.records[0].text_key == "no.such"


def test_missing_parameter_leaves_a_gap_in_production(tmp_path):
    said = catalogue(tmp_path, strict=False).say("waiting.list")
    assert said == "You are on the list, …."


def test_words_are_translated_where_there_is_a_translation(tmp_path):
    said = catalogue(tmp_path)
    assert said.say_words("How was your week?", "pt-br") == "Como foi a sua semana?"
    assert said.say_words("How was your week?", "en") == "How was your week?"
    assert said.say_words("Other {words}", "pt") == "Other {words}"


@pytest.mark.parametrize("place", ["{a.b}", "{a[0]}", "{}", "{0}", "{a!r}", "{a:>9}", "{", "}"])
def test_catalogue_with_an_unsafe_place_is_refused(tmp_path, place):
    bad = f'\nmsgid "bad.place"\nmsgstr "x {place}"\n'
    with pytest.raises(BadCatalogue, match=r"bot\.po: bad\.place"):
        catalogue(tmp_path, en=bad)


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [
        ("Ada", "en", "You are on the list, Ada."),
        ("عبير", "en", "You are on the list, \u2068عبير\u2069."),
        ("Ada", "ar", "You are on the list, \u2068Ada\u2069."),
        ("https://t.me/x", "ar", "You are on the list, https://t.me/x."),
    ],
)
def test_name_of_the_other_direction_is_isolated(tmp_path, value, language, said):
    assert catalogue(tmp_path).say("waiting.list", {"name": value}, language) == said


def test_files_of_a_language_are_one_catalogue(tmp_path):
    write(tmp_path / "en" / "console.po", 'msgid "page.title"\nmsgstr "Today"\n')
    assert catalogue(tmp_path).say("page.title") == "Today"
    assert catalogue(tmp_path).say("waiting.list", {"name": "Ada"}) == "You are on the list, Ada."


def test_a_key_in_two_files_is_refused(tmp_path):
    write(tmp_path / "en" / "console.po", 'msgid "waiting.list"\nmsgstr "Waiting"\n')
    with pytest.raises(BadCatalogue, match=r"console\.po: waiting\.list stands in another"):
        catalogue(tmp_path)
