import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outcomes import Refused, Retry, Unknown
from care.message_text import Entity
from db.alerts import Alert
from db.held_messages import HeldMessage
from db.message_map import MappedMessage
from db.outbox import Letter
from db.pairings import Pairing
from db.parked_edits import ParkedEdit
from flows.passing_on import contents_of
from flows.written import Written
from tests.flows.people import HANNAH, JOSIE, change, join, pair, row, rows
from tests.flows.racing import Hand

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

LONG = "One step after the other. " * 200  # two messages
NOTE = "Hannah changed this message. It now says:\n\n"


def from_hannah(josie):
    """What Josie sees of Hannah's messages, the oldest first."""
    return [text for text in josie.texts if text.startswith(("Hannah\n", "Hannah changed"))]


def joined(*texts):
    """The words of several messages of Hannah, each of which is headed by her name."""
    return "".join(text.removeprefix("Hannah\n") for text in texts)


@pytest.mark.both_databases
async def test_edit_changes_the_copy_in_place(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Helo")
    copy = josie.phone.last.id
    await stage.edit(hannah.id, sent, text="Hello")
    assert (josie.phone.messages[copy].text, from_hannah(josie)) == (
        "Hannah\nHello",
        ["Hannah\nHello"],
    )
    assert hannah.texts[-1].startswith("Sent to Josie")


async def test_formats_of_an_edit_are_kept(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Helo")
    bold = {"type": "bold", "offset": 0, "length": 5}
    await stage.edit(hannah.id, sent, text="Hello", entities=[bold])
    (part,) = josie.phone.last.raw.parts
    assert part.entities == (Entity("bold", 0, 6), Entity("bold", 7, 5))


async def test_change_that_nobody_sees_is_left_alone(stage, hannah, josie, paired):
    del josie
    sent = await hannah.send(text="Hello")
    before = await rows(stage, Letter)
    await stage.edit(hannah.id, sent, text="Hello")
    assert len(await rows(stage, Letter)) == len(before)
    await stage.edit(hannah.id, sent, text="Hello!")
    await stage.edit(hannah.id, sent, text="Hello")
    edits = [x for x in await rows(stage, Letter, pairing_id=paired) if x.act == "edit"]
    assert [(letter.state, letter.content_sealed) for letter in edits] == [("sent", None)] * 2


async def test_edit_that_grows_is_shown_in_more_messages(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Helo")
    copy = josie.phone.last.id
    await stage.edit(hannah.id, sent, text=LONG)
    first, second = josie.texts[-2:]
    assert joined(first, second) == LONG
    assert josie.phone.messages[copy].text == first


async def test_each_part_of_a_long_message_is_edited(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text=LONG)
    copies = sorted(josie.phone.messages)[-2:]
    await stage.edit(hannah.id, sent, text=LONG.replace("other", "next"))
    assert sorted(josie.phone.messages)[-2:] == copies
    assert joined(*josie.texts[-2:]) == LONG.replace("other", "next")


async def test_edit_that_shrinks_deletes_what_is_left_over(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text=LONG)
    over = josie.phone.last.id
    await stage.edit(hannah.id, sent, text="Short")
    assert from_hannah(josie) == ["Hannah\nShort"]
    assert (josie.phone.deleted, hannah.phone.deleted) == ([over], [])
    await stage.edit(hannah.id, sent, text=LONG)
    assert joined(*josie.texts[-2:]) == LONG


async def test_late_edit_is_told_in_a_note(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="At ten")
    copy = josie.phone.last.id
    stage.clock.advance(minutes=15)
    await stage.edit(hannah.id, sent, text="At eleven")
    assert from_hannah(josie) == ["Hannah\nAt eleven"]
    stage.clock.advance(minutes=1)
    await stage.edit(hannah.id, sent, text="At noon")
    assert from_hannah(josie) == ["Hannah\nAt eleven", f"{NOTE}At noon"]
    assert (josie.phone.last.raw.reply_to, josie.phone.last.raw.protected) == (copy, True)
    await stage.edit(hannah.id, sent, text="At one")
    assert from_hannah(josie)[-1] == f"{NOTE}At one"


async def test_late_edit_of_many_words_loses_none(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Short")
    stage.clock.advance(minutes=16)
    text = "\U0001f600" * 2048
    await stage.edit(hannah.id, sent, text=text)
    assert "".join(josie.texts[-2:]) == NOTE + text


async def test_edit_of_a_waiting_message_replaces_its_words(stage, hannah, josie, paired):
    hand = Hand(stage)
    sent = await hannah.send(text="Helo")
    await stage.edit(hannah.id, sent, text="Hello")
    assert [x.act for x in await rows(stage, Letter, pairing_id=paired)] == ["send"]
    await stage.edit(hannah.id, sent, text=LONG)
    await stage.edit(hannah.id, sent, text="Hello again")
    await hand.let_go()
    assert from_hannah(josie) == ["Hannah\nHello again"]


@pytest.mark.both_databases
async def test_edit_of_what_is_being_sent_follows_it(stage, hannah, josie, paired):
    del paired
    hand = Hand(stage)
    sent = await hannah.send(text="Helo")
    (letter,) = await hand.claim()
    await stage.edit(hannah.id, sent, text="Hallo")
    await stage.edit(hannah.id, sent, text="Hello")
    await hand.record((letter, Retry(0.0)))
    await hand.let_go()
    assert from_hannah(josie) == ["Hannah\nHello"]


@pytest.mark.parametrize("outcome", [Refused("bad_request"), Unknown()])
async def test_edit_of_what_did_not_arrive_goes_nowhere(stage, hannah, josie, paired, outcome):
    del paired
    hand = Hand(stage)
    sent = await hannah.send(text="Helo")
    (letter,) = await hand.claim()
    letter.repeated = True
    await stage.edit(hannah.id, sent, text="Hello")
    await hand.record((letter, outcome))
    await hand.let_go()
    assert from_hannah(josie) == []


async def test_edit_of_a_failed_message_asks_for_a_new_one(stage, hannah, josie, paired):
    del paired
    hand = Hand(stage)
    sent = await hannah.send(text="Helo")
    (letter,) = await hand.claim()
    await hand.record((letter, Refused("bad_request")))
    await hand.let_go()
    await stage.edit(hannah.id, sent, text="Hello")
    assert hannah.text.startswith("That message did not arrive")
    assert from_hannah(josie) == []


async def test_edit_of_what_may_have_arrived_is_told_in_a_note(stage, hannah, josie, paired):
    del paired
    hand = Hand(stage)
    sent = await hannah.send(text="Helo")
    (letter,) = await hand.claim()
    letter.repeated = True
    await hand.record((letter, Unknown()))
    await hand.let_go()
    await stage.edit(hannah.id, sent, text="Hello")
    assert from_hannah(josie) == [f"{NOTE}Hello"]


async def test_edit_that_fails_is_told(stage, hannah, josie, paired):
    del josie, paired
    sent = await hannah.send(text="Helo")
    hand = Hand(stage)
    await stage.edit(hannah.id, sent, text="Hello")
    (letter,) = await hand.claim()
    await hand.record((letter, Refused("bad_request")))
    await hand.let_go()
    assert hannah.text.startswith("We could not pass your change on to Josie.")


async def test_edit_of_a_copy_that_is_gone_is_found_again(stage, hannah, josie, paired):
    sent = await hannah.send(text="Helo")
    josie.phone.messages.pop(josie.phone.last.id)
    await stage.edit(hannah.id, sent, text="Hello")
    shown = josie.phone.last.id
    assert josie.text == "Hannah\nHello"
    await stage.edit(hannah.id, sent, text="Hello!")
    assert josie.phone.messages[shown].text == "Hannah\nHello!"
    assert len(await rows(stage, MappedMessage, pairing_id=paired)) == 2


async def test_edit_into_contact_details_is_asked_about(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Write to me")
    await stage.edit(hannah.id, sent, text="Write to hannah@example.org")
    assert from_hannah(josie) == ["Hannah\nWrite to me"]
    await hannah.tap("Send")
    assert from_hannah(josie) == ["Hannah\nWrite to hannah@example.org"]
    await stage.edit(hannah.id, sent, text="Write to anna@example.org")
    await stage.edit(hannah.id, sent, text="Write to me here")
    assert from_hannah(josie) == ["Hannah\nWrite to me here"]
    assert await rows(stage, HeldMessage) == []


async def test_edit_into_a_command_is_no_command_and_no_message(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="stop")
    await stage.edit(hannah.id, sent, text="/stop")
    assert hannah.text == "A message that begins with / is for us. The change was not passed on."
    assert from_hannah(josie) == ["Hannah\nstop"]


async def test_edit_into_what_cannot_be_passed_on_says_why(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Look")
    await stage.edit(hannah.id, sent, caption="I want to end my life", video=video())
    assert "This change was not passed on." in hannah.texts[-1] + hannah.texts[-2]
    assert from_hannah(josie) == ["Hannah\nLook"]
    assert (await row(stage, Alert)).kind == "words"


async def test_edit_after_the_end_is_not_passed_on(stage, hannah, josie, paired):
    sent = await hannah.send(text="Helo")
    await change(stage, Pairing, paired, state="ended")
    await stage.edit(hannah.id, sent, text="Hello")
    assert hannah.text == "This conversation has ended, so the change was not passed on."
    assert from_hannah(josie) == ["Hannah\nHelo"]


async def test_edit_of_a_held_message_changes_what_is_held(stage, hannah, josie, anna, paired):
    del paired
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    sent = await hannah.send(text="Helo")
    await stage.edit(hannah.id, sent, text="Hello")
    await hannah.tap("For Josie")
    assert from_hannah(josie) == ["Hannah\nHello"]


@pytest.mark.both_databases
async def test_edit_before_its_original_waits_for_it(stage, hannah, josie, paired):
    del paired
    await stage.edit(hannah.id, 4_711, text="Hello")
    assert (from_hannah(josie), len(await rows(stage, ParkedEdit))) == ([], 1)
    await stage.update({"message": stage._envelope(hannah.id, 4_711) | {"text": "Helo"}})
    assert from_hannah(josie) == ["Hannah\nHelo"]
    await stage.advance(timedelta(seconds=59))
    assert from_hannah(josie) == ["Hannah\nHelo"]
    await stage.advance(timedelta(seconds=2))
    assert (from_hannah(josie), await rows(stage, ParkedEdit)) == (["Hannah\nHello"], [])


@pytest.mark.both_databases
async def test_edit_without_an_original_is_told_and_not_passed_on(stage, hannah, josie, paired):
    del paired
    await stage.edit(hannah.id, 4_711, text="Helo")
    await stage.edit(hannah.id, 4_711, text="Hello")
    await stage.advance(timedelta(minutes=2))
    told = [t for t in hannah.texts if t.startswith("You changed a message that was not passed on")]
    assert (len(told), from_hannah(josie)) == (1, [])
    assert await rows(stage, ParkedEdit) == []


async def test_edited_command_is_not_a_message(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="/menu")
    said = len(hannah.texts)
    await stage.edit(hannah.id, sent, text="/menus")
    await stage.advance(timedelta(minutes=2))
    assert (hannah.texts[said:], from_hannah(josie)) == ([], [])


async def test_caption_of_a_picture_is_edited(stage, hannah, josie, paired):
    del paired
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 99}]
    sent = await hannah.send(photo=photo, caption="Our gardn")
    await stage.edit(hannah.id, sent, photo=photo, caption="Our garden")
    assert (josie.text, josie.phone.last.raw.caption_of_media) == ("Hannah\nOur garden", True)
    said = len(hannah.texts)
    other = [photo[0] | {"file_id": "g", "file_size": 98}]
    await stage.edit(hannah.id, sent, photo=other, caption="Our garden")
    (told,) = hannah.texts[said:]
    assert told.startswith("A picture cannot be swapped once it is passed on.")
    stage.clock.advance(minutes=20)
    await stage.edit(hannah.id, sent, photo=other)
    assert josie.text == "Hannah took the words away from this picture."


@given(st.text(min_size=1, max_size=40), st.integers(1, 300))
def test_parts_join_to_what_was_written(text, times):
    parts = contents_of("Hannah", Written(1, text * times), None)
    assert joined(*(content.parts[0].text for content in parts)) == text * times


def video():
    return {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}


DELIVERED = itertools.cycle([(True, True, True), (True, False, True), (False, False, True)])
EDITS = [
    list(zip(sizes, next(DELIVERED), strict=True))
    for sizes in itertools.product((1, 2, 3), (3, 2, 1), (1, 2, 3))
]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_whatever_is_changed_when_the_last_words_are_shown_whole(stage):
    """Messages of one to three parts, changed while they wait and after they arrived."""
    josie = await join(stage, JOSIE, "service_user", "Josie")
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah")
    await pair(stage, josie, hannah)
    for number, edits in enumerate(EDITS):
        before, hand, sent = set(josie.phone.messages), Hand(stage), None
        for turn, (size, is_delivered) in enumerate(edits):
            text = f"{number} {turn} " + (LONG * 2)[: (size - 1) * 4_000]
            if sent is None:
                sent = await hannah.send(text=text)
            else:
                await stage.edit(hannah.id, sent, text=text)
            if is_delivered:
                await hand.deliver()
        await hand.let_go()
        new = [m.text for m in josie.phone.messages.values() if m.id not in before]
        assert joined(*new) == text
        stage.clock.advance(minutes=2)
