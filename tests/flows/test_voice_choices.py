"""Voice messages pass once both said yes, each warned, and until one of them stops."""

import pytest

from db.outbox import Letter
from db.pairings import Pairing
from flows.media import Voice
from tests.flows.people import change, pair, rows
from tests.flows.test_my_copy import copy_of
from tests.flows.test_passes import PICTURE

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

NOTE = {"file_id": "note", "file_unique_id": "n", "duration": 7, "file_size": 4_000}
REFUSED = (
    "Voice messages pass between you and Josie once both of you agree. Until then, please write."
)
WARNING = "A voice can show who you are, and that cannot be taken back."
ON = "are on now. Either of you can stop them at any time."


def said(someone, words):
    return [text for text in someone.texts if words in text]


def voices(someone):
    return [m.raw.media for m in someone.phone.messages.values() if m.raw.media]


async def agree(someone):
    await someone.tap("Yes, pass them on")


async def both_agree(hannah, josie):
    await hannah.send(voice=NOTE)
    await hannah.tap("Voice messages with Josie")
    await agree(hannah)
    await agree(josie)


async def test_voice_message_without_agreement_is_refused_with_a_way(hannah, josie, paired):
    del paired
    await hannah.send(voice=NOTE)
    assert (hannah.text, hannah.labels) == (REFUSED, ["Voice messages with Josie", "Urgent help"])
    assert voices(josie) == []


@pytest.mark.both_databases
async def test_both_are_warned_once_and_told_when_both_said_yes(stage, hannah, josie, paired):
    await hannah.send(voice=NOTE)
    await hannah.tap("Voice messages with Josie")
    assert hannah.text.startswith(WARNING)
    assert hannah.labels == ["Yes, pass them on", "No, keep to writing", "Urgent help"]
    assert said(josie, WARNING) == []
    await agree(hannah)
    assert hannah.text.startswith("We pass voice messages on once Josie says yes too.")
    assert josie.text.startswith("Hannah said yes to voice messages between you.")
    assert len(said(josie, WARNING)) == 1
    await hannah.send(voice=NOTE)
    assert hannah.text.startswith("We pass voice messages on once Josie agrees too.")
    await agree(josie)
    assert (len(said(hannah, ON)), len(said(josie, ON))) == (1, 1)
    await hannah.send(voice=NOTE, caption="For you")
    assert voices(josie) == [Voice("note", 4_000, 7)]
    await josie.send(voice=NOTE)
    assert voices(hannah) == [Voice("note", 4_000, 7)]
    assert all(x.content_sealed is None for x in await rows(stage, Letter, pairing_id=paired))


async def test_other_person_is_asked_once_however_often_somebody_agrees(hannah, josie, paired):
    await hannah.press(f"vy:{paired}:")
    await hannah.press(f"vy:{paired}:")
    assert len(said(josie, WARNING)) == 1
    await josie.tap("No, keep to writing")
    assert josie.text == "Voice messages are not passed on. You can change this at any time."
    told = list(hannah.texts)
    await hannah.press(f"vn:{paired}:")
    await hannah.press(f"vy:{paired}:")
    assert len(said(josie, WARNING)) == 1
    assert said(hannah, "are off now") == said(hannah, ON) == []
    assert len(hannah.texts) == len(told) + 2


@pytest.mark.parametrize("who", ["hannah", "josie"])
async def test_either_can_stop_voice_messages(hannah, josie, paired, who):
    del paired
    await both_agree(hannah, josie)
    one, other = (hannah, josie) if who == "hannah" else (josie, hannah)
    await one.tap("Stop voice messages")
    assert other.text.startswith(f"Voice messages between you and {one.name} are off now.")
    for someone in (hannah, josie):
        await someone.send(voice=NOTE)
    assert voices(hannah) + voices(josie) == []


@pytest.mark.both_databases
async def test_agreement_repeated_changes_nothing(hannah, josie, paired):
    await both_agree(hannah, josie)
    before = list(hannah.texts), list(josie.texts)
    await josie.press(f"vy:{paired}:")
    assert (hannah.texts, josie.texts) == before


async def test_agreement_is_for_one_pairing(stage, hannah, josie, anna, paired):
    await both_agree(hannah, josie)
    stage.clock.advance(minutes=1)
    with_anna = await pair(stage, anna, hannah)
    await anna.press(f"vy:{paired}:")
    assert anna.notice
    await anna.send(voice=NOTE)
    assert voices(hannah) == []
    await change(stage, Pairing, paired, state="ended")
    await josie.press(f"vo:{paired}:")
    assert josie.notice
    await hannah.press(f"vo:{with_anna}:")
    assert hannah.text.startswith(WARNING)


async def test_voice_message_to_nobody_in_particular_is_asked_about_first(
    stage, hannah, josie, anna, paired
):
    await both_agree(hannah, josie)
    del paired
    stage.clock.advance(minutes=1)
    await pair(stage, anna, hannah)
    await hannah.send(voice=NOTE)
    assert hannah.labels == ["For Josie", "For Anna", "Do not send it", "Urgent help"]
    await hannah.tap("For Anna")
    assert hannah.text.startswith("Voice messages pass between you and Anna once both")
    assert voices(anna) + voices(josie) == []
    await hannah.type("/menu")
    await hannah.tap("Write to Josie")
    await hannah.send(voice=NOTE)
    assert (len(voices(josie)), voices(anna)) == (1, [])


async def test_copy_tells_what_a_person_said_about_voice_messages(stage, hannah, josie, paired):
    await hannah.press(f"vy:{paired}:")
    await hannah.send(text="Ring me on 07700 900123", photo=None)
    await hannah.send(photo=PICTURE, caption="07700 900123", media_group_id="1")
    await hannah.send(photo=PICTURE, media_group_id="1")
    page, data = await copy_of(hannah)
    (pairing,) = data["pairings"]
    at = stage.clock.now().isoformat()
    assert pairing["voice_messages"]["said"] == "yes"
    assert pairing["voice_messages"]["at"][:16] == at[:16]
    assert data["held_messages"] == [
        "Ring me on 07700 900123",
        "07700 900123",
        "a picture or voice message without words",
    ]
    assert "you said yes" in page
    page, data = await copy_of(josie)
    assert "you were asked, and have not answered" in page
    assert data["held_messages"] == []
