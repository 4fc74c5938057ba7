"""The planned end: counted down, looked back on, and nobody is put anywhere unasked."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.pages import draw_document
from db.answers import Answer
from db.audit import AuditRow
from db.checkin_plans import CheckinPlan
from db.memberships import Membership
from db.pairings import Pairing
from db.rhythms import Rhythm
from tests.flows.people import change, join, pair, row, rows
from tests.stage import wording

DAY = timedelta(days=1)
LAST_DAY = datetime(2027, 2, 18, 10, 5, tzinfo=UTC)
REFUSED = "This is not yours to do. Nothing has changed."


@pytest.fixture
async def near(stage, paired, hannah, josie):
    """A pair that talks, on the morning of its last day but seven."""
    await hannah.type("Hello Josie")
    await josie.type("Hello Hannah")
    day = (LAST_DAY - 8 * DAY).date()
    told = {"lapse": 2, "lapse_on": day, "rules_on": day, "weeks_told": 2}
    await change(stage, Rhythm, paired, next_at=LAST_DAY - 8 * DAY, **told)
    return paired


@pytest.fixture
async def ended(stage, near):
    await to(stage, LAST_DAY + timedelta(hours=8))
    return near


async def to(stage, moment):
    await stage.advance(moment - stage.clock.now())


def newest(someone, part):
    found = [m for m in someone.phone.messages.values() if part in m.text]
    return max(found, key=lambda m: m.id)


def labels(shown):
    return [label for label, _ in shown.buttons]


@pytest.mark.parametrize(("weeks", "told", "left"), [(4, None, "4 more weeks"), (2, 4, "2 more")])
async def test_end_is_counted_down_to_both(stage, paired, josie, hannah, weeks, told, left):
    moment = LAST_DAY - weeks * 7 * DAY
    await change(stage, Rhythm, paired, next_at=moment, weeks_told=told)
    await to(stage, moment)
    for one, name in ((josie, "Hannah"), (hannah, "Josie")):
        shown = newest(one, left)
        assert shown.text.startswith(f"You and {name} have about {left}")
        assert "Your last day is 18 February 2027." in shown.text
        assert "Look back" not in labels(shown)
    assert (await row(stage, Rhythm, pairing_id=paired)).weeks_told == weeks


async def test_last_step_asks_both_to_look_back(stage, near, josie, hannah):
    del near
    await to(stage, LAST_DAY - 7 * DAY)
    for one in (josie, hannah):
        shown = newest(one, "about 1 more week.")
        assert "On that day at 18:00 your conversation with" in shown.text
        assert labels(shown)[0] == "Look back"


async def test_last_day_can_be_used_until_the_evening(stage, near, hannah, josie):
    await to(stage, LAST_DAY + timedelta(hours=7))
    await hannah.type("Goodbye Josie")
    assert "Goodbye Josie" in newest(josie, "Goodbye").text
    assert (await row(stage, Pairing, id=near)).state == "active"
    await to(stage, LAST_DAY + timedelta(hours=8))
    ended = await row(stage, Pairing, id=near)
    assert (ended.state, ended.end_reason) == ("ended", "planned")
    assert (await row(stage, Rhythm, pairing_id=near)).next_at is None


async def test_goodbye_says_what_comes_next_to_each(ended, josie, hannah, sam):
    del ended
    bye = "Your time with {} ended on 18 February 2027, as planned."
    for_josie = newest(josie, "as planned")
    assert for_josie.text.startswith(bye.format("Hannah"))
    assert "Your GP or health visitor can tell you what help there is near you." in for_josie.text
    assert labels(for_josie) == [
        "Look back", "Look for another peer", "Talk to my coordinator", "Urgent help"
    ]  # fmt: skip
    for_hannah = newest(hannah, "as planned")
    assert for_hannah.text.startswith(bye.format("Josie"))
    assert "Your place is free again" in for_hannah.text
    assert sam.text.startswith("Josie and Hannah have ended as planned.")


async def test_what_is_written_after_the_end_is_not_passed_on(ended, josie, hannah):
    del ended
    before = len(hannah.texts)
    await josie.type("One more thing")
    assert len(hannah.texts) == before


async def test_nobody_waits_unasked_after_a_planned_end(stage, ended, josie):
    del ended
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "finished"
    await josie.type("/menu")
    assert josie.text.startswith("Your time with your peer is over, as planned.")
    await josie.tap("Look for another peer")
    assert josie.text.startswith("You are on the waiting list again.")
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "waiting"


async def test_another_peer_is_looked_for_by_the_person_alone(stage, ended, josie, hannah, sam):
    del ended
    for other in (hannah, sam):
        await other.press(f"gl:{josie.membership_id}:")
        assert other.notice == REFUSED
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "finished"
    await josie.tap("Look for another peer")
    await josie.press(f"gl:{josie.membership_id}:")
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "waiting"


async def test_coordinators_find_who_has_finished(ended, sam):
    del ended
    await sam.type("/menu")
    await sam.tap("People (")
    assert "Josie: has finished" in sam.labels


async def test_looking_back_is_kept_for_coordinators(ended, josie, hannah, sam):
    del ended
    await josie.tap("Look back")
    assert "What did you hope for when you began" in josie.text
    assert "Your peer cannot read it." in josie.text
    await josie.type("To sleep, and to be heard")
    await josie.tap("Most of it")
    await josie.tap("Skip")
    await josie.type("A group near me")
    assert josie.text.startswith("Thank you. Your coordinator can read your answers.")
    assert sam.text == "Josie has looked back on the time with Hannah."
    assert [t for t in hannah.texts if "heard" in t or "group" in t] == []
    await josie.tap("Look back")
    assert josie.notice.startswith("You have looked back already.")


async def test_looking_back_is_each_ones_own(stage, ended, hannah, sam):
    await hannah.tap("Look back")
    assert "What went well between the two of you?" in hannah.text
    await sam.press(f"gr:{ended}:")
    assert sam.notice == REFUSED
    assert await rows(stage, Answer, person_id=sam.person_id, question="went_well") == []


async def test_looking_back_can_be_put_off(stage, near, josie, hannah):
    del near
    await to(stage, LAST_DAY - 7 * DAY)
    await josie.tap("Look back")
    await josie.type("To sleep")
    await josie.tap("Save for later")
    await josie.tap("Look back")
    assert "How much of it came true?" in josie.text
    assert [t for t in hannah.texts if "To sleep" in t] == []


async def test_coordinator_gives_more_time_and_both_are_told(stage, near, sam, josie, hannah):
    await to(stage, LAST_DAY - 2 * DAY)
    await sam.press(f"gm:{near}:")
    assert "The last day of Josie and Hannah is 18 March 2027, and both are told." in sam.text
    told = "Your coordinator has set a new last day with {}: 18 March 2027."
    assert (josie.text, hannah.text) == (told.format("Hannah"), told.format("Josie"))
    await to(stage, LAST_DAY + DAY)
    assert (await row(stage, Pairing, id=near)).state == "active"
    assert [a.actor for a in await rows(stage, AuditRow, act="pairing.end_moved")] == [
        sam.person_id
    ]


async def test_coordinator_names_another_day(stage, near, sam):
    await sam.press(f"gt:{near}:")
    assert sam.text.startswith("What is the new last day?")
    await sam.type("30 November 2026")
    assert (await row(stage, Rhythm, pairing_id=near)).ends_on.isoformat() == "2026-11-30"
    await to(stage, datetime(2026, 11, 30, 18, 5, tzinfo=UTC))
    assert (await row(stage, Pairing, id=near)).end_reason == "planned"


@pytest.mark.parametrize("verb", ["gm", "gt"])
async def test_last_day_is_moved_by_coordinators_of_the_programme_alone(
    stage, near, josie, hannah, verb
):
    await stage.programme("Second")
    kit = await join(stage, 3_009, "coordinator", "Kit", within="Second")
    for other in (josie, hannah, kit):
        await other.press(f"{verb}:{near}:")
        assert other.notice == REFUSED
    assert (await row(stage, Rhythm, pairing_id=near)).ends_on == LAST_DAY.date()


async def test_last_day_of_what_is_over_is_not_moved(stage, ended, sam):
    await sam.press(f"gm:{ended}:")
    assert sam.notice == "This pairing has ended already. Nothing has changed."
    assert (await row(stage, Pairing, id=ended)).state == "ended"


async def test_own_way_and_answers_are_in_the_copy(stage, near, josie):
    del near
    await to(stage, LAST_DAY - 7 * DAY)
    await josie.tap("Look back")
    await josie.type("To sleep")
    await josie.type("/mydata")
    await josie.tap("Send me a copy")
    await josie.tap("Yes, send them")
    sent = [m.raw.document for m in josie.phone.messages.values() if m.raw and m.raw.document]
    data = json.loads(next(d.text for d in sent if d.name == "copy.json"))
    page = draw_document(next(d for d in sent if d.name == "copy.html"), wording(), "en").decode()
    (facts,) = data["pairings"]
    assert facts["way"] == {
        "planned_until": "2027-02-18",
        "first_words_at": "2026-11-26T10:00:00+00:00",
        "days": [{"day": "2026-11-26", "from_you": 1, "from_your_peer": 1}],
        "ground_rules": [],
    }
    assert [a["answer"] for a in facts["looked_back"]] == ["To sleep"]
    for line in ("Planned until", "18 February 2027", "Days with messages", "To sleep"):
        assert line in page


async def test_coordinator_sees_dose_and_no_words(stage, near, josie, sam):
    await to(stage, LAST_DAY - 7 * DAY)
    await josie.tap("Look back")
    await josie.type("To sleep")
    await sam.press(f"jp:{near}:")
    for line in (
        "It began on 26 November 2026 and is planned until 18 February 2027.",
        "The first words from Hannah arrived on 26 November 2026.",
        "Week 12, from 11 February 2027: 0 of 1 contacts. 0 messages from Josie, 0 from Hannah.",
        "Josie looked back:",
        "To sleep",
    ):
        assert line in sam.text
    assert "Hello" not in sam.text
    assert {"4 weeks more", "Another last day"} <= set(sam.labels)
    await sam.type("/menu")
    await sam.tap("People (")
    await sam.tap("Josie")
    assert "Josie and Hannah: 0 of 4 planned contacts in the last 4 weeks." in sam.text


async def test_once_more_after_six_weeks_and_then_no_more(stage, ended, josie):
    del ended
    assert "In 6 weeks we ask you once more how you are." in newest(josie, "as planned").text
    said = len(josie.texts)
    await to(stage, datetime(2027, 4, 1, 9, 30, tzinfo=UTC))
    asked = "Hello Josie. Would you like to answer 5 short questions now"
    assert [t for t in josie.texts[said:] if t.startswith(asked)] != []
    plan = await row(stage, CheckinPlan, person_id=josie.person_id, name="follow_up")
    assert plan.state == "ended"
    said = len(josie.texts)
    for _ in range(3):
        await stage.advance(60 * DAY)
    assert [t for t in josie.texts[said:] if "short questions" in t and "still here" not in t] == []


async def test_nobody_is_asked_once_more_who_does_not_agree(stage, near, josie):
    del near
    await josie.type("/mydata")
    await josie.tap("What I agreed to")
    await josie.tap("Asking how you are")
    await josie.tap("Take this back")
    await to(stage, LAST_DAY + timedelta(hours=8))
    assert "once more" not in newest(josie, "as planned").text
    assert await rows(stage, CheckinPlan, once=True) == []


async def test_new_pairing_has_check_ins_of_its_own(stage, ended, josie):
    del ended
    await josie.tap("Look for another peer")
    beth = await join(stage, 2_009, "peer_worker", "Beth")
    await pair(stage, josie, beth)
    plan = await row(stage, CheckinPlan, person_id=josie.person_id, name="follow_up")
    assert plan.state == "ended"
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "matched"


async def test_whoever_has_finished_can_leave(stage, ended, josie):
    del ended
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "left"
