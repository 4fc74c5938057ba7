from datetime import timedelta

import pytest
from sqlmodel import col, select

from care.message_text import Entity, units
from db.alerts import Alert
from db.held_messages import HeldMessage
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person
from db.programmes import Programme
from flows.deliveries import letter_failed
from flows.story import Story
from tests.flows.people import change, pair, row, rows

CANARY = "Canary"
ON_A_BREAK = (
    "Your conversation is on a break, so this was not sent and is not kept. "
    "It goes on when the break ends."
)


@pytest.fixture
async def both(stage, hannah, anna, paired):
    """The ids of Hannah's pairings, with Josie and with Anna."""
    stage.clock.advance(minutes=1)
    return paired, await pair(stage, anna, hannah)


async def reply(someone, shown_id, text):
    original = {"message_id": shown_id, "date": 0, "chat": {"id": someone.id, "type": "private"}}
    return await someone.send(text=text, reply_to_message=original)


def received(someone, text):
    """The newest message on the phone that holds this text."""
    return max((m for m in someone.phone.messages.values() if text in m.text), key=lambda m: m.id)


async def test_message_reaches_the_peer_and_its_writer_is_told(hannah, josie, paired):
    del paired
    await hannah.type("Hello Josie")
    assert josie.text == "Hannah\nHello Josie"
    assert hannah.text == "Sent to Josie at 10:00."
    await josie.type("Hello Hannah")
    assert josie.text == "Sent to Hannah at 10:00. Hannah is usually here until 12:00."
    assert "Josie\nHello Hannah" in hannah.texts


async def test_message_is_protected_and_its_row_is_wiped(stage, hannah, josie, paired):
    await hannah.type("Hello Josie")
    assert josie.phone.last.raw.protected is True
    assert (await row(stage, Letter, pairing_id=paired)).content_sealed is None


async def test_formats_stay_exact_beside_emoji(hannah, josie, paired):
    del paired
    text = "\U0001f600\U0001f468\u200d\U0001f469 bold and code"
    start = units("\U0001f600\U0001f468\u200d\U0001f469 ")
    await hannah.send(
        text=text,
        entities=[
            {"type": "bold", "offset": start, "length": 4},
            {"type": "code", "offset": start + 9, "length": 4},
            {"type": "url", "offset": 0, "length": 2},
        ],
    )
    (part,) = josie.phone.last.raw.parts
    start += len("Hannah\n")  # every message is headed by its writer's name
    assert (part.text, part.entities) == (
        f"Hannah\n{text}",
        (Entity("bold", 0, 6), Entity("bold", start, 4), Entity("code", start + 9, 4)),
    )


async def test_nothing_of_a_telegram_account_reaches_the_other(stage, hannah, josie, paired):
    del paired
    account = {
        "id": hannah.id,
        "is_bot": False,
        "first_name": f"{CANARY}First",
        "last_name": f"{CANARY}Last",
        "username": f"{CANARY}Username",
        "language_code": "en",
    }
    chat = {"id": hannah.id, "type": "private"} | {
        k: v for k, v in account.items() if k in ("first_name", "last_name", "username")
    }
    told = {
        "text": "Hello",
        "author_signature": f"{CANARY}Signature",
        "reply_to_message": {"message_id": 1, "date": 0, "chat": chat, "text": f"{CANARY}Reply"},
        "quote": {"text": f"{CANARY}Quote", "position": 0},
        "entities": [{"type": "text_mention", "offset": 0, "length": 5, "user": account}],
    }
    contact = {"phone_number": "1", "first_name": f"{CANARY}Contact", "user_id": 5}
    own = {"from": account, "chat": chat}
    await hannah.send(**own, **told)
    await hannah.send(**own, contact=contact)
    await hannah.send(**own, caption=f"{CANARY}Caption", photo=[])
    await stage.edit(hannah.id, await hannah.send(**own, text="Hi"), **own | told)
    assert [text for text in josie.texts if "Hello" in text] == ["Hannah\nHello"] * 2
    for phone in stage.phones.values():
        assert [text for text in phone.texts if CANARY in text] == []


async def test_long_message_arrives_in_parts_that_join_to_the_whole(hannah, josie, both):
    del both
    text = "\U0001f600 word" * 585
    await josie.send(text=text, entities=[{"type": "italic", "offset": 0, "length": units(text)}])
    first, second = [
        m.raw.parts[0] for _, m in sorted(hannah.phone.messages.items()) if "\U0001f600" in m.text
    ]
    assert first.text + second.text.removeprefix("Josie\n") == f"Josie\n{text}"
    assert {first.entities[0], second.entities[0]} == {Entity("bold", 0, 5)}
    italics = [e.length for part in (first, second) for e in part.entities if e.type == "italic"]
    assert sum(italics) == units(text)


async def test_names_stand_above_messages_to_somebody_with_several_people(hannah, josie, both):
    del both
    await josie.type("Good morning")
    message = received(hannah, "Good morning").raw.parts[0]
    assert (message.text, message.entities) == ("Josie\nGood morning", (Entity("bold", 0, 5),))


async def test_message_to_nobody_in_particular_is_held_and_asked(stage, hannah, josie, anna, both):
    del both
    await hannah.type("How are you?")
    assert hannah.text == "Who is this for? We have not sent it yet."
    assert hannah.labels == ["For Josie", "For Anna", "Do not send it", "Urgent help"]
    assert "Hannah\nHow are you?" not in josie.texts + anna.texts
    await hannah.tap("For Anna")
    assert "Hannah\nHow are you?" in anna.texts
    assert "Hannah\nHow are you?" not in josie.texts
    assert hannah.text == "Sent to Anna at 10:01."
    assert await rows(stage, HeldMessage) == []


async def test_who_is_this_for_answered_twice_sends_once(hannah, josie, anna, both):
    del both
    await hannah.type("How are you?")
    for_josie, for_anna = hannah.data("For Josie"), hannah.data("For Anna")
    await hannah.press(for_josie)
    await hannah.press(for_anna)
    await hannah.press(for_josie)
    assert josie.texts.count("Hannah\nHow are you?") == 1
    assert "Hannah\nHow are you?" not in anna.texts


async def test_held_message_for_a_pairing_that_ended_is_kept(stage, hannah, josie, anna, both):
    with_josie, _ = both
    await hannah.type("How are you?")
    await change(stage, Pairing, with_josie, state="ended")
    await hannah.tap("For Josie")
    assert hannah.notice == "This conversation has ended. Nothing was sent."
    assert "Hannah\nHow are you?" not in josie.texts
    await hannah.tap("For Anna")
    assert "Hannah\nHow are you?" in anna.texts


async def test_held_message_of_somebody_else_goes_nowhere(stage, hannah, josie, anna, both):
    with_josie, _ = both
    await hannah.type("How are you?")
    held = await row(stage, HeldMessage)
    await josie.press(f"ch:{held.id}:{with_josie[:12]}")
    assert [t for t in hannah.texts + anna.texts if "How are you?" in t] == []
    assert len(await rows(stage, HeldMessage)) == 1


async def test_current_conversation_takes_what_is_written(hannah, josie, anna, both):
    del both
    await hannah.type("/menu")
    await hannah.tap("Write to Anna")
    assert hannah.text == (
        "You are writing to Anna now.\n\nWe ask again when somebody else writes, or after an hour."
    )
    await hannah.type("Good morning")
    assert "Hannah\nGood morning" in anna.texts
    assert "Hannah\nGood morning" not in josie.texts


async def test_current_conversation_of_somebody_else_is_refused(stage, anna, both):
    with_josie, _ = both
    await anna.press(f"cw:{with_josie}:")
    assert anna.notice == "This conversation has ended. Nothing was sent."
    assert (await row(stage, Person, id=anna.person_id)).current_pairing_id is None


async def test_reply_goes_to_whom_it_answers(hannah, josie, anna, both):
    del both
    await josie.type("From Josie")
    await hannah.type("/menu")
    await hannah.tap("Write to Anna")
    await reply(hannah, received(hannah, "From Josie").id, "For you")
    assert "Hannah\nFor you" in josie.texts
    assert "Hannah\nFor you" not in anna.texts
    original = received(josie, "For you").raw
    assert original.reply_to is not None


@pytest.mark.parametrize("forgotten", [False, True])
async def test_reply_to_somebody_who_left_is_asked_about(
    stage, hannah, josie, anna, both, forgotten
):
    del both
    await josie.type("From Josie")
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    if forgotten:
        await josie.tap("Delete my data too")
        await josie.tap("Yes, delete everything")
        await stage.advance(timedelta(minutes=6))
    await reply(hannah, received(hannah, "From Josie").id, "Only for Josie")
    assert hannah.text == "Who is this for? We have not sent it yet."
    assert [t for t in anna.texts + josie.texts if "Only for Josie" in t] == []


async def test_answer_to_one_person_points_at_nothing_in_the_chat_of_another(
    stage, hannah, josie, anna, both
):
    _, with_anna = both
    await anna.type("From Anna")
    await change(stage, Pairing, with_anna, state="ended")
    await reply(hannah, received(hannah, "From Anna").id, "Good to hear")
    await hannah.tap("For Josie")
    assert received(josie, "Good to hear").raw.reply_to is None
    assert [t for t in anna.texts if "Good to hear" in t] == []


async def test_paused_conversation_passes_nothing_on(stage, hannah, josie, paired):
    await hannah.type("Helo")
    written = await row(stage, Letter, pairing_id=paired)
    await change(stage, Pairing, paired, state="paused")
    await hannah.type("Are you there?")
    assert hannah.text == ON_A_BREAK
    await stage.edit(hannah.id, written.source_message_id, text="Hello")
    assert hannah.texts[-2:] == [ON_A_BREAK] * 2
    assert josie.text == "Hannah\nHelo"


async def test_unreachable_peer_is_told_to_the_writer(stage, sam, hannah, josie, paired):
    del paired
    await stage.blocks(josie.id)
    assert sam.text == "Someone in Perinatal may need you. Please open this today."
    await hannah.type("Are you there?")
    assert hannah.text.startswith("We cannot reach your peer right now")
    await stage.blocks(josie.id, "member")
    assert sam.text == "Josie can be reached by the bot again."
    await hannah.type("Are you there now?")
    assert josie.text == "Hannah\nAre you there now?"


@pytest.mark.parametrize("closed", ["open", "paused", "unreachable"])
async def test_urgent_words_raise_an_alert_whatever_becomes_of_the_message(
    stage, sam, hannah, josie, paired, closed
):
    if closed == "paused":
        await change(stage, Pairing, paired, state="paused")
    elif closed == "unreachable":
        await stage.blocks(hannah.id)
    await josie.type("I want to end my life")
    assert any("Are you safe right now?" in text and "116 123" in text for text in josie.texts)
    assert sam.text.startswith("Someone in Perinatal may need help now.")
    assert (await row(stage, Alert, person_id=josie.person_id)).kind == "words"
    assert ("Josie\nI want to end my life" in hannah.texts) is (closed == "open")


async def test_urgent_words_in_a_held_message_are_found_at_once(stage, hannah, both):
    del both
    await hannah.type("I want to end my life")
    assert (await row(stage, Alert)).times == 1
    await hannah.tap("For Josie")
    assert (await row(stage, Alert)).times == 1


async def test_urgent_words_in_an_edit_are_found(stage, hannah, josie, paired):
    del paired
    sent = await josie.send(text="I feel")
    await stage.edit(josie.id, sent, text="I want to end my life")
    assert (await row(stage, Alert)).kind == "words"
    assert "Josie\nI want to end my life" in hannah.texts


async def test_help_me_reaches_the_peer_and_brings_urgent_help(hannah, josie, paired):
    del paired
    await josie.type("Help me")
    assert "Josie\nHelp me" in hannah.texts
    assert any("116 123" in text for text in josie.texts)


async def test_edit_changes_the_copy(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text="Helo")
    await stage.edit(hannah.id, sent, text="Hello")
    assert josie.text == "Hannah\nHello"
    assert "Hannah\nHelo" not in josie.texts


async def test_edit_of_what_was_never_passed_on_says_nothing(stage, hannah, josie, paired):
    del paired
    said = len(hannah.texts)
    await stage.edit(hannah.id, 4_711, text="Hello")
    await stage.edit(hannah.id, 4_711, caption="Hello", photo=[])
    assert "Hannah\nHello" not in josie.texts
    assert hannah.texts[said:] == []


@pytest.mark.parametrize(("hour", "silent"), [(10, False), (23, True)])
async def test_message_at_night_makes_no_sound(stage, hannah, paired, hour, silent):
    stage.clock.set(stage.clock.now().replace(hour=hour))
    await hannah.type("Good night")
    letters = await rows(stage, Letter, pairing_id=paired)
    assert [letter.silent for letter in letters] == [silent]


async def test_first_words_of_the_peer_worker_are_remembered(stage, hannah, josie, paired):
    await josie.type("Hello?")
    assert (await row(stage, Pairing)).first_contact_at is None
    await hannah.type("Hello!")
    assert (await row(stage, Pairing, id=paired)).first_contact_at == stage.clock.now()


async def test_odd_signs_pass_through_whole(hannah, josie, paired):
    del paired
    await hannah.type("\U0001f600" * 4096)
    parts = [text.split("\n") for text in josie.texts if "\U0001f600" in text]
    assert {name for name, _ in parts} == {"Hannah"}
    assert "".join(words for _, words in parts) == "\U0001f600" * 4096
    await hannah.type("a\x00b\ud800c\u202ed")
    assert josie.text == "Hannah\na\ufffdb\ufffdc\u202ed"


async def test_held_message_that_nobody_claims_is_deleted_and_its_writer_told(
    stage, hannah, josie, anna, both
):
    del both
    await hannah.type("How are you?")
    await stage.advance(timedelta(days=1, minutes=1))
    assert [t for t in hannah.texts if "did not say who it was for" in t] != []
    assert await rows(stage, HeldMessage) == []
    assert [t for t in josie.texts + anna.texts if "How are you?" in t] == []


async def test_status_line_is_written_once_a_minute(stage, hannah, paired):
    await hannah.type("One")
    await hannah.type("Two")
    written = [x for x in await rows(stage, Letter) if x.slot == f"status:{paired}"]
    assert [letter.act for letter in written] == ["send"]
    stage.clock.advance(minutes=1)
    await hannah.type("Three")
    assert [t for t in hannah.texts if t.startswith("Sent")] == ["Sent to Josie at 10:01."]


async def test_later_success_leaves_the_line_about_a_failure(stage, hannah, josie, paired):
    del josie
    await hannah.type("One")
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "test:failed")
        query = select(Letter).where(col(Letter.pairing_id) == paired)
        letter = (await session.exec(query)).one()
        await letter_failed(story, letter, "blocked")
    await stage.deliver()
    stage.clock.advance(minutes=2)
    await hannah.type("Two")
    told = [text for text in hannah.texts if "Josie" in text and "your last message" in text]
    assert told == ["We could not send your last message to Josie. Your coordinator can help."]


async def test_words_pass_between_people_whose_zones_are_not_known(stage, hannah, josie, paired):
    where = (await row(stage, Pairing, id=paired)).programme_id
    await change(stage, Person, josie.person_id, time_zone="Europe/Lyonesse")
    await change(stage, Person, hannah.person_id, time_zone="Europe/Lyonesse")
    await change(stage, Programme, where, time_zone="Europe/Ys")
    await josie.type("Are you there?")
    await hannah.type("Yes.")
    assert any("Are you there?" in text for text in hannah.texts)
    assert any("Yes." in text for text in josie.texts)
    await josie.type("/menu")
    assert josie.labels
