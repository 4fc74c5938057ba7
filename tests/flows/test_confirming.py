"""A coordinator looks at a peer worker, at first and after changes, and says what to mend."""

import json
from datetime import timedelta

import pytest

from db.answers import Answer
from db.consents import Consent
from db.expiries import Expiry
from db.memberships import Membership
from db.pairings import Pairing, add_pairing, set_pairing_state
from db.peer_standings import PeerStanding
from tests.flows.people import HANNAH, PACK, Someone, join, pair, row, rows
from tests.journeys import HANNAH as HANNAH_ANSWERS
from tests.journeys import fill_form

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

NEW = "I am Hannah. I had a hard birth and a long winter. Now I bake bread."


@pytest.fixture
async def new_hannah(stage, sam):
    """Hannah has sent her answers, and waits for a coordinator."""
    del sam
    return await join(stage, HANNAH, "peer_worker", "Hannah", at="to_confirm")


async def confirm(sam, name="Hannah"):
    await sam.type("/menu")
    await sam.tap("Peer workers to confirm")
    await sam.tap(name)
    await sam.tap("Confirm")


async def change_answer(someone, which, typed):
    await someone.type("/menu")
    await someone.tap("What I can change")
    await someone.tap("My answers")
    await someone.tap("Look at my answers")
    await someone.tap("Change an answer")
    await someone.tap(which)
    await someone.type(typed)
    await someone.tap("Send my answers")


async def test_onboarding_keeps_the_version_of_the_role_and_shows_the_preview(stage, sam):
    del sam
    hannah = Someone(stage, HANNAH)
    issued = await stage.invitation("peer_worker")
    await hannah.type(f"/start {issued.payload}")
    await hannah.tap("Start")
    await fill_form(hannah, PACK.peer_worker, HANNAH_ANSWERS, send=False)
    await hannah.tap("See it as they will")
    assert hannah.text == (
        "This is what a person reads of you before they say yes:\n\n"
        "We found a peer who may fit. Here is what they would like you to know.\n\n"
        "Your peer could be Hannah.\n\n"
        "I am Hannah. I had a hard birth, and it took a while. I like walks.\n\n"
        "If they know it too, they also read that you have it in common, such as "
        "A hard or scary birth."
    )
    assert hannah.labels == ["Back", "Urgent help"]
    await hannah.tap("Back")
    await hannah.tap("Send my answers")
    assert hannah.text.startswith("Thank you. Your coordinator looks at your answers now.")
    agreed = {(c.kind, c.version) for c in await rows(stage, Consent) if c.given_at}
    assert ("role", 1) in agreed


@pytest.mark.both_databases
async def test_confirm_tells_all_and_keeps_the_dates(stage, sam, new_hannah):
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await confirm(sam)
    assert sam.text == "Hannah is confirmed as a peer worker."
    assert lee.text == "Sam confirmed Hannah as a peer worker."
    assert new_hannah.text.startswith("You are confirmed as a peer worker.")
    assert {e.what for e in await rows(stage, Expiry)} == {"training", "supervision"}
    await sam.press(f"pc:{new_hannah.membership_id}:")
    assert sam.notice == "This is not up for confirming any more."


async def test_confirm_of_answers_that_changed_since_shows_them_again(stage, sam, new_hannah):
    await sam.type("/menu")
    await sam.tap("Peer workers to confirm")
    await sam.tap("Hannah")
    seen = sam.data("Confirm")
    await new_hannah.type("/menu")
    await new_hannah.tap("My answers")
    await new_hannah.tap("Look at my answers")
    await new_hannah.tap("Change an answer")
    await new_hannah.tap("Your introduction")
    await new_hannah.type(NEW)
    await sam.press(seen)
    assert sam.text.startswith("The answers have changed since you saw them.")
    assert NEW in sam.text
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "to_confirm"
    await sam.tap("Confirm")
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "active"


@pytest.mark.both_databases
async def test_send_back_with_the_coordinators_words(stage, sam, new_hannah):
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await sam.type("/menu")
    await sam.tap("Peer workers to confirm")
    await sam.tap("Hannah")
    await sam.tap("Send back")
    assert sam.text.startswith("What would you like them to look at again?")
    assert sam.labels == ["Leave it"]
    await sam.type("no")
    assert "Please write 3 letters or more." in sam.text
    await sam.type("Please leave out the name of your street.")
    assert sam.text == "Hannah was asked to look at the answers again."
    assert lee.text == "Sam asked Hannah to look at their answers again."
    assert new_hannah.text == (
        "Your coordinator asks you to look at your answers once more. They are all still there."
        "\n\nPlease leave out the name of your street."
    )
    await new_hannah.tap("Look at my answers")
    await new_hannah.tap("Send my answers")
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "to_confirm"
    assert await rows(stage, Answer, person_id=sam.person_id, question="send_back") == []
    await confirm(sam)
    assert (await row(stage, PeerStanding)).sent_back_sealed is None


async def test_send_back_dropped_changes_nothing(stage, sam, new_hannah):
    await sam.press(f"pb:{new_hannah.membership_id}:")
    await sam.tap("Leave it")
    assert sam.text == "That is fine. Nothing has changed."
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "to_confirm"
    await sam.type("Please look at your date.")
    assert new_hannah.texts == []


@pytest.mark.both_databases
async def test_two_coordinators_send_back_and_confirm_at_once(stage, sam, new_hannah):
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await sam.press(f"pb:{new_hannah.membership_id}:")
    await confirm(lee)
    await sam.type("Please look at your date.")
    assert sam.text == "This is not up for confirming any more."
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "active"


async def test_looking_is_for_coordinators_of_the_programme(stage, new_hannah, josie):
    for verb in ("pw", "pc", "pb"):
        await josie.press(f"{verb}:{new_hannah.membership_id}:")
        assert josie.notice == "This is not yours to do. Nothing has changed."
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "to_confirm"


async def test_change_that_matters_waits_for_a_look_and_the_pair_goes_on(
    stage, sam, new_hannah, josie
):
    await confirm(sam)
    hannah = new_hannah
    paired = await pair(stage, josie, hannah)
    await change_answer(hannah, "Your introduction", NEW)
    assert hannah.text.startswith("Saved. Your coordinator looks at the changes before we offer")
    assert sam.text.startswith("Hannah changed answers that you confirmed before.")
    anna = await join(stage, 1_004, "service_user", "Anna")
    await sam.press(f"rv:{(await row(stage, Pairing)).programme_id}:")
    assert [p.id for p in await rows(stage, Pairing)] == [paired]
    await hannah.type("/menu")
    assert "Your coordinator has not looked at your changed answers yet." in hannah.text
    await sam.type("/menu")
    await sam.tap("Peer workers to confirm (1)")
    await sam.tap("Hannah (changed answers)")
    assert "Changed answers wait for a look: no new offers." in sam.text
    assert NEW in sam.text
    await sam.tap("Confirm")
    assert hannah.text == "Your coordinator looked at your changes. They count from now on."
    assert await rows(stage, Pairing, service_user_id=anna.person_id, state="suggested") != []


async def test_change_that_is_the_peer_workers_own_counts_at_once(stage, sam, new_hannah):
    await confirm(sam)
    said = len(sam.texts)
    await change_answer(new_hannah, "How many people", "3")
    assert new_hannah.text == "Saved. Your new answers count from now on."
    assert sam.texts[said:] == []
    assert (await row(stage, PeerStanding)).look_since is None


async def test_change_taken_back_needs_no_look(stage, sam, new_hannah):
    await confirm(sam)
    await change_answer(new_hannah, "Your introduction", NEW)
    await change_answer(new_hannah, "Your introduction", "I like walks.")
    assert new_hannah.text == "Saved. Your new answers count from now on."
    assert (await row(stage, PeerStanding)).look_since is None


async def test_changes_sent_back_keep_the_role_and_say_why_at_home(stage, sam, new_hannah):
    await confirm(sam)
    await change_answer(new_hannah, "Your introduction", NEW)
    await sam.press(f"pb:{new_hannah.membership_id}:")
    await sam.type("Please say a little less.")
    assert (await row(stage, Membership, id=new_hannah.membership_id)).stage == "active"
    await new_hannah.type("/menu")
    assert "Please say a little less." in new_hannah.text
    await sam.press(f"pc:{new_hannah.membership_id}:")
    assert sam.notice == "This is not up for confirming any more."


async def test_unseen_introduction_is_not_shown_to_a_service_user(stage, sam, new_hannah, josie):
    await confirm(sam)
    paired = await pair(stage, josie, new_hannah, state="offered")
    await change_answer(new_hannah, "Your introduction", NEW)
    await new_hannah.press(f"oy:{paired}:")
    assert "Your peer could be Hannah." in josie.text
    assert NEW not in josie.text


async def test_what_is_in_common_is_told_by_the_peer_worker_alone_if_they_like(stage, sam):
    del sam
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah", shows_in_common=False)
    josie = await join(stage, 1_001, "service_user", "Josie")
    other = await join(stage, 2_009, "peer_worker", "Beth", shows_in_common=True)
    anna = await join(stage, 1_004, "service_user", "Anna")
    seen = {}
    for user, peer in ((josie, hannah), (anna, other)):
        paired = await suggested_pair(stage, user, peer)
        await peer.press(f"oy:{paired}:")
        seen[peer.name] = "hard or scary birth" in user.text
    assert seen == {"Hannah": False, "Beth": True}


async def suggested_pair(stage, user, peer):
    """An offered pairing of the two with the reasons that matching gives."""

    async with stage.database.transaction() as session:
        membership = await session.get(Membership, user.membership_id)
        reasons = [{"code": "fit.experiences", "params": {"what": ["hard_birth"]}}]
        made = await add_pairing(
            session,
            membership.programme_id,
            user.person_id,
            peer.person_id,
            fit=700,
            reasons=json.dumps(reasons),
            now=stage.clock.now(),
        )
        later = stage.clock.now() + timedelta(days=2)
        set_pairing_state(session, made, "offered", stage.clock.now(), answer_by=later)
        return made.id


async def test_wish_without_ones_own_side_is_explained(stage):
    hannah = await join(
        stage, HANNAH, "peer_worker", "Hannah", at="to_confirm", wishes=("gender",),
        wish_gender="must_same",
    )  # fmt: skip
    await hannah.type("/menu")
    await hannah.tap("My answers")
    await hannah.tap("Look at my answers")
    await hannah.tap("Send my answers")
    assert hannah.text.startswith('You have a wish about "gender".')
