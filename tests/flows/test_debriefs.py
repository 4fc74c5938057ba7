"""After something hard, the peer worker is asked once how they are, and what they say is done."""

from datetime import timedelta

import pytest

from db.audit import AuditRow
from db.debriefs import Debrief
from tests.flows.people import change, row, rows

ASKED = (
    "Things with Josie were hard lately. How are you after this?\n\n"
    "Coordinators hear of it if you choose to talk or need a break. "
    "The other answers stay with you."
)
CHOICES = ["I am all right", "I would like to talk", "I need a break", "Not now", "Urgent help"]
HOURS = timedelta(hours=1)


async def close_alert(sam, outcome="They are safe"):
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    await sam.tap(outcome)


@pytest.fixture
async def asked(stage, sam, hannah, paired):
    """Hannah was worried about Josie, Sam closed the alert, and Hannah is asked."""
    del paired
    await hannah.type("/worried")
    await close_alert(sam)
    await stage.advance(timedelta(0))


def questions(someone):
    return [text for text in someone.texts if "How are you after this?" in text]


async def test_asked_when_the_alert_is_closed(stage, sam, hannah, paired):
    del paired
    await hannah.type("/worried")
    await stage.advance(HOURS)
    assert questions(hannah) == []
    await close_alert(sam)
    await stage.advance(timedelta(0))
    assert (hannah.text, hannah.labels) == (ASKED, CHOICES)
    await stage.advance(48 * HOURS)
    assert questions(hannah) == [ASKED]


async def test_asked_the_next_morning_while_the_alert_is_open(stage, sam, hannah, paired):
    del sam, paired
    await hannah.type("/worried")  # Thursday at 10, and they have time on weekday mornings
    await stage.advance(21 * HOURS)
    assert questions(hannah) == []
    await stage.advance(HOURS)
    assert questions(hannah) == [ASKED]


async def test_alert_closed_at_night_is_asked_about_in_the_morning(stage, sam, hannah, paired):
    del paired
    stage.clock.advance(hours=12)
    await hannah.type("/worried")
    await close_alert(sam)
    await stage.advance(9 * HOURS)
    assert questions(hannah) == []
    await stage.advance(HOURS)
    assert questions(hannah) == [ASKED]


async def test_asked_after_frightening_words_of_their_person(stage, sam, hannah, josie, paired):
    del paired
    await josie.type("I want to kill myself")
    await close_alert(sam)
    await stage.advance(timedelta(0))
    assert (questions(hannah), questions(josie)) == ([ASKED], [])


async def test_own_frightening_words_are_not_asked_about_this_way(stage, sam, hannah, paired):
    del paired
    await hannah.type("I want to kill myself")
    await close_alert(sam)
    await stage.advance(48 * HOURS)
    assert questions(hannah) == []


async def test_not_asked_again_within_three_days(stage, sam, hannah, paired):
    del paired
    for _ in range(2):
        await hannah.type("/worried")
        await close_alert(sam)
        await stage.advance(timedelta(0))
    assert len(questions(hannah)) == 1
    await stage.advance(timedelta(days=3))
    await hannah.type("/worried")
    await close_alert(sam)
    await stage.advance(timedelta(0))
    assert len(questions(hannah)) == 2


@pytest.mark.parametrize(
    ("label", "thanks"),
    [
        ("I am all right", "Thank you, that is noted. You can talk to a coordinator whenever"),
        ("Not now", "That is fine. We do not ask again about this."),
    ],
)
async def test_answer_that_stays_with_them(stage, sam, hannah, asked, label, thanks):
    del asked
    said = len(sam.texts)
    await hannah.tap(label)
    assert hannah.text.startswith(thanks)
    assert sam.texts[said:] == []
    assert (await row(stage, Debrief)).state == "answered"


async def test_wish_to_talk_reaches_a_coordinator(stage, sam, hannah, asked):
    del asked
    await hannah.tap("I would like to talk")
    assert sam.text == (
        "Hannah would like to talk with a coordinator after something hard in their peer work."
    )
    assert sam.labels == ["Hannah's page", "Write to Hannah"]
    assert hannah.text.startswith("We have told the coordinators that you would like to talk.")
    assert "Talk to my coordinator" in hannah.labels
    assert "debrief.talk" in {r.act for r in await rows(stage, AuditRow)}
    assert b"talk" not in ((await row(stage, Debrief)).answer_sealed or b"")


async def test_need_of_a_break_leads_to_one(sam, hannah, asked):
    del asked
    await hannah.tap("I need a break")
    assert sam.text.startswith("Hannah needs a break after something hard in their peer work.")
    assert hannah.labels[:3] == [
        "I am away for a while",
        "No new people for now",
        "Talk to my coordinator",
    ]
    await hannah.tap("I am away for a while")
    assert hannah.text.startswith("What is the last day that you are away?")


async def test_second_press_and_a_stranger_change_nothing(stage, sam, hannah, josie, asked):
    del asked
    data = hannah.data("I would like to talk")
    await josie.press(data)
    assert josie.notice == "This question is closed. Nothing has changed."
    await hannah.tap("I am all right")
    said = len(sam.texts)
    await hannah.press(data)
    assert hannah.notice == "This question is closed. Nothing has changed."
    assert sam.texts[said:] == []
    await hannah.press(data.replace(":talk", ":dance"))
    assert (await row(stage, Debrief)).state == "answered"


async def reply(someone, text, shown_id):
    original = {"message_id": shown_id, "date": 0, "chat": {"id": someone.id, "type": "private"}}
    await someone.send(text=text, reply_to_message=original)


async def test_typed_reply_is_an_answer_and_never_goes_to_their_person(
    stage, sam, hannah, josie, asked
):
    del asked
    shown, said = hannah.phone.last.id, len(josie.texts)
    await reply(hannah, "It was awful, I cannot stop thinking of Josie", shown)
    assert hannah.text.startswith("We could not read that as an answer, and nobody else got it.")
    assert hannah.labels == CHOICES
    await reply(hannah, "I would like to talk", hannah.phone.last.id)
    assert sam.text.startswith("Hannah would like to talk with a coordinator")
    await reply(hannah, "And one more thing", hannah.phone.last.id)
    assert hannah.text == "This question is closed. Your words went to nobody."
    assert josie.texts[said:] == []
    assert (await row(stage, Debrief)).state == "answered"


async def test_reply_to_their_person_goes_to_their_person(hannah, josie, asked):
    del asked
    await josie.type("Are you there?")
    await reply(hannah, "I am all right", hannah.phone.last.id)
    assert josie.texts[-1] == "Hannah\nI am all right" or "I am all right" in str(josie.texts)
    assert hannah.text != "Thank you, that is noted."


async def test_nobody_there_to_talk_to_is_said_and_nothing_is_lost(stage, sam, hannah, asked):
    del asked
    from db.memberships import Membership

    await change(stage, Membership, sam.membership_id, stage="left")
    await hannah.tap("I would like to talk")
    assert hannah.notice.startswith("There is no coordinator here right now")
    assert (await row(stage, Debrief)).state == "asked"


@pytest.mark.parametrize("gone", ["left", "unreachable"])
async def test_peer_worker_who_is_gone_is_not_asked(stage, sam, hannah, paired, gone):
    del paired
    await hannah.type("/worried")
    if gone == "left":
        await hannah.type("/stop")
        await hannah.tap("Yes, leave")
    else:
        await stage.blocks(hannah.id)
    await close_alert(sam)
    await stage.advance(48 * HOURS)
    assert questions(hannah) == []
    assert (await row(stage, Debrief)).state == "dropped"


async def test_worry_gives_words_to_use(hannah, paired):
    del paired
    await hannah.type("/worried")
    words = "I am worried about you. Are you safe right now?"
    assert [text for text in hannah.texts if words in text and "116 123" in text] != []
