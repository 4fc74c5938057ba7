from dataclasses import replace
from datetime import timedelta

import pytest

import flows.programmes
from care.questions import Option, Question
from care.stored_answers import encode
from db.answers import Answer, FormSession
from db.consents import Consent
from db.memberships import Membership
from db.people import Person
from tests.flows.people import (
    JOSIE,
    PACK,
    Someone,
    answers_of,
    begun,
    change,
    join,
    pairing_state,
    row,
    rows,
)
from tests.journeys import finish_form

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

STALE = "That question is done. Here is where you are now."
FORM = PACK.service_user
EMOJI = "\U0001f600" * 4096


@pytest.fixture
async def at_stage(stage):
    """Josie is asked where she is now: one choice, by button."""
    return await begun(stage, JOSIE, "stage")


def asks(someone, code):
    return FORM.question(code).text in someone.text


@pytest.mark.both_databases
async def test_two_presses_of_one_button_have_one_effect(stage, at_stage):
    josie = at_stage
    pressed = josie.data("Baby is under 1")
    await josie.press(pressed, josie.phone.last.id)
    answers = await answers_of(stage, josie)
    await josie.press(pressed, josie.phone.last.id)
    assert await answers_of(stage, josie) == answers
    assert asks(josie, "birth_date")
    assert josie.text.startswith(STALE)


@pytest.mark.both_databases
async def test_send_pressed_twice_sends_once(stage, josie):
    await josie.type("/mydata")
    await josie.tap("My answers")
    await josie.tap("Look at my answers")
    send = josie.data("Send my answers")
    await josie.press(send)
    await josie.press(send)
    assert josie.notice == "You have sent these answers already. You can change them with /mydata."
    saved = [t for t in josie.texts if t.startswith("Saved. Your new answers count")]
    assert len(saved) == 1
    assert josie.text.startswith("You are on the waiting list.")
    assert (await row(stage, Membership)).stage == "waiting"


async def test_button_of_an_earlier_question_shows_the_open_one(stage, at_stage):
    josie = at_stage
    old = josie.data("Pregnancy")
    await josie.tap("Baby is under 1")
    await josie.press(old)
    assert josie.text.startswith(STALE)
    assert asks(josie, "birth_date")
    assert (await answers_of(stage, josie))["stage"] == encode("first_year")


async def test_button_of_somebody_elses_form_shows_nothing_of_it(stage, at_stage, anna):
    form = await row(stage, FormSession, person_id=at_stage.person_id)
    before = await answers_of(stage, at_stage)
    for verb in ("q", "qd", "qs", "qb", "ql", "qr", "qf", "qm", "qc"):
        await anna.press(f"{verb}:{form.id}:x")
        assert anna.notice == "This is not open any more. Here is where you are."
    assert [t for t in anna.texts if not t.startswith("You are on the waiting list.")] == []
    assert await answers_of(stage, at_stage) == before
    assert (await row(stage, FormSession, id=form.id)).at == "stage"


async def test_data_that_no_button_of_ours_has(at_stage):
    for data in ("", "q", "q:\x00:x", "q:\ud800:x", "q:%27:x", "zz:zz:zz", ":" * 64):
        await at_stage.press(data)
        assert at_stage.text == "You stopped half-way. Everything you told us is saved."


async def test_text_where_a_button_is_expected(stage, at_stage):
    josie = at_stage
    for text in ("somewhere", EMOJI, "\x00", "\ud800", "\u202e1 rednu si ybaB", "9" * 300):
        await josie.type(text)
        assert josie.text.startswith("Please choose one of these.")
        assert asks(josie, "stage")
    await josie.type("baby is UNDER 1")
    assert (await answers_of(stage, josie))["stage"] == encode("first_year")


@pytest.mark.both_databases
async def test_odd_signs_in_a_name(stage):
    josie = await begun(stage, JOSIE, "name")
    await josie.type(EMOJI)
    assert josie.text.startswith("That is 4096 letters long. There is room for 40.")
    for nothing in ("\x00", "\ud800\udfff", "\u202e\u202e", "   "):
        await josie.type(nothing)
        assert asks(josie, "name")
    await josie.type("\u202eJo\x00s\ud800ie")
    assert (await answers_of(stage, josie))["name"] == encode("Josie")


MESSAGES = {
    "photo": {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
    "contact": {"contact": {"phone_number": "1", "first_name": "x"}},
    "location": {"location": {"latitude": 1.0, "longitude": 1.0}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "sticker": {
        "sticker": {
            "file_id": "f",
            "file_unique_id": "u",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "forwarded": {
        "text": "Baby is under 1",
        "forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "Somebody"},
    },
    "unheard of": {"new_kind": {}},
}


async def test_message_that_is_no_answer_in_the_middle_of_a_form(stage, at_stage):
    josie = at_stage
    before = await answers_of(stage, josie)
    for content in MESSAGES.values():
        await josie.send(**content)
        assert josie.text.startswith("That kind of message is no answer here.")
        assert asks(josie, "stage")
    assert await answers_of(stage, josie) == before


async def test_edited_answer_changes_nothing_and_says_how_to(stage):
    josie = await begun(stage, JOSIE, "name")
    sent = await josie.send(text="Jo")
    await stage.edit(josie.id, sent, text="Josephine")
    assert josie.text.startswith("We keep the answer that you sent first. To change it, tap Back.")
    assert (await answers_of(stage, josie))["name"] == encode("Jo")
    await josie.tap("Back")
    await josie.type("Josephine")
    assert (await answers_of(stage, josie))["name"] == encode("Josephine")


async def test_back_and_skip(stage, at_stage):
    josie = at_stage
    await josie.tap("Baby is under 1")
    await josie.tap("Back")
    assert asks(josie, "stage")
    await josie.tap("Pregnancy")
    assert asks(josie, "due_date")
    await josie.tap("Skip")
    assert asks(josie, "parenthood")
    assert (await answers_of(stage, josie))["due_date"] is None


async def test_skip_of_a_question_that_must_be_answered(stage, at_stage):
    form = await row(stage, FormSession)
    await at_stage.press(f"qs:{form.id}:{at_stage.data('Pregnancy').split(':')[2].split('.')[0]}")
    assert at_stage.text.startswith(STALE)
    assert asks(at_stage, "stage")


async def test_save_for_later_and_go_on_after_days(stage, at_stage):
    josie = at_stage
    await josie.tap("Save for later")
    assert josie.text.startswith("Saved. You can go on whenever you like")
    await stage.advance(timedelta(days=9))
    await josie.type("/start")
    await josie.tap("Go on")
    assert asks(josie, "stage")


async def test_change_goes_back_to_the_list_of_answers(stage, josie):
    await josie.type("/mydata")
    await josie.tap("My answers")
    await josie.tap("Look at my answers")
    await josie.tap("Change an answer")
    await josie.tap("Where you are now")
    assert asks(josie, "stage")
    await josie.tap("Pregnancy")
    assert asks(josie, "due_date")
    await josie.type("1 March 2027")
    assert josie.text.startswith("Check your answers")
    assert "Due date: 1 March 2027" in josie.text
    assert "Date of birth of baby" not in josie.text
    await josie.tap("Send my answers")
    assert "Saved. Your new answers count from now on." in josie.texts
    assert (await row(stage, Membership)).stage == "waiting"


async def test_several_choices_with_own_words(stage):
    josie = await begun(stage, JOSIE, "languages")
    assert "That is all" not in josie.labels
    await josie.tap("English")
    await josie.tap("Polish")
    await josie.type("Kurdish and Welsh")
    given = (await answers_of(stage, josie))["languages"]
    assert given == encode(("english", "welsh", "polish", "own:Kurdish"))
    assert asks(josie, "time_zone")
    await josie.tap("Back")
    assert "\u2713 Kurdish" in josie.labels
    await josie.tap("\u2713 Kurdish")
    await josie.tap("\u2713 Polish")
    await josie.tap("That is all")
    assert (await answers_of(stage, josie))["languages"] == encode(("english", "welsh"))


async def test_choice_that_stands_alone(stage):
    josie = await begun(stage, JOSIE, "experiences")
    await josie.tap("A hard or scary birth")
    await josie.tap("None of these")
    await josie.tap("That is all")
    assert (await answers_of(stage, josie))["experiences"] == encode(("none",))


@pytest.mark.both_databases
async def test_too_young_keeps_nothing(stage):
    josie = Someone(stage, JOSIE)
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    for label in ("Start", "I understand", "I understand"):
        await josie.tap(label)
    old = [data for m in josie.phone.messages.values() for _, data in m.buttons]
    await josie.type("17")
    assert josie.text.startswith("This service is for people aged 18 and over, so we stop here.")
    assert josie.labels == ["Urgent help"]
    assert (await rows(stage, Answer), await rows(stage, FormSession)) == ([], [])
    assert (await row(stage, Membership)).stage == "left"
    for data in old:
        await josie.press(data)
    assert await rows(stage, FormSession) == []
    await stage.advance(timedelta(minutes=6))
    person = (await rows(stage, Person))[0]
    assert (person.telegram_hash, person.name_sealed) == (None, None)


@pytest.mark.both_databases
async def test_no_consent_keeps_nothing(stage):
    josie = await begun(stage, JOSIE, "consent_matching")
    await josie.tap("No, thank you")
    assert josie.text.startswith("That is fine. Without it we cannot look for a peer")
    assert (await rows(stage, Answer), await rows(stage, FormSession)) == ([], [])
    await stage.advance(timedelta(minutes=6))
    assert await rows(stage, Consent) == []
    assert (await row(stage, Person)).telegram_hash is None


@pytest.mark.both_databases
async def test_consent_taken_back_ends_the_pairing(stage, hannah, josie, paired):
    await josie.type("/mydata")
    await josie.tap("My answers")
    await josie.tap("Look at my answers")
    form = await row(stage, FormSession, membership_id=josie.membership_id)
    await change(stage, FormSession, form.id, at="consent_matching")
    await josie.press(f"qr:{form.id}:")
    await josie.tap("No, thank you")
    assert hannah.text == "Josie has left, so your conversation has ended. It is not about you."
    assert await pairing_state(stage, paired) == "ended"
    assert await answers_of(stage, josie) == {}


async def test_no_consent_in_one_role_leaves_the_other_alone(stage, sam):
    await stage.programme("Second")
    also = await join(
        stage, sam.id, "service_user", "Sam", at="onboarding", within="Second", until="age"
    )
    await also.type("/menu")
    form = await row(stage, FormSession, membership_id=also.membership_id)
    await also.press(f"qr:{form.id}:")
    await also.type("12")
    assert also.text.startswith("This service is for people aged 18 and over")
    await stage.advance(timedelta(minutes=6))
    assert (await row(stage, Person)).erased_at is None
    assert (await row(stage, Membership, id=sam.membership_id)).stage == "active"
    assert {f.membership_id for f in await rows(stage, FormSession)} == {sam.membership_id}


async def test_paused_peer_worker_who_changes_an_answer_stays_paused(stage):
    hannah = await join(stage, JOSIE, "peer_worker", "Hannah", at="paused")
    await hannah.type("/mydata")
    await hannah.tap("My answers")
    await hannah.tap("Look at my answers")
    await hannah.tap("Send my answers")
    assert hannah.text == "Saved. Your new answers count from now on."
    assert (await row(stage, Membership)).stage == "paused"


async def test_home_is_not_hidden_by_answers_being_changed(stage, sam):
    del stage
    await sam.type("/mydata")
    await sam.tap("My answers")
    await sam.type("/menu")
    assert "Some questions wait for your answer." in sam.text
    assert sam.labels[0] == "Go on"
    assert "Invite a service user" in sam.labels


def newer_pack():
    """The pack after a release: one question gone, one new, one option gone."""
    stage = FORM.question("stage")
    asked = [
        replace(stage, options=stage.options[2:]) if q.code == "stage" else q
        for q in FORM.questions
        if q.code != "privacy"
    ]
    asked.insert(
        3,
        Question("pet", "one", "Do you have a pet?", short="Pet", options=(Option("cat", "Cat"),)),
    )
    return replace(PACK, service_user=replace(FORM, version=2, questions=tuple(asked)))


@pytest.mark.both_databases
async def test_newer_form_in_the_middle_loses_nobody_and_no_answer(stage, at_stage, monkeypatch):
    josie = at_stage
    old = josie.data("Baby is under 1")
    before = await answers_of(stage, josie)
    newer = newer_pack()
    monkeypatch.setattr(flows.programmes, "load_pack", lambda *_: newer)
    await josie.press(old)
    assert josie.text.startswith(STALE)
    assert [label for label in josie.labels if "Baby" in label] == ["Baby is 1 to 2"]
    assert await answers_of(stage, josie) == before
    await finish_form(josie, newer.service_user)
    assert (await row(stage, Membership)).stage == "waiting"
    answers = await answers_of(stage, josie)
    assert before.items() <= answers.items()
    assert answers["pet"] is None
    assert (await row(stage, FormSession)).version == 2


async def test_newer_form_without_the_open_question_goes_on(stage, monkeypatch):
    josie = await begun(stage, JOSIE, "privacy")
    newer = newer_pack()
    monkeypatch.setattr(flows.programmes, "load_pack", lambda *_: newer)
    await josie.type("/menu")
    await josie.tap("Go on")
    assert asks(josie, "age")
