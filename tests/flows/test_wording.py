"""Every key that is said has wording, every wording is said, and all of it speaks plainly."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

import bot
import care
import flows
from care.measures import all_measures, as_form
from care.packs import bundled_codes, load_pack
from care.setting_pack import ROLES
from wording.catalogue import LOCALES, key_like, read_language

ROOMS = [Path(room.__file__).parent for room in (bot, care, flows)]
BUTTON_MOST = 30
BANNED = re.compile(
    r"\b(just|only|simply|don't worry|do not worry|at least|patients?|clients?|helpers?|mentors?"
    r"|admins?|symptoms?|disorders?|suffer\w*)\b",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2014]")
LISTS = {"help.coordinator", "help.peer_worker", "help.service_user"}


def wordings():
    """Key -> its forms, from the catalogue."""
    language = read_language(LOCALES / "en")
    return {key: w.forms for key, w in language.entries.items() if key_like(key)}


WORDINGS = wordings()


def strings_of(path):
    """Every string of a file: as it stands, or as a pattern where parts are put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+"
                for part in node.values
            )
            yield "".join(parts)


SOURCES = [path for room in ROOMS for path in sorted(room.rglob("*.py"))]
PATTERNS = {
    pattern
    for path in SOURCES
    for pattern in strings_of(path)
    if "." in pattern and len(pattern) < 120 and "\n" not in pattern
}


def said_keys(path):
    """The keys that a file says as they stand: arguments of `say`, `Refused` and their like."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {"say", "Refused", "Refusal", "AnswerRefused", "CloseRefused", "MoveRefused", "Text"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for option in options:
                if name in named and isinstance(option, ast.Constant) and "." in option.value:
                    yield option.value


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_key_said_has_wording(room):
    said = {key for path in room.rglob("*.py") for key in said_keys(path)}
    assert said - set(WORDINGS) == set()


def test_every_wording_is_said():
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(PATTERNS)))
    assert sorted(key for key in WORDINGS if not whole.fullmatch(key)) == []


def sentences(paragraph):
    return [s for s in re.split(r"(?<=[.?!:])\s+", paragraph) if s]


def faults_of(text, *, is_list=False):
    if text.count("?") > 1:
        yield "two questions"
    if BANNED.search(text):
        yield "banned word"
    if EMOJI.search(text):
        yield "emoji or dash"
    for paragraph in text.split("\n\n"):
        found = sentences(paragraph)
        if len(found) > 3 and not is_list:
            yield "more than three sentences"
        if not is_list and any(len(sentence.split()) > 20 for sentence in found):
            yield "long sentence"


def test_wording_speaks_as_the_bot_talks():
    faults = [
        (key, fault)
        for key, forms in WORDINGS.items()
        for form in forms
        for fault in faults_of(form, is_list=key in LISTS)
    ]
    assert faults == []


def test_buttons_are_short():
    buttons = {k: f for k, f in WORDINGS.items() if ".button." in k or "outcome." in k}
    long = [
        (key, form)
        for key, forms in buttons.items()
        for form in forms
        if len(form.replace("{n}", "9").format_map(defaultdict(lambda: "Josie"))) > BUTTON_MOST
    ]
    assert long == []


def test_labels_of_packs_and_our_measures_are_short():
    labels = [
        option.label
        for code in bundled_codes()
        for role in ROLES
        for question in load_pack(code).form(role).questions
        for option in question.options
    ]
    asked = [question for one in all_measures() for question in as_form(one).questions]
    labels += [o.label for question in asked if not question.listed for o in question.options]
    assert [label for label in labels if len(label) > BUTTON_MOST] == []


def test_our_own_measures_speak_as_the_bot_talks():
    own = [m for m in all_measures() if m.licence.kind == "ours"]
    texts = [text for m in own for text in (m.intro, *(item.text for item in m.items))]
    assert [(text, fault) for text in texts for fault in faults_of(text)] == []
