from datetime import timedelta

import pytest

from db.alerts import Alert
from db.answers import FormSession
from db.checkins import Checkin
from db.consents import Consent
from db.memberships import Membership
from db.pairings import Pairing
from flows.programmes import use_packs
from tests.flows.people import answers_of, change, join, pair, pairing_state, row, rows

ASKED_AGAIN = "The words of something that we ask you to agree to have changed."
KINDS = ("matching", "checkins")


@pytest.fixture
def reword(stage, tmp_path):
    """Publish a pack in which the words of some consents have a higher version."""

    async def publish(*changed):
        folder = tmp_path / "-".join(f"{role}.{kind}" for role, kind in changed)
        folder.mkdir()
        lines = ['extends = "perinatal"', 'code = "perinatal"']
        for role in ("service_user", "peer_worker"):
            for kind in KINDS:
                version = 2 if (role, kind) in changed else 1
                lines += ["[[consents]]", f'kind = "{kind}"', f'role = "{role}"']
                lines += [f'question = "consent_{kind}"', f"version = {version}"]
                lines += ["needed = true"] if kind == "matching" else []
        (folder / "perinatal.toml").write_text("\n".join(lines), encoding="utf-8")
        await use_packs(stage.database, folder)

    return publish


async def consents(stage, someone, kind):
    """(version, was given, stands) of each answer, the oldest first."""
    found = await rows(stage, Consent, person_id=someone.person_id, kind=kind)
    return [(c.version, c.given_at is not None, c.withdrawn_at is None) for c in found]


async def open_list(someone):
    await someone.type("/mydata")
    await someone.tap("What I agreed to")


async def test_consents_are_listed_with_their_own_words(josie):
    await open_list(josie)
    assert josie.labels[:3] == ["Keeping your answers", "Asking how you are", "Research"]
    assert josie.text.count("You agreed on 26 November 2026.") == 3
    await josie.tap("Asking how you are")
    assert "May we ask how you are now and then, with a few short questions?" in josie.text
    assert josie.labels == ["Take this back", "Back", "Urgent help"]
    await josie.tap("Back")
    assert josie.labels[:2] == ["Keeping your answers", "Asking how you are"]


async def test_check_ins_taken_back_stop_at_once_and_can_be_given_again(stage, josie, paired):
    del paired
    await stage.advance(timedelta(days=1, hours=1))
    open_checkin = await row(stage, Checkin, person_id=josie.person_id)
    await open_list(josie)
    await josie.tap("Asking how you are")
    await josie.tap("Take this back")
    assert josie.text.startswith("Done. We do not ask you how you are any more.")
    closed = await row(stage, Checkin, id=open_checkin.id)
    assert (closed.state, closed.reason) == ("skipped", "no_consent")
    assert (await answers_of(stage, josie))["consent_checkins"] == "false"
    said = len(josie.texts)
    for _ in range(15):
        await stage.advance(timedelta(days=1))
    assert [text for text in josie.texts[said:] if "short question" in text] == []
    await open_list(josie)
    assert "You took this back on 27 November 2026." in josie.text
    await josie.tap("Asking how you are")
    await josie.tap("I agree")
    assert await consents(stage, josie, "checkins") == [(1, True, False), (1, True, True)]
    assert (await answers_of(stage, josie))["consent_checkins"] == "true"
    said = len(josie.texts)
    for _ in range(8):
        await stage.advance(timedelta(days=1))
    assert [text for text in josie.texts[said:] if "short questions" in text]


async def test_check_ins_agreed_to_in_a_running_pair_begin(stage, sam, hannah, josie):
    del sam
    for consent in await rows(stage, Consent, person_id=josie.person_id, kind="checkins"):
        await change(stage, Consent, consent.id, given_at=None, withdrawn_at=stage.clock.now())
    await pair(stage, josie, hannah)
    await stage.advance(timedelta(days=1, hours=1))
    assert "short questions" not in josie.text
    await open_list(josie)
    assert "You said no on 26 November 2026." in josie.text
    await josie.tap("Asking how you are")
    await josie.tap("I agree")
    await stage.advance(timedelta(days=1))
    assert "Would you like to answer 3 short questions" in josie.text


async def test_needed_one_is_explained_and_kept(stage, josie, paired):
    await open_list(josie)
    await josie.tap("Keeping your answers")
    await josie.tap("Take this back")
    assert josie.text == (
        "Without this we cannot keep you in Perinatal. If you take it back, you leave, your peer "
        "is told, and your answers are deleted. Would you like that?"
    )
    assert josie.labels == ["Take it back and leave", "I agree and stay", "Urgent help"]
    await josie.tap("I agree and stay")
    assert await consents(stage, josie, "matching") == [(1, True, True)]
    assert await pairing_state(stage, paired) == "active"


async def test_needed_one_taken_back_in_an_active_pair_ends_it(stage, sam, hannah, josie, paired):
    await open_list(josie)
    await josie.tap("Keeping your answers")
    await josie.tap("Take this back")
    await josie.tap("Take it back and leave")
    assert josie.text.startswith("Done. You have left, and your answers are deleted.")
    assert josie.labels == ["Delete my data too", "Urgent help"]
    assert hannah.text == "Josie has left, so your conversation has ended. It is not about you."
    assert sam.text == "Josie has left. The pairing with Hannah has ended."
    assert await pairing_state(stage, paired) == "ended"
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "left"
    assert await answers_of(stage, josie) == {}
    assert await rows(stage, FormSession, membership_id=josie.membership_id) == []
    assert await consents(stage, josie, "matching") == [(1, True, False)]


async def test_consent_of_somebody_else_is_refused(stage, hannah, josie):
    for verb in ("eo", "ey", "en", "el"):
        await hannah.press(f"{verb}:{josie.membership_id}:matching")
        assert hannah.notice == "There is nothing here that you agreed to."
    for data in (f"en:{josie.membership_id}:anything", f"el:{josie.membership_id}:checkins"):
        await josie.press(data)
        assert josie.notice == "There is nothing here that you agreed to."
    assert await consents(stage, josie, "matching") == [(1, True, True)]


async def test_new_words_are_asked_at_the_next_step_and_before_it(stage, reword, josie):
    await reword(("service_user", "checkins"))
    await josie.type("/menu")
    assert josie.text.startswith(ASKED_AGAIN)
    assert "May we ask how you are now and then" in josie.text
    assert josie.labels == ["I agree", "No, thank you", "Urgent help"]
    await josie.tap("I agree")
    assert josie.text == "Thank you. That is noted and counts from now on."
    assert await consents(stage, josie, "checkins") == [(1, True, True), (2, True, True)]
    await josie.tap("Where I am")
    assert "You are on the waiting list." in josie.text


async def test_new_words_declined_are_not_asked_again(stage, reword, josie):
    await reword(("service_user", "checkins"))
    await josie.type("/menu")
    await josie.tap("No, thank you")
    assert await consents(stage, josie, "checkins") == [(1, True, False), (2, False, False)]
    await josie.type("/menu")
    assert "You are on the waiting list." in josie.text


async def test_new_words_of_both_are_asked_one_after_the_other(reword, josie):
    await reword(("service_user", "matching"), ("service_user", "checkins"))
    await josie.type("/menu")
    assert "May we keep your answers" in josie.text
    await josie.tap("I agree")
    assert josie.text.startswith(ASKED_AGAIN)
    assert "May we ask how you are" in josie.text


async def test_needed_new_words_declined_are_explained_first(stage, reword, josie):
    await reword(("service_user", "matching"))
    await josie.type("/menu")
    await josie.tap("No, thank you")
    assert josie.labels == ["Take it back and leave", "I agree and stay", "Urgent help"]
    await josie.tap("I agree and stay")
    assert await consents(stage, josie, "matching") == [(1, True, True), (2, True, True)]


async def test_nothing_that_matters_waits_for_new_words(stage, reword, hannah, josie, paired):
    await stage.advance(timedelta(days=1, hours=1))
    await reword(
        ("service_user", "matching"), ("peer_worker", "matching"), ("service_user", "checkins")
    )
    await josie.type("/urgent")
    assert "116 123" in josie.text
    await josie.press("u::")
    assert "116 123" in josie.text
    await josie.tap("Answer now")
    assert any("Question 1 of 3" in text for text in josie.texts)
    for label in ("Hard", "Yes", "I am not sure"):
        await josie.tap(label)
    assert len(await rows(stage, Alert)) == 1
    await hannah.type("/worried")
    assert len(await rows(stage, Alert)) == 2
    await josie.type("/stop")
    assert josie.labels == ["Yes, leave", "No, stay", "Urgent help"]
    await josie.tap("Yes, leave")
    assert await pairing_state(stage, paired) == "ended"


async def test_message_to_the_peer_goes_on_and_new_words_are_asked_beside_it(
    stage, reword, hannah, josie, paired
):
    del paired
    await reword(("service_user", "matching"))
    await josie.type("Are you there?")
    assert hannah.text.endswith("Are you there?")
    assert any(text.startswith(ASKED_AGAIN) for text in josie.texts)
    await josie.type("I had a bad night.")
    assert hannah.text.endswith("I had a bad night.")
    assert len([text for text in josie.texts if text.startswith(ASKED_AGAIN)]) == 1
    stage.clock.advance(days=1, minutes=1)
    await josie.type("And today?")
    assert len([text for text in josie.texts if text.startswith(ASKED_AGAIN)]) == 2


async def test_offer_waits_for_new_words_and_a_no_does_not(stage, reword, hannah, josie):
    pairing_id = await pair(stage, josie, hannah, state="offered")
    await reword(("peer_worker", "matching"))
    await hannah.press(f"oy:{pairing_id}:")
    assert hannah.text.startswith(ASKED_AGAIN)
    assert await pairing_state(stage, pairing_id) == "offered"
    await hannah.tap("I agree")
    await hannah.press(f"oy:{pairing_id}:")
    assert await pairing_state(stage, pairing_id) == "accepted"
    assert (await row(stage, Pairing, id=pairing_id)).service_user_id == josie.person_id


async def test_person_in_onboarding_is_asked_by_the_form_alone(stage, reword):
    anna = await join(stage, 1_004, "service_user", "Anna", at="onboarding")
    await reword(("service_user", "matching"))
    await anna.type("/menu")
    assert ASKED_AGAIN not in anna.text
