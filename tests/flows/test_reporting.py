"""Reporting: who hears, what is handed over at whose press, and what can never leave without it."""

from datetime import timedelta

import pytest

from db.alerts import Alert
from db.audit import AuditRow
from db.blocks import Block
from db.outbox import Letter
from db.pairings import Pairing
from db.reports import Report
from flows.actor import find_actor
from flows.person_file import person_file
from flows.story import Story
from tests.flows.people import join, pairing_state, row, rows

LEE = 3_004
THANKS = "Thank you for telling us. You did nothing wrong by saying it."


async def report(someone, name, why):
    await someone.type("/more")
    await someone.tap("Report something")
    assert someone.text.startswith(f"What would you like to report about {name}?")
    await someone.tap(why)


async def talk(josie, hannah, n=3):
    """A conversation of n messages each; the ids of all of them in Josie's own chat."""
    ids = []
    for number in range(n):
        ids.append(await josie.send(text=f"from Josie {number}"))
        await hannah.type(f"from Hannah {number}")
        ids += [m.id for m in josie.phone.messages.values() if m.text.endswith(f"Hannah {number}")]
    return ids


@pytest.mark.parametrize(
    ("label", "why", "urgent"),
    [
        ("It frightened me, or is unsafe", "unsafe", True),
        ("Asked for contact or money", "contact", False),
        ("It was unkind or sexual", "unkind", True),
        ("A ground rule was broken", "rules", False),
        ("Something else", "other", False),
    ],
)
async def test_report_raises_an_alert_of_its_own_urgency(
    stage, sam, hannah, josie, paired, label, why, urgent
):
    said = len(hannah.texts)
    await report(josie, "Hannah", label)
    alert = await row(stage, Alert)
    assert (alert.kind, alert.urgent, alert.person_id) == ("report", urgent, hannah.person_id)
    made = await row(stage, Report)
    assert (made.reason, made.pairing_id, made.person_id) == (why, paired, josie.person_id)
    thanks = next(text for text in josie.texts if text.startswith(THANKS))
    assert ("999" in thanks) == (why == "unsafe")
    assert "We are telling a coordinator of Perinatal now." in thanks
    assert hannah.texts[said:] == []
    assert sam.labels == ["Open the alert"]


async def test_coordinator_reads_who_why_and_that_nothing_was_handed_over(
    stage, sam, hannah, josie, paired
):
    del stage, paired
    await talk(josie, hannah, 1)
    await report(josie, "Hannah", "Asked for contact or money")
    await josie.tap("No, keep them to myself")
    await sam.tap("Open the alert")
    assert "Their peer reported that they asked for contact or money." in sam.text
    assert "Josie reported it, Thu 26 Nov, 10:00." in sam.text
    assert "The two have been paired since 26 November 2026." in sam.text
    assert "No messages were handed over." in sam.text
    assert "Open the pairing" in sam.labels


async def test_own_words_are_read_by_coordinators_and_never_sent_to_the_peer(
    stage, sam, hannah, josie, paired
):
    del paired
    await report(josie, "Hannah", "Something else")
    await josie.tap("Say more in my own words")
    said = len(hannah.texts)
    await josie.type("She asked where I live")
    assert hannah.texts[said:] == []
    assert "Your coordinators can read your words with the report." in "\n".join(josie.texts)
    await sam.tap("Open the alert")
    assert "In their own words:\n\nShe asked where I live" in sam.text
    assert (await row(stage, Report)).words_sealed is not None


async def test_hand_over_copies_both_sides_in_order_at_the_press_alone(
    stage, sam, hannah, josie, paired
):
    del paired
    ids = await talk(josie, hannah)
    await report(josie, "Hannah", "It was unkind or sexual")
    assert josie.text == (
        "Would you like to hand over the last 6 messages of you both? "
        "They are copied from your own chat, and a coordinator can read them then. "
        "What was taken back is gone."
    )
    assert josie.labels == ["Yes, hand over 6 messages", "No, keep them to myself", "Urgent help"]
    assert await rows(stage, Letter, act="copy") == []
    said, told = len(sam.texts), len(hannah.texts)
    await josie.tap("Yes, hand over 6 messages")
    copies = [text for text in sam.texts[said:] if text.startswith("copy of")]
    assert copies == [f"copy of {message_id}" for message_id in ids]
    headings = [text for text in sam.texts[said:] if text.endswith("10:00:")]
    assert (
        headings
        == ["From Josie, arrived Thu 26 Nov, 10:00:", "From Hannah, arrived Thu 26 Nov, 10:00:"] * 3
    )
    assert sam.texts[said].startswith("Josie chose to hand over the 6 messages that follow.")
    assert "Your coordinator has what you handed over now." in josie.texts
    assert hannah.texts[told:] == []
    made = await row(stage, Report)
    assert (made.chosen, made.arrived, made.handed_over_at is None) == (6, 6, False)
    assert [r.actor for r in await rows(stage, AuditRow, act="report.handed_over")] == [
        josie.person_id
    ]


async def copied(stage):
    """The messages that were copied, in the order of their letters."""
    letters = await rows(stage, Letter, act="copy")
    return [letter.target for letter in sorted(letters, key=lambda letter: letter.id)]


async def test_hand_over_takes_the_last_ten(stage, sam, hannah, josie, paired):
    del sam, paired
    ids = await talk(josie, hannah, 7)
    await report(josie, "Hannah", "Something else")
    await josie.tap("Yes, hand over 10 messages")
    assert await copied(stage) == ids[-10:]


async def test_hand_over_takes_nothing_that_was_written_since(stage, sam, hannah, josie, paired):
    """The button says how many; weeks later it is still about those."""
    del sam, paired
    ids = await talk(josie, hannah, 1)
    await report(josie, "Hannah", "Something else")
    await talk(josie, hannah, 2)
    await josie.tap("Yes, hand over 2 messages")
    assert await copied(stage) == ids


async def test_hand_over_pressed_twice_hands_over_once(stage, sam, hannah, josie, paired):
    del sam, paired
    await talk(josie, hannah)
    await report(josie, "Hannah", "Something else")
    yes = josie.data("Yes, hand over")
    await josie.press(yes)
    copies = len(await rows(stage, Letter, act="copy"))
    await josie.press(yes)
    assert josie.notice == "You have handed them over already."
    assert len(await rows(stage, Letter, act="copy")) == copies == 6


async def test_what_cannot_be_copied_is_counted_and_told_to_both(stage, sam, hannah, josie, paired):
    del paired
    ids = await talk(josie, hannah)
    stage.cannot_be_copied = set(ids[:2])
    await report(josie, "Hannah", "Something else")
    await josie.tap("Yes, hand over")
    assert (
        "Your coordinator has 4 of the messages. 2 could not be copied. "
        "You can type what they said, or show your screen."
    ) in josie.texts
    assert (
        "2 messages of Josie could not be copied. "
        "They can type them for you, or show you the screen."
    ) in sam.texts
    await sam.tap("Open the alert")
    told = "They handed over 6 messages. 4 reached a coordinator."
    assert [text for text in sam.texts if told in text] != []


async def test_nothing_arrived_is_said_so(stage, sam, hannah, josie, paired):
    del sam, paired
    stage.cannot_be_copied = set(await talk(josie, hannah))
    await report(josie, "Hannah", "Something else")
    await josie.tap("Yes, hand over")
    assert any(text.startswith("We could not hand over the messages.") for text in josie.texts)
    assert (await row(stage, Report)).arrived == 0


async def test_without_messages_nothing_is_offered(stage, sam, hannah, josie, paired):
    del stage, sam, hannah, paired
    await report(josie, "Hannah", "Something else")
    assert josie.text == "What would you like to do about Hannah now? You can take your time."
    assert josie.labels == [
        "Go on as before",
        "A break, or someone else",
        "Block Hannah",
        "Talk to my coordinator",
        "Urgent help",
    ]


async def test_hand_over_is_the_reporters_alone(stage, sam, hannah, josie, paired):
    del paired
    await talk(josie, hannah)
    await report(josie, "Hannah", "Something else")
    made = await row(stage, Report)
    for someone in (hannah, sam):
        for verb in ("bd", "bk", "bw"):
            await someone.press(f"{verb}:{made.id}:")
    assert await rows(stage, Letter, act="copy") == []


async def test_reported_coordinator_learns_nothing_and_others_hear(
    stage, sam, hannah, josie, paired
):
    """A peer worker may coordinate too: a report about them is for somebody else."""
    del paired
    await join(stage, hannah.id, "coordinator", "Hannah")
    lee = await join(stage, LEE, "coordinator", "Lee")
    await talk(josie, hannah)
    said = len(hannah.texts)
    await report(josie, "Hannah", "It frightened me, or is unsafe")
    await josie.tap("Yes, hand over")
    alert = await row(stage, Alert)
    phones = (sam.phone.messages, lee.phone.messages)
    buttons = [label for shown in phones for m in shown.values() for label, _ in m.buttons]
    assert buttons.count("Open the alert") == 1
    assert hannah.texts[said:] == []
    await hannah.press(f"ao:{alert.id}:")
    assert hannah.notice == "This is for another coordinator."
    assert {x.person_id for x in await rows(stage, Letter, act="copy")} == {
        sam.person_id,
        lee.person_id,
    }
    await hannah.press(f"jp:{(await row(stage, Pairing)).id}:")
    assert hannah.notice == "This is your own pairing. Another coordinator looks after it."


async def test_report_pressed_twice_is_one_report(stage, sam, josie, paired):
    del sam
    await josie.press(f"bf:{paired}:contact")
    await josie.press(f"bf:{paired}:contact")
    assert josie.notice == "We have this report already. A coordinator looks at it."
    await josie.press(f"bf:{paired}:bananas")
    assert [made.reason for made in await rows(stage, Report)] == ["contact"]
    assert (await row(stage, Alert)).times == 1


async def test_second_reason_adds_to_the_same_alert(stage, sam, josie, paired):
    await josie.press(f"bf:{paired}:contact")
    await josie.press(f"bf:{paired}:unkind")
    alert = await row(stage, Alert)
    assert (alert.times, alert.urgent) == (2, True)
    await sam.press(f"ao:{alert.id}:")
    for words in ("asked for contact or money", "unkind or sexual"):
        assert f"{words}." in sam.text


async def test_block_from_the_report_ends_it(stage, sam, hannah, josie, paired):
    del sam, hannah
    await report(josie, "Hannah", "Something else")
    await josie.tap("Block Hannah")
    assert await pairing_state(stage, paired) == "ended"
    assert "Report something" in josie.labels


async def test_peer_worker_reports_too(stage, sam, hannah, josie, paired):
    del sam, paired
    await report(hannah, "Josie", "It was unkind or sexual")
    assert (await row(stage, Alert)).person_id == josie.person_id


async def test_report_after_the_end(stage, sam, hannah, josie, paired):
    del sam, paired
    await talk(josie, hannah, 1)
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    await report(josie, "Hannah", "Something else")
    await josie.tap("Yes, hand over 2 messages")
    assert (await row(stage, Report)).arrived == 2


async def test_erased_reporter_leaves_no_words_and_the_alert_stays(
    stage, sam, hannah, josie, paired
):
    del hannah, paired
    await report(josie, "Hannah", "Something else")
    await josie.tap("Say more in my own words")
    await josie.type("She asked where I live")
    await josie.tap("Block Hannah")
    await josie.type("/mydata")
    await josie.tap("Delete everything")
    await josie.tap("Yes, delete everything")
    await stage.advance(timedelta(minutes=6))
    assert (await row(stage, Report)).words_sealed is None
    assert await rows(stage, Block) == []
    await sam.tap("Open the alert")
    shown = "\n".join(sam.texts)
    assert "Someone whose data was deleted reported it" in shown
    assert "where I live" not in shown


async def test_own_copy_holds_the_report_and_never_that_of_the_other(
    stage, sam, hannah, josie, paired
):
    del sam, paired
    await report(josie, "Hannah", "Asked for contact or money")
    await josie.tap("Block Hannah")
    copies = {}
    for someone in (josie, hannah):
        async with stage.database.transaction() as session:
            story = Story(session, stage.clock.now(), "copy")
            actor = await find_actor(session, someone.id)
            copies[someone.name] = await person_file(story, actor)
    mine, theirs = (copies[name]["pairings"][0]["what_you_did"] for name in ("Josie", "Hannah"))
    assert [made["reason"] for made in mine["reports"]] == ["contact"]
    assert len(mine["blocks"]) == 1
    assert (theirs["reports"], theirs["blocks"]) == ([], [])
    assert "block" not in str(copies["Hannah"]).replace("'blocks'", "")
    assert copies["Hannah"]["concerns"][0]["what"] == "somebody_was_concerned"
