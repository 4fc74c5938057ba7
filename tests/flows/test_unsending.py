from datetime import timedelta

import pytest

from bot.outcomes import NoWay, Refused, Retry, Sent, Unknown
from db.held_messages import HeldMessage
from db.message_map import MappedMessage
from db.outbox import Letter
from db.pairings import Pairing
from flows.recalls import withdraw_between
from flows.story import Story
from tests.flows.people import change, pair, row, rows
from tests.flows.racing import Hand

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

LONG = "One step after the other. " * 200  # two messages


@pytest.fixture
async def both(stage, hannah, anna, paired):
    """Hannah writes to Josie and to Anna."""
    stage.clock.advance(minutes=1)
    return paired, await pair(stage, anna, hannah)


async def unsend(someone, message_id, text="/unsend", **fields):
    original = {"message_id": message_id, "date": 0, "chat": {"id": someone.id, "type": "private"}}
    command = [{"type": "bot_command", "offset": 0, "length": 7}]
    content = fields or {"text": text, "entities": command}
    return await someone.send(reply_to_message=original, **content)


def copies(josie):
    """What Josie sees of Hannah's messages."""
    return [text for text in josie.texts if text.startswith(("Hannah\n", "Hannah changed"))]


def status(hannah):
    """The lines that say what became of Hannah's messages."""
    return [text for text in hannah.texts if text.startswith(("Sent", "Taken", "We "))]


@pytest.mark.both_databases
async def test_unsent_message_is_gone_on_both_sides(stage, hannah, josie, paired):
    sent = await hannah.send(text="Wrong words")
    copy = josie.phone.last.id
    line = hannah.phone.last.id
    await unsend(hannah, sent)
    assert (copies(josie), josie.phone.deleted) == ([], [copy])
    assert hannah.phone.deleted == [sent, line]
    assert status(hannah) == ["Taken back. Josie may have seen it."]
    assert await rows(stage, MappedMessage, pairing_id=paired) == []


@pytest.mark.parametrize("side", ["hannah", "josie"])
async def test_either_side_can_take_back(hannah, josie, paired, side):
    del paired
    writer, reader = (hannah, josie) if side == "hannah" else (josie, hannah)
    sent = await writer.send(text="Wrong words")
    await unsend(writer, sent)
    assert [text for text in reader.texts if "Wrong words" in text] == []
    assert writer.text.startswith("Taken back.")


@pytest.mark.parametrize("text", ["/unsend", "/UNSEND", "/Unsend please"])
async def test_command_is_understood_in_any_case(hannah, josie, paired, text):
    del paired
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent, text)
    assert copies(josie) == []


async def test_command_is_understood_below_a_picture(hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 99}]
    command = [{"type": "bot_command", "offset": 0, "length": 7}]
    await unsend(hannah, sent, photo=photo, caption="/unsend", caption_entities=command)
    assert copies(josie) == []


async def test_command_is_understood_while_a_form_is_open(hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    await hannah.type("/talk")
    await unsend(hannah, sent)
    assert copies(josie) == []
    assert hannah.text == "Taken back. Josie may have seen it."


async def test_all_parts_of_a_long_message_go(hannah, josie, paired):
    del paired
    sent = await hannah.send(text=LONG)
    await unsend(hannah, sent)
    assert (copies(josie), len(josie.phone.deleted)) == ([], 2)
    assert status(hannah) == ["Taken back. Josie may have seen it."]


async def test_edits_and_late_notes_go_with_their_message(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="At ten")
    await stage.edit(hannah.id, sent, text=LONG)
    stage.clock.advance(minutes=16)
    await stage.edit(hannah.id, sent, text="At eleven")
    await unsend(hannah, sent)
    assert (copies(josie), len(josie.phone.deleted)) == ([], 3)


async def test_what_still_waits_is_never_shown(stage, hannah, josie, paired):
    hand = Hand(stage)
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    letter = await row(stage, Letter, pairing_id=paired)
    assert (letter.state, letter.content_sealed, letter.recall) == ("withdrawn", None, "unsent")
    assert [x.id for x in await hand.claim() if x.id == letter.id] == []
    await hand.let_go()
    assert (copies(josie), josie.phone.deleted) == ([], [])


async def test_writer_hears_that_it_was_not_sent(stage, hannah, josie, paired):
    del josie, paired
    hand = Hand(stage)
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    await hand.let_go()
    assert status(hannah) == ["Taken back. It was not sent to Josie."]
    assert hannah.phone.deleted == [sent]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("outcome", "told", "removed"),
    [
        (Sent(900), "Taken back. Josie may have seen it.", [900]),
        (Retry(1.0), "Taken back. It was not sent to Josie.", []),
        (NoWay("unconnected"), "Taken back. It was not sent to Josie.", []),
        (Refused("bad_request"), "Taken back. It was not sent to Josie.", []),
        (
            Unknown(),
            "We do not know if it reached Josie. If it did, we cannot delete it.",
            [],
        ),
    ],
)
async def test_what_is_being_sent_is_deleted_once_it_arrived(
    stage, hannah, josie, paired, outcome, told, removed
):
    hand = Hand(stage)
    sent = await hannah.send(text="Wrong words")
    (letter,) = await hand.claim()
    await unsend(hannah, sent)
    assert (await row(stage, Letter, pairing_id=paired)).state == "sending"
    await hand.record((letter, outcome))
    await hand.let_go()
    assert (copies(josie), josie.phone.deleted) == ([], removed)
    assert status(hannah) == [told]


@pytest.mark.both_databases
async def test_edit_that_is_being_sent_does_not_bring_it_back(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    hand = Hand(stage)
    await stage.edit(hannah.id, sent, text="Other words")
    (edit,) = await hand.claim()
    await unsend(hannah, sent)
    await hand.record((edit, Unknown(is_harmless=True)))
    await hand.let_go()
    assert copies(josie) == []
    assert status(hannah) == ["Taken back. Josie may have seen it."]


async def test_copy_that_cannot_be_deleted_is_told(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    hand = Hand(stage)
    await unsend(hannah, sent)
    (removal,) = await hand.claim()
    await hand.record((removal, Refused("bad_request")))
    await hand.let_go()
    assert status(hannah)[-1] == "We could not delete it for Josie. It may still be there."
    assert hannah.phone.deleted == []
    assert copies(josie) == ["Hannah\nWrong words"]


async def test_reader_who_blocks_the_bot_keeps_the_copy_and_it_is_told(
    stage, hannah, josie, paired
):
    del paired
    sent = await hannah.send(text="Wrong words")
    hand = Hand(stage)
    await unsend(hannah, sent)
    await stage.blocks(josie.id)
    await hand.let_go()
    assert "We could not delete it for Josie. It may still be there." in hannah.texts


async def test_repeated_message_may_be_there_twice(stage, hannah, josie, paired):
    del josie, paired
    hand = Hand(stage)
    sent = await hannah.send(text="Wrong words")
    (letter,) = await hand.claim()
    await hand.record((letter, Unknown()))
    await hand.let_go()
    await unsend(hannah, sent)
    assert hannah.text.startswith("We deleted it for Josie. It may have arrived twice")


async def test_message_is_taken_back_once(hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    await unsend(hannah, sent)
    assert hannah.text == "You took that message back before."
    assert len(josie.phone.deleted) == 1


@pytest.mark.both_databases
async def test_two_days_are_the_limit(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Old words")
    stage.clock.advance(hours=47, minutes=54)
    late = await hannah.send(text="New words")
    stage.clock.advance(minutes=2)
    await unsend(hannah, sent)
    assert hannah.text.startswith("A message can be taken back for two days.")
    assert copies(josie) == ["Hannah\nOld words", "Hannah\nNew words"]
    await unsend(hannah, late)
    assert copies(josie) == ["Hannah\nOld words"]


@pytest.mark.both_databases
async def test_message_of_which_the_letters_are_forgotten_is_too_old(stage, hannah, paired):
    del paired
    sent = await hannah.send(text="Old words")
    await stage.advance(timedelta(days=32))
    assert [x for x in await rows(stage, Letter) if x.source_message_id == sent] == []
    await unsend(hannah, sent)
    assert "A message can be taken back for two days." in hannah.text


async def test_message_of_the_other_person_stays(hannah, josie, paired):
    del paired
    await josie.type("My words")
    copy = max(m.id for m in hannah.phone.messages.values() if "My words" in m.text)
    await unsend(hannah, copy)
    assert hannah.text.startswith("That message is from your peer.")
    assert "Josie\nMy words" in hannah.texts
    assert josie.phone.deleted == []


async def test_message_that_was_not_passed_on_is_told(hannah, paired):
    del paired
    await unsend(hannah, 4_711)
    assert hannah.text.startswith("That is not a message that we passed on.")


async def test_held_message_is_dropped(stage, hannah, josie, anna, both):
    del both
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    assert hannah.text == "Taken back. We had not sent it to anybody."
    assert (await rows(stage, HeldMessage), hannah.phone.deleted) == ([], [sent])
    assert [t for t in josie.texts + anna.texts if "Wrong words" in t] == []


@pytest.mark.both_databases
async def test_command_alone_offers_the_last_message(hannah, josie, paired):
    del paired
    await hannah.type("/unsend")
    assert hannah.text == (
        "To take a message back, reply to it with /unsend. This works for two days."
    )
    await hannah.type("First")
    await hannah.type("Second")
    await hannah.type("/unsend")
    assert hannah.text.endswith("Your last message was for Josie, Thu 26 Nov, 10:00.")
    await hannah.type("Third")
    await hannah.tap("Take it back")
    assert copies(josie) == ["Hannah\nFirst", "Hannah\nThird"]


@pytest.mark.parametrize("ref", ["", "x", "99999999"])
async def test_button_takes_back_nothing_of_somebody_else(hannah, josie, paired, ref):
    del paired
    sent = await josie.send(text="My words")
    await hannah.press(f"uy:{sent}:")
    await hannah.press(f"uy:{ref}:")
    assert "Josie\nMy words" in hannah.texts
    assert hannah.text.startswith("That is not a message that we passed on.")


async def test_edit_of_what_was_taken_back_is_not_passed_on(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    await stage.edit(hannah.id, sent, text="Other words")
    assert hannah.text.startswith("You took that message back")
    assert copies(josie) == []


async def test_line_stays_where_it_tells_of_another_message(hannah, josie, paired):
    del paired
    await hannah.send(text="Right words")
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    assert copies(josie) == ["Hannah\nRight words"]
    assert status(hannah) == ["Sent to Josie at 10:00.", "Taken back. Josie may have seen it."]


async def test_next_message_has_a_line_again(hannah, josie, paired):
    del josie, paired
    sent = await hannah.send(text="Wrong words")
    await unsend(hannah, sent)
    await hannah.type("Right words")
    assert status(hannah) == ["Taken back. Josie may have seen it.", "Sent to Josie at 10:00."]


async def test_message_can_be_taken_back_after_the_end(stage, hannah, josie, paired):
    sent = await hannah.send(text="Wrong words")
    await change(stage, Pairing, paired, state="ended")
    await unsend(hannah, sent)
    assert copies(josie) == []


async def part(stage, pairing_id, *, tell):
    async with stage.database.transaction() as session:
        pairing = await session.get(Pairing, pairing_id)
        await withdraw_between(Story(session, stage.clock.now(), "test:part"), pairing, tell=tell)


@pytest.mark.parametrize("tell", [False, True])
async def test_nothing_crosses_once_two_are_parted(stage, hannah, josie, paired, tell):
    hand = Hand(stage)
    await hannah.type("To Josie")
    (letter,) = await hand.claim()
    await hannah.type("To Josie again")
    await josie.type("To Hannah")
    await part(stage, paired, tell=tell)
    await hand.record((letter, Sent(900)))
    said = len(hannah.texts), len(josie.texts)
    await hand.let_go()
    assert (copies(josie), josie.phone.deleted) == ([], [900])
    assert "Josie\nTo Hannah" not in hannah.texts
    told = [
        [text for text in someone.texts[before:] if "could not send" in text]
        for someone, before in zip((hannah, josie), said, strict=True)
    ]
    assert [len(texts) for texts in told] == ([1, 1] if tell else [0, 0])


async def test_what_arrived_stays_when_two_are_parted(stage, hannah, josie, paired):
    sent = await hannah.send(text="Helo")
    hand = Hand(stage)
    await stage.edit(hannah.id, sent, text="Hello")
    (edit,) = await hand.claim()
    await part(stage, paired, tell=False)
    await hand.record((edit, Sent(josie.phone.last.id)))
    await hand.let_go()
    assert (copies(josie), josie.phone.deleted) == (["Hannah\nHelo"], [])
