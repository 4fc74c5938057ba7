from dataclasses import replace

from care.consent import Consent, allows, missing
from care.packs import load_pack

PACK = load_pack("perinatal")
NEEDED, OPTIONAL, RESEARCH = (text for text in PACK.consents if text.role == "service_user")
AGREED = (Consent("matching", 1, agreed=True), Consent("checkins", 1, agreed=True))
DECLINED = Consent("checkins", 1, agreed=False)


def reworded(kind):
    consents = (replace(text, version=2) if text.kind == kind else text for text in PACK.consents)
    return replace(PACK, consents=tuple(consents))


def test_missing_is_everything_before_the_first_answer():
    assert missing((), PACK, "service_user") == (NEEDED, OPTIONAL)


def test_missing_is_nothing_once_all_is_agreed():
    assert missing(AGREED, PACK, "service_user") == ()


def test_missing_asks_an_optional_one_once():
    assert missing((AGREED[0], DECLINED), PACK, "service_user") == ()


def test_missing_keeps_a_needed_one_that_was_taken_back():
    assert missing((*AGREED, Consent("matching", 1, agreed=False)), PACK, "service_user") == (
        NEEDED,
    )


def test_missing_asks_again_when_the_words_changed():
    pack = reworded("checkins")
    assert missing(AGREED, pack, "service_user") == (replace(OPTIONAL, version=2),)
    assert missing((AGREED[0], DECLINED), pack, "service_user") == (replace(OPTIONAL, version=2),)


def test_missing_never_asks_about_research():
    assert RESEARCH.only_in_form
    assert missing(AGREED, reworded("research"), "service_user") == ()


def test_research_is_off_until_it_is_agreed_to_in_its_present_words():
    given = (*AGREED, Consent("research", 1, agreed=True))
    assert not allows(AGREED, PACK, "service_user", "research")
    assert allows(given, PACK, "service_user", "research")
    assert not allows(given, reworded("research"), "service_user", "research")


def test_missing_asks_nothing_of_a_role_without_consents():
    assert missing((), PACK, "coordinator") == ()


def test_allows_needs_a_yes_to_the_present_words():
    assert allows(AGREED, PACK, "service_user", "checkins")
    assert not allows((AGREED[0], DECLINED), PACK, "service_user", "checkins")
    assert not allows(AGREED, reworded("checkins"), "service_user", "checkins")
    assert not allows((), PACK, "service_user", "matching")
    assert not allows(AGREED, PACK, "service_user", "unknown")
