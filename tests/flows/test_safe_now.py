"""What follows urgent words: help once, a question about now, and nobody left alone with it."""

import pytest

from db.alerts import Alert, AlertStep
from db.answers import Answer
from tests.flows.people import begun, row, rows

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

WORDS = "I want to kill myself"


def helps(someone):
    return [text for text in someone.texts if "116 123" in text]


@pytest.mark.parametrize(
    ("typed", "answer"), [("Yes", "yes"), ("no", "no"), ("I'm not sure", "not_sure")]
)
async def test_typed_answer_about_now_is_kept_and_not_passed_on(
    stage, hannah, josie, paired, typed, answer
):
    del paired
    await josie.type(WORDS)
    await josie.type(typed)
    assert [step.step for step in await rows(stage, AlertStep)].count(f"said.{answer}") == 1
    assert f"Josie\n{typed}" not in hannah.texts
    assert len(helps(josie)) == (1 if answer == "yes" else 2)


async def test_second_yes_is_for_the_peer(hannah, josie, paired):
    del paired
    await josie.type(WORDS)
    await josie.type("Yes")
    await josie.type("Yes")
    assert "Josie\nYes" in hannah.texts


@pytest.mark.parametrize(("typed", "counts"), [("Yes", 0), ("No", 1)])
async def test_reply_to_the_peer_reaches_the_peer(stage, hannah, josie, paired, typed, counts):
    """A yes to "Did you sleep?" says nothing about safety; a no is heard by everybody."""
    del paired
    await josie.type(WORDS)
    await hannah.type("Are you safe right now?")
    (shown,) = [m.id for m in josie.phone.messages.values() if "Are you safe right" in m.text][-1:]
    original = {"message_id": shown, "date": 0, "chat": {"id": josie.id, "type": "private"}}
    await josie.send(text=typed, reply_to_message=original)
    assert f"Josie\n{typed}" in hannah.texts
    said = [s for s in await rows(stage, AlertStep) if s.step.startswith("said.")]
    assert len(said) == counts


@pytest.mark.both_databases
async def test_no_on_its_button_calls_the_coordinator_again(stage, sam, josie, paired):
    del paired
    await josie.type(WORDS)
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    stage.clock.advance(minutes=2)
    await josie.tap("No")
    kinds = sorted(alert.kind for alert in await rows(stage, Alert))
    assert kinds == ["answer", "words"]
    assert sam.text.startswith("Someone in Perinatal may need help now.")


async def test_foreign_press_about_now_changes_nothing(stage, hannah, josie, paired):
    del paired
    await josie.type(WORDS)
    alert = await row(stage, Alert)
    await hannah.press(f"sf:{alert.id}:no")
    assert [s for s in await rows(stage, AlertStep) if s.step.startswith("said.")] == []


async def test_many_urgent_words_give_the_whole_text_once(stage, sam, josie, paired):
    del paired
    for n in range(6):
        await josie.type(f"{WORDS} {n}")
    assert len(helps(josie)) == 1
    assert [t for t in josie.texts if "in the message above" in t] != []
    stage.clock.advance(minutes=11)
    await josie.type(WORDS)
    assert len(helps(josie)) == 2
    assert (await row(stage, Alert)).times == 7
    assert len([t for t in sam.texts if "may need help now" in t]) == 1


async def test_peer_worker_is_not_left_alone_with_it(hannah, josie, paired):
    del paired
    await josie.type(WORDS)
    await josie.type(WORDS)
    notes = [text for text in hannah.texts if "you are not alone with it" in text]
    assert len(notes) == 1
    assert "I'm worried" in hannah.labels or "I'm worried" in str(hannah.phone.messages)


async def test_urgent_words_in_a_form_are_heard_whatever_the_question(stage, sam):
    del sam
    josie = await begun(stage, 1_077, "age")
    await josie.type(WORDS)
    assert len(helps(josie)) == 1
    assert josie.text.endswith("Type a number.")
    assert (await row(stage, Alert)).kind == "words"
    assert [a for a in await rows(stage, Answer) if a.question == "age"] == []


@pytest.mark.parametrize("typed", ["/reprot Kemi scares me", "/urgnet", "/blokc"])
async def test_unknown_command_is_never_passed_on(hannah, josie, paired, typed):
    del paired
    said = len(josie.texts)
    await hannah.type(typed)
    assert hannah.text.startswith("We do not know that command, so nothing was sent.")
    assert josie.texts[said:] == []


async def test_code_typed_beside_a_conversation_stays_with_us(stage, hannah, josie, paired):
    del paired
    code = (await stage.invitation("peer_worker")).code
    said = len(hannah.texts)
    await josie.type(code)
    assert hannah.texts[said:] == []
    assert any("another role" in text for text in josie.texts)
