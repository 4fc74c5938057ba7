import re

import pytest

from care.packs import bundled_codes, load_pack
from care.setting_pack import ROLES

BANNED = re.compile(
    r"\b(just|only|simply|don't worry|do not worry|at least|patients?|clients?|helpers?|mentors?"
    r"|admins?|service users?|symptoms?|disorders?|suffer\w*)\b",
    re.IGNORECASE,
)
NOT_PLAIN = re.compile("[\u2014\u2013\u2018\u201c\u2026\U0001f300-\U0001faff]")


def texts_of(pack):
    """Yield (place, text, most letters) for all that a person may read."""
    for role in ROLES:
        form = pack.form(role)
        yield f"{role}.intro", form.intro, 300
        for question in form.questions:
            place = f"{role}.{question.code}"
            named = {pack.texts.role_description, pack.texts.role_agreement}
            yield place, question.text, 700 if question.text in named else 300
            yield f"{place}.why", question.why, 300
    yield "below_age", pack.texts.below_age, 300
    yield "waiting", pack.texts.waiting, 300
    yield "introduction", pack.texts.introduction, 300
    yield "what_next", pack.texts.what_next, 300
    for n, prompt in enumerate(pack.texts.first_conversation):
        yield f"first_conversation.{n}", prompt, 300


ALL = [(code, *text) for code in bundled_codes() for text in texts_of(load_pack(code))]


def sentences(paragraph):
    return [s for s in re.split(r"(?<=[.?!:])\s+", paragraph) if s]


@pytest.mark.parametrize("pack", bundled_codes())
def test_texts_speak_as_the_bot_talks(pack):
    faults = []
    for code, place, text, most in ALL:
        if code != pack:
            continue
        if len(text) > most:
            faults.append((place, "long"))
        if text.count("?") > 1:
            faults.append((place, "two questions"))
        if BANNED.search(text) or NOT_PLAIN.search(text):
            faults.append((place, "banned word or sign"))
        for paragraph in text.split("\n\n"):
            found = sentences(paragraph)
            if len(found) > 3 and ":" not in paragraph:
                faults.append((place, "more than three sentences"))
            if any(len(sentence.split()) > 20 for sentence in found):
                faults.append((place, "long sentence"))
    assert faults == []


@pytest.mark.parametrize("pack", bundled_codes())
def test_labels_are_plain(pack):
    loaded = load_pack(pack)
    labels = [
        option.label
        for role in ROLES
        for question in loaded.form(role).questions
        for option in question.options
    ]
    assert [label for label in labels if NOT_PLAIN.search(label) or BANNED.search(label)] == []


@pytest.mark.parametrize("pack", bundled_codes())
def test_every_answer_asked_for_health_says_why(pack):
    asked = load_pack(pack).service_user
    silent = [q.code for q in asked.questions if not q.why and q.kind in {"text", "date", "number"}]
    assert silent == []
