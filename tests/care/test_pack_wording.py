import pytest

from care.packs import bundled_codes, load_pack
from care.setting_pack import ROLES
from care.wording_hints import hints


def texts_of(pack):
    """Yield (place, text, whether it is agreed to) for all that a person may read."""
    for role in ROLES:
        form = pack.form(role)
        yield f"{role}.intro", form.intro, False
        for question in form.questions:
            place = f"{role}.{question.code}"
            named = {pack.texts.role_description, pack.texts.role_agreement}
            yield place, question.text, question.text in named
            yield f"{place}.why", question.why, False
    yield "below_age", pack.texts.below_age, False
    yield "waiting", pack.texts.waiting, False
    yield "introduction", pack.texts.introduction, False
    yield "what_next", pack.texts.what_next, False
    for n, prompt in enumerate(pack.texts.first_conversation):
        yield f"first_conversation.{n}", prompt, False


ALL = [(code, *text) for code in bundled_codes() for text in texts_of(load_pack(code))]


@pytest.mark.parametrize("pack", bundled_codes())
def test_texts_speak_as_the_bot_talks(pack):
    faults = [
        (place, found)
        for code, place, text, is_agreed in ALL
        if code == pack and (found := hints(text, is_agreed=is_agreed))
    ]
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
    assert [label for label in labels if hints(label)] == []


@pytest.mark.parametrize("pack", bundled_codes())
def test_every_answer_asked_for_health_says_why(pack):
    asked = load_pack(pack).service_user
    silent = [q.code for q in asked.questions if not q.why and q.kind in {"text", "date", "number"}]
    assert silent == []
