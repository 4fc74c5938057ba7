"""What looks like contact details is asked about before it goes, and never when it is urgent."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.contact_days import contact_like_of
from db.held_messages import HeldMessage
from db.pairings import Pairing
from flows.contact_check import looks_like_contact
from flows.held import drop_held
from flows.held_answers import replace_held
from flows.story import Story
from flows.written import Written
from tests.flows.people import change, pair, row, rows
from tests.flows.test_passes import PICTURE

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

NUMBER = "Ring me on 07700 900123"
ASKED = (
    "This looks like contact details, so we have not sent it yet. "
    "Talking here keeps both of you safe. Shall we send it to Josie?"
)


def with_words(someone, words):
    return [text for text in someone.texts if words in text]


async def counted(stage, pairing_id):
    async with stage.database.transaction() as session:
        return await contact_like_of(session, pairing_id)


async def story_of(stage, someone, act):
    async with stage.database.transaction() as session:
        from flows.actor import find_actor

        story = Story(session, stage.clock.now(), f"test:{stage.clock.now()}")
        actor = await find_actor(session, someone.id)
        found = await act(story, actor)
    await stage.deliver()
    return found


@pytest.mark.both_databases
async def test_contact_details_are_held_and_sent_when_the_writer_says_so(
    stage, hannah, josie, paired
):
    sent = await hannah.send(text=NUMBER)
    assert (hannah.text, hannah.labels) == (ASKED, ["Send it", "Do not send it", "Urgent help"])
    assert hannah.phone.last.raw.reply_to == sent
    assert with_words(josie, "07700") == []
    assert await counted(stage, paired) == (1, 0)
    await hannah.tap("Send it")
    assert josie.text == f"Hannah\n{NUMBER}"
    assert hannah.texts[-2:] == ["You chose to send this to Josie.", "Sent to Josie at 10:00."]
    assert await counted(stage, paired) == (1, 1)
    assert await rows(stage, HeldMessage) == []


async def test_contact_details_that_are_not_to_be_sent_are_forgotten(stage, hannah, josie, paired):
    await hannah.type(NUMBER)
    yes = hannah.data("Send it")
    await hannah.tap("Do not send it")
    assert hannah.text == "We did not send it, and do not keep it."
    assert hannah.labels == []
    assert await rows(stage, HeldMessage) == []
    await hannah.press(yes)
    assert hannah.notice == "You answered this before."
    assert with_words(josie, "07700") == []
    assert await counted(stage, paired) == (1, 0)


@pytest.mark.both_databases
async def test_contact_details_answered_twice_are_sent_once(stage, hannah, josie, paired):
    await hannah.type(NUMBER)
    yes, no = hannah.data("Send it"), hannah.data("Do not send it")
    for press in (yes, yes, no):
        await hannah.press(press)
    assert len(with_words(josie, "07700")) == 1
    assert await counted(stage, paired) == (1, 1)


async def test_contact_details_of_somebody_else_go_nowhere(stage, hannah, josie, paired):
    del paired
    await hannah.type(NUMBER)
    held = await row(stage, HeldMessage)
    for press in (f"cs:{held.id}:", f"cn:{held.id}:", f"ch:{held.id}:{held.pairing_id[:12]}"):
        await josie.press(press)
    assert with_words(josie, "07700") == []
    assert len(await rows(stage, HeldMessage)) == 1


async def test_question_about_contact_details_is_not_answered_by_an_old_name_button(
    stage, hannah, josie, paired
):
    del paired
    await hannah.type(NUMBER)
    held = await row(stage, HeldMessage)
    await hannah.press(f"ch:{held.id}:{held.pairing_id[:12]}")
    assert with_words(josie, "07700") == []
    assert len(await rows(stage, HeldMessage)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I want to end my life. My number is 07700 900123",
        "Call Samaritans on 116 123, day or night",
    ],
)
async def test_urgent_words_and_helplines_are_never_held(stage, hannah, josie, paired, text):
    await josie.type(text)
    assert f"Josie\n{text}" in hannah.texts
    assert await rows(stage, HeldMessage) == []
    assert await counted(stage, paired) == (0, 0)


async def test_contact_details_in_a_caption_are_held_with_the_picture(hannah, josie, paired):
    del paired
    await hannah.send(photo=PICTURE, caption=NUMBER)
    assert hannah.text == ASKED
    assert [m for m in josie.phone.messages.values() if m.raw.media] == []
    await hannah.tap("Send it")
    (shown,) = [m for m in josie.phone.messages.values() if m.raw.media]
    assert (shown.text, shown.raw.media.file_id) == (f"Hannah\n{NUMBER}", "large")


async def test_who_is_asked_first_and_contact_details_after(stage, hannah, josie, anna, paired):
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    await hannah.type(NUMBER)
    assert hannah.text.startswith("Who is this for?")
    await hannah.tap("For Josie")
    assert hannah.text == ASKED
    assert with_words(josie, "07700") + with_words(anna, "07700") == []
    await hannah.tap("Send it")
    assert f"Hannah\n{NUMBER}" in josie.texts
    assert with_words(anna, "07700") == []
    assert await counted(stage, paired) == (1, 1)


async def test_reply_is_kept_while_its_message_is_held(hannah, josie, paired):
    del paired
    await josie.type("How can I reach you?")
    answered = hannah.phone.last.id
    original = {"message_id": answered, "date": 0, "chat": {"id": hannah.id, "type": "private"}}
    await hannah.send(text=NUMBER, reply_to_message=original)
    await hannah.tap("Send it")
    assert josie.phone.last.raw.reply_to is not None


@pytest.mark.parametrize("state", ["ended", "paused"])
async def test_conversation_that_does_not_run_gets_no_contact_details(
    stage, hannah, josie, paired, state
):
    await hannah.type(NUMBER)
    await change(stage, Pairing, paired, state=state)
    await hannah.tap("Send it")
    assert with_words(josie, "07700") == []
    assert await rows(stage, HeldMessage) == []
    assert "not sent" in hannah.text or "Nothing was sent" in hannah.text


@pytest.mark.both_databases
async def test_contact_details_that_nobody_answers_for_are_deleted(stage, hannah, josie, paired):
    del paired
    await hannah.type(NUMBER)
    await stage.advance(timedelta(days=1, minutes=1))
    assert len(with_words(hannah, "looked like contact details. You did not say")) == 1
    assert await rows(stage, HeldMessage) == []
    await hannah.tap("Send it")
    assert hannah.notice == "You answered this before."
    assert with_words(josie, "07700") == []


@pytest.mark.both_databases
async def test_album_is_asked_about_once_and_its_pictures_stay_together(hannah, josie, paired):
    del paired
    await hannah.send(photo=PICTURE, caption=NUMBER, media_group_id="5")
    await hannah.send(photo=PICTURE, caption="Two", media_group_id="5")
    assert [t for t in hannah.texts if t == ASKED] == [ASKED]
    await hannah.tap("Send it")
    await hannah.send(photo=PICTURE, caption="Three, see www.example.org", media_group_id="5")
    shown = [m.text for _, m in sorted(josie.phone.messages.items()) if m.raw.media]
    assert [text.rpartition("\n")[2] for text in shown] == [
        NUMBER, "Two", "Three, see www.example.org",
    ]  # fmt: skip
    assert hannah.texts.count("You chose to send this to Josie.") == 1
    assert ASKED not in hannah.texts


async def test_album_that_is_not_to_be_sent_stays_away_with_its_late_pictures(
    stage, hannah, josie, paired
):
    del paired
    await hannah.send(photo=PICTURE, caption=NUMBER, media_group_id="5")
    await hannah.tap("Do not send it")
    await hannah.send(photo=PICTURE, caption="Two", media_group_id="5")
    assert [m for m in josie.phone.messages.values() if m.raw.media] == []
    assert await rows(stage, HeldMessage) == []
    await hannah.send(photo=PICTURE, caption="Another", media_group_id="6")
    assert len([m for m in josie.phone.messages.values() if m.raw.media]) == 1


async def test_album_for_nobody_in_particular_is_asked_about_once(
    stage, hannah, josie, anna, paired
):
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    del paired
    for caption in ("One", "Two"):
        await hannah.send(photo=PICTURE, caption=caption, media_group_id="5")
    assert len(with_words(hannah, "Who is this for?")) == 1
    await hannah.tap("For Anna")
    await hannah.type("/menu")
    await hannah.tap("Write to Josie")
    await hannah.send(photo=PICTURE, caption="Three", media_group_id="5")
    shown = [m.text for _, m in sorted(anna.phone.messages.items()) if m.raw.media]
    assert [text.rpartition("\n")[2] for text in shown] == ["One", "Two", "Three"]
    assert [m for m in josie.phone.messages.values() if m.raw.media] == []


async def test_album_whose_conversation_ends_goes_to_nobody_else(
    stage, hannah, josie, anna, paired
):
    await hannah.send(photo=PICTURE, caption="One", media_group_id="5")
    await change(stage, Pairing, paired, state="ended")
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    await hannah.send(photo=PICTURE, caption="Two", media_group_id="5")
    assert hannah.text == "This conversation has ended. Nothing was sent."
    assert with_words(anna, "Two") + with_words(josie, "Two") == []


@pytest.mark.both_databases
async def test_dropped_message_is_forgotten_and_its_question_closed(stage, hannah, josie, paired):
    del paired
    sent = await hannah.send(text=NUMBER)
    assert await story_of(stage, hannah, lambda s, a: drop_held(s, a, sent)) is True
    assert hannah.labels == []
    assert await rows(stage, HeldMessage) == []
    assert await story_of(stage, hannah, lambda s, a: drop_held(s, a, sent)) is False
    assert with_words(josie, "07700") == []


async def test_dropped_picture_leaves_the_rest_of_its_album(stage, hannah, josie, paired):
    del paired
    first = await hannah.send(photo=PICTURE, caption=NUMBER, media_group_id="5")
    await hannah.send(photo=PICTURE, caption="Two", media_group_id="5")
    assert await story_of(stage, hannah, lambda s, a: drop_held(s, a, first)) is True
    assert hannah.labels == ["Send it", "Do not send it", "Urgent help"]
    await hannah.tap("Send it")
    assert [m.text for m in josie.phone.messages.values() if m.raw.media] == ["Hannah\nTwo"]


async def test_held_message_without_its_contact_details_is_sent_at_once(
    stage, hannah, josie, paired
):
    del paired
    sent = await hannah.send(text=NUMBER)
    question = hannah.phone.last.id
    await story_of(stage, hannah, lambda s, a: replace_held(s, a, Written(sent, "Or 07700 900124")))
    assert with_words(josie, "0770") == []
    await story_of(
        stage, hannah, lambda s, a: replace_held(s, a, Written(sent, "Let us talk here"))
    )
    assert "Hannah\nLet us talk here" in josie.texts
    assert hannah.phone.messages[question].buttons == []
    assert await rows(stage, HeldMessage) == []


@pytest.mark.both_databases
async def test_held_message_that_became_urgent_is_sent_and_heard(stage, sam, hannah, josie, paired):
    del paired
    sent = await josie.send(text=NUMBER)
    words = Written(sent, "I want to end my life, 07700 900123")
    assert await story_of(stage, josie, lambda s, a: replace_held(s, a, words)) is True
    assert any("I want to end my life" in text for text in hannah.texts)
    assert sam.text.startswith("Someone in Perinatal may need help now.")


async def test_kinds_leave_out_the_helplines_of_the_region(stage, hannah, josie, paired):
    del hannah, josie
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "test:kinds")
        pairing = (await session.exec(select(Pairing).where(Pairing.id == paired))).one()
        assert await looks_like_contact(story, pairing, NUMBER) == ("phone",)
        assert await looks_like_contact(story, pairing, "text SHOUT to 85258") == ()
