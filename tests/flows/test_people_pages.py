"""A person's page for coordinators, and letters between the two."""

from datetime import timedelta

import pytest

from db.alerts import Alert
from db.answers import Answer
from db.audit import AuditRow
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.memberships import Membership
from tests.flows.people import JOSIE, Someone, change, join, row, rows

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

A_DAY = timedelta(days=1)
NOT_YOURS = "This is not yours to do. Nothing has changed."
WORDS = "I would like to change the day, please."


@pytest.fixture
async def answered(stage, josie, paired):
    """Josie has answered her first check-in: hard, and she feels safe."""
    del paired
    await stage.advance(A_DAY + timedelta(hours=1))
    await josie.tap("Answer now")
    await josie.tap("Hard")
    await josie.tap("Yes")
    await josie.tap("Yes")


@pytest.fixture
async def foreigner(stage):
    """A coordinator of another programme."""
    await stage.programme("Second")
    return await join(stage, 3_009, "coordinator", "Kit", within="Second")


async def look(sam, label="Josie"):
    await sam.type("/menu")
    await sam.tap("People (")
    await sam.tap(label)


async def acts(stage, act):
    return [(a.actor, a.about) for a in await rows(stage, AuditRow, act=act)]


async def test_people_are_listed_with_their_stage(stage, sam, paired, anna):
    del paired, anna
    await join(stage, 1_005, "service_user", "Beth", at="paused")
    await join(stage, 1_006, "service_user", "Cara", at="onboarding")
    await sam.type("/menu")
    assert "People (3)" in sam.labels
    await sam.tap("People (3)")
    assert sam.text == "People who look for a peer here: 3"
    labels = ["Anna: waiting", "Beth: on a break", "Josie: has a peer"]
    assert sorted(sam.labels)[:3] == labels


@pytest.mark.both_databases
async def test_more_than_twenty_people_are_said_to_be_more(stage, sam):
    for n in range(21):
        await join(stage, 8_000 + n, "service_user", f"Past {n}")
    await sam.type("/menu")
    await sam.tap("People (21)")
    assert "Here are the 20 who are at their stage longest." in sam.text
    assert len([label for label in sam.labels if label.startswith("Past")]) == 20


@pytest.mark.both_databases
async def test_page_shows_stage_answers_and_check_ins_and_is_audited(stage, sam, josie, answered):
    del answered
    await look(sam)
    assert sam.text.startswith("Josie has had a peer since 26 November 2026.")
    assert "A hard or scary birth" in sam.text
    assert "How is this week going so far?" not in sam.text
    assert "27 November 2026" in sam.text
    assert "Hard" in sam.text
    assert sam.labels == [
        "Josie and Hannah",
        "What they are asked",
        "Write to Josie",
        "All people",
        "Where I am",
    ]
    assert await acts(stage, "person.read") == [(sam.person_id, josie.person_id)]


async def test_page_hides_check_ins_that_the_person_no_longer_agrees_to(sam, josie, answered):
    del answered
    await josie.press(f"en:{josie.membership_id}:checkins")
    await look(sam)
    assert "Josie does not agree to check-ins, so none are shown." in sam.text
    assert "27 November 2026" not in sam.text


async def test_page_hides_check_ins_of_the_peer_role_and_of_other_programmes(
    stage, sam, foreigner, answered
):
    del answered
    await join(stage, JOSIE, "service_user", "Josie", within="Second")
    await look(foreigner)
    assert "No check-in is answered yet." in foreigner.text
    asked = await row(stage, Checkin, state="answered")
    await change(stage, CheckinPlan, asked.plan_id, role="peer_worker")
    await look(sam)
    assert "No check-in is answered yet." in sam.text


async def test_page_of_an_open_alert_and_of_the_waiting_list(sam, hannah, paired, anna):
    del paired, anna
    await hannah.type("/worried")
    await sam.tap("Open the alert")
    assert sam.labels == ["I take this on", "Josie's page", "Write a note"]
    await sam.tap("I take this on")
    assert sam.labels[:2] == ["Josie's page", "Write to Josie"]
    await sam.tap("Josie's page")
    assert sam.text.startswith("Josie has had a peer")
    await sam.type("/menu")
    await sam.tap("Waiting list")
    await sam.tap("Anna's page")
    assert sam.text.startswith("Anna has been on the waiting list since 26 November 2026.")


async def test_page_and_letter_are_refused_to_all_but_their_coordinators(
    stage, sam, josie, hannah, foreigner, paired, anna
):
    del paired
    before = len(josie.texts)
    programme_id = (await row(stage, Membership, id=josie.membership_id)).programme_id
    for someone in (foreigner, hannah, josie, anna):
        for verb, ref in (
            ("pp", josie.membership_id),
            ("lw", josie.membership_id),
            ("pe", programme_id),
        ):
            await someone.press(f"{verb}:{ref}:")
            assert someone.notice == NOT_YOURS
    await foreigner.press(f"tw:{sam.membership_id}:")
    assert foreigner.notice == NOT_YOURS
    await josie.press(f"tw:{hannah.membership_id}:")
    assert josie.notice == NOT_YOURS
    await josie.press(f"tw:{foreigner.membership_id}:")
    assert josie.notice == NOT_YOURS
    assert await acts(stage, "person.read") == []
    assert len(josie.texts) == before


async def test_page_of_somebody_who_left_or_coordinates_is_not_there(sam, josie, hannah):
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    for ref in (josie.membership_id, hannah.membership_id, sam.membership_id, "nobody"):
        await sam.press(f"pp:{ref}:")
        assert sam.notice == "This person is not in the programme any more."
    await sam.press(f"lw:{josie.membership_id}:")
    assert sam.notice == "This person is not in the programme any more."


@pytest.mark.both_databases
async def test_letter_goes_there_and_back_and_nothing_is_kept(stage, sam, josie, hannah, paired):
    del paired
    lee = await join(stage, 3_004, "coordinator", "Lee")
    heard = len(hannah.texts), len(lee.texts)
    await look(sam)
    await sam.tap("Write to Josie")
    await sam.type("Shall we talk on Friday? Do you think of suicide?")
    assert sam.text == "Your letter is on its way to Josie."
    assert josie.text == (
        "Sam, your coordinator, writes:\n\nShall we talk on Friday? Do you think of suicide?"
    )
    assert josie.labels == ["Answer Sam", "Urgent help"]
    await josie.tap("Answer Sam")
    stage.clock.advance(minutes=29)  # long after an answer in words would be for Hannah
    await josie.type(WORDS)
    assert josie.text == "Your words are on their way to Sam."
    assert sam.text == f"Josie answers:\n\n{WORDS}"
    assert sam.labels == ["Write to Josie"]
    assert (len(hannah.texts), len(lee.texts)) == heard
    kept = {a.question for a in await rows(stage, Answer)}
    assert kept.isdisjoint({"letter", "talk"})
    assert await rows(stage, Alert) == []  # a coordinator who asks is not the one in danger
    assert await acts(stage, "letter.to_person") == [(sam.person_id, josie.person_id)]
    assert await acts(stage, "letter.to_coordinator") == [(josie.person_id, josie.person_id)]


async def test_talk_reaches_all_coordinators_and_hears_urgent_words(stage, sam, josie):
    stage.clock.advance(minutes=1)
    lee = await join(stage, 3_004, "coordinator", "Lee")
    gone = await join(stage, 3_005, "coordinator", "Gil", at="left")
    await josie.type("/talk")
    assert "For help now, type /urgent." in josie.text
    await josie.type("I want to end my life")
    said = "Josie writes to the coordinators:\n\nI want to end my life"
    assert (said in sam.texts, said in lee.texts, gone.texts) == (True, True, [])
    assert "Your words are on their way to Sam, Lee." in josie.texts
    assert any("116 123" in text for text in josie.texts)
    assert (await row(stage, Alert)).times == 1


async def test_talk_in_the_second_programme_is_judged_there(stage, sam, josie, foreigner):
    again = await join(stage, JOSIE, "service_user", "Josie", within="Second")
    await josie.type("/talk")
    assert josie.labels == ["Perinatal", "Second", "Urgent help"]
    await josie.tap("Second")
    await josie.type("I want to end my life")
    assert "Josie writes to the coordinators:\n\nI want to end my life" in foreigner.texts
    assert [t for t in sam.texts if "Josie writes" in t] == []
    second = (await row(stage, Membership, id=again.membership_id)).programme_id
    assert second in {alert.programme_id for alert in await rows(stage, Alert)}


async def test_peer_worker_talks_from_the_home_screen(sam, hannah):
    await hannah.type("/menu")
    assert "Talk to my coordinator" in hannah.labels
    await hannah.tap("Talk to my coordinator")
    await hannah.type(WORDS)
    assert sam.text == f"Hannah writes to the coordinators:\n\n{WORDS}"
    await sam.tap("Write to Hannah")
    await sam.type("Yes, of course.")
    assert hannah.text == "Sam, your coordinator, writes:\n\nYes, of course."


async def test_talk_with_nobody_there_says_so(stage, sam, hannah):
    stranger = Someone(stage, 9_001)
    for someone in (sam, stranger):
        await someone.type("/talk")
        assert someone.text == "You have no coordinator here yet. For help now, type /urgent."
    await change(stage, Membership, sam.membership_id, stage="left")
    await hannah.type("/talk")
    assert hannah.text.startswith("There is no coordinator here right now who could read it.")


async def test_letter_to_somebody_who_blocked_the_bot_is_said_not_to_arrive(stage, sam, josie):
    await stage.blocks(JOSIE)
    await sam.press(f"lw:{josie.membership_id}:")
    assert sam.notice.startswith("Josie blocked the bot, so nothing reaches them now.")


async def test_words_for_a_coordinator_that_are_too_long_never_reach_the_peer(
    stage, josie, hannah, paired
):
    del paired
    heard = len(hannah.texts)
    await josie.type("/talk")
    await josie.type("x" * 801)
    assert "800" in josie.text
    assert len(hannah.texts) == heard
    stage.clock.advance(minutes=31)
    await josie.type("Hello Hannah")
    assert hannah.text.endswith("Hello Hannah")


async def test_letter_that_is_too_long_is_not_sent(sam, josie):
    before = len(josie.texts)
    await sam.press(f"lw:{josie.membership_id}:")
    await sam.type("x" * 801)
    assert "800" in sam.text
    await sam.tap("Leave it")
    assert len(josie.texts) == before
