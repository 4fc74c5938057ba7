"""What a programme says and plans in place of its pack."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.own_parts import (
    FIRST_OWN_VERSION,
    HOURS,
    OWN_TEXTS,
    OwnFault,
    OwnPartRefused,
    OwnParts,
    messages_of,
    read_own,
    text_faults,
    text_of,
    with_numbers,
    with_own,
    with_text,
    write_own,
)
from care.pack_bounds import RHYTHM
from care.packs import bundled_codes, load_pack

PACK = load_pack("perinatal")
NONE = OwnParts()


def consent_version(pack, kind, role="peer_worker"):
    return next(one.version for one in pack.consents if (one.kind, one.role) == (kind, role))


@pytest.mark.parametrize("code", bundled_codes())
def test_pack_of_a_programme_that_says_nothing_is_the_pack(code):
    assert with_own(load_pack(code), NONE) == load_pack(code)


@pytest.mark.parametrize("code", bundled_codes())
def test_words_of_every_pack_may_be_a_programmes_own(code):
    pack = load_pack(code)
    for name in OWN_TEXTS:
        if words := text_of(pack, name):
            assert text_faults(pack, name, words) == ()
            assert with_text(NONE, pack, name, words) == NONE


def test_own_words_stand_in_place_of_the_packs():
    words = "We ring you within two weeks."
    told = with_own(PACK, with_text(NONE, PACK, "waiting", words))
    assert told == replace(PACK, texts=replace(PACK.texts, waiting=words))


def test_own_words_are_asked_wherever_somebody_agrees_to_them():
    rules = "We are kind to each other."
    told = with_own(PACK, with_text(NONE, PACK, "role_agreement", rules))
    asked = [one.text for one in told.peer_worker.questions]
    assert rules in asked
    assert PACK.texts.role_agreement not in asked
    assert told.consents == PACK.consents  # nobody consents to ground rules; they are renewed


def test_own_role_is_consented_to_anew_and_the_packs_own_is_not_when_it_comes_back():
    first = with_text(NONE, PACK, "role_description", "You listen once a week.")
    second = with_text(first, PACK, "role_description", "You listen twice a week.")
    back = with_text(second, PACK, "role_description", "")
    versions = [consent_version(with_own(PACK, own), "role") for own in (NONE, first, second, back)]
    assert versions[0] == versions[3] == consent_version(PACK, "role")
    assert len(set(versions)) == 3
    assert min(versions[1:3]) >= FIRST_OWN_VERSION
    again = with_text(NONE, PACK, "role_description", "You listen once a week.")
    assert consent_version(with_own(PACK, again), "role") == versions[1]
    assert consent_version(with_own(PACK, first), "matching") == consent_version(PACK, "matching")


def test_prompts_have_an_empty_line_between():
    own = with_text(NONE, PACK, "first_conversation", "Say hello.\r\n\r\n\r\nAsk a little.\n")
    assert with_own(PACK, own).texts.first_conversation == ("Say hello.", "Ask a little.")
    assert messages_of("waiting", "One.\n\nTwo.") == ("One.\n\nTwo.",)


def test_own_hours_are_told_in_place_of_the_rota():
    own = with_text(NONE, PACK, HOURS, "We read from 9 to 5.")
    assert with_own(PACK, own).alerts == replace(PACK.alerts, hours="We read from 9 to 5.")


@pytest.mark.parametrize(
    ("name", "words", "fault"),
    [
        ("waiting", " \n ", OwnFault("empty")),
        ("waiting", "\u202e\u2800", OwnFault("empty")),
        ("waiting", "x" * 401, OwnFault("long", 400)),
        ("role_agreement", "x" * 1501, OwnFault("long", 1500)),
        (HOURS, "x" * 201, OwnFault("long", 200)),
        ("first_conversation", "Hello.\n\n" + "x" * 401, OwnFault("long", 400)),
        ("first_conversation", "Hello.\n\n" * 9, OwnFault("prompts", 8)),
        ("waiting", "<b>Wait</b> here.", OwnFault("markup")),
        ("waiting", "<img src=x onerror=alert(1)>", OwnFault("markup")),
        ("below_age", "You are too young.", OwnFault("age", 18)),
        ("title", "Other", OwnFault("unknown")),
    ],
)
def test_words_that_cannot_stand_are_refused(name, words, fault):
    with pytest.raises(OwnPartRefused) as refused:
        with_text(NONE, PACK, name, words)
    assert refused.value.fault == fault


def test_words_stay_when_the_pack_changes_and_it_is_seen_that_they_do_not_fit():
    own = with_text(NONE, PACK, "below_age", "For people aged 18 and over.")
    newer = replace(PACK, age_floor=16, version=2)
    assert with_own(newer, own).texts.below_age == "For people aged 18 and over."
    assert text_faults(newer, "below_age", own.texts["below_age"]) == (OwnFault("age", 16),)


def test_signs_smileys_and_other_directions_are_words_too():
    words = "\u0645\u0631\u062d\u0628\u0627 \U0001f600 3 < 4 & 5 > 4"
    assert with_text(NONE, PACK, "waiting", words).texts == {"waiting": words}


def test_own_numbers_are_those_that_differ():
    own = with_numbers(NONE, PACK, {"weeks": 8, "offer_hours": PACK.offer_hours})
    assert own == OwnParts(numbers={"weeks": 8})
    assert with_own(PACK, own) == replace(PACK, weeks=8)
    assert with_numbers(own, PACK, {}) == NONE


@pytest.mark.parametrize("name", RHYTHM)
def test_numbers_lie_within_the_bounds_of_a_pack(name):
    least, most = RHYTHM[name]
    for number in (least - 1, most + 1):
        with pytest.raises(OwnPartRefused):
            with_numbers(NONE, PACK, {name: number})


def test_what_is_no_number_of_a_rhythm_is_refused():
    with pytest.raises(OwnPartRefused):
        with_numbers(NONE, PACK, {"age_floor": 12})


def test_what_a_later_version_wrote_is_left_out():
    kept = '{"texts": {"waiting": "Wait.", "song": "La"}, "numbers": {"weeks": 8, "beers": 2}}'
    assert read_own(kept) == OwnParts({"waiting": "Wait."}, {"weeks": 8})
    assert read_own(None) == read_own("{}") == NONE


@settings(max_examples=60)
@given(st.sampled_from(sorted(OWN_TEXTS)), st.text(max_size=500))
def test_whatever_is_written_is_refused_or_kept_as_it_is_read(name, words):
    try:
        own = with_text(NONE, PACK, name, words)
    except OwnPartRefused:
        return
    assert read_own(write_own(own)) == own
    assert with_text(NONE, PACK, name, own.texts.get(name, "")) == own
    assert text_of(with_own(PACK, own), name) == (own.texts.get(name) or text_of(PACK, name))
