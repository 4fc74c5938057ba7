import pytest

from bot.urgent import is_urgent_request, speak_without_records
from playground.faults import Fault, FaultKind
from playground.people import JOSIE
from tests.bot.stage import Stage


def typed(text):
    return {"update_id": 1, "message": {"text": text}}


@pytest.mark.parametrize(
    "text",
    [
        "/urgent",
        "/urgent@pairwell_bot",
        "Urgent",
        "URGENT HELP!",
        " help me ",
        "Help me please",
        "emergency",
    ],
)
def test_typed_request_is_urgent(text):
    assert is_urgent_request(typed(text))


@pytest.mark.parametrize(
    "update",
    [
        typed("Can you help me choose a time?"),
        typed("it is not urgent"),
        typed("/urgently"),
        {"update_id": 1},
        {"update_id": 1, "message": {"text": 7}},
        {"update_id": 1, "message": "urgent"},
        {"update_id": 1, "callback_query": {"data": "offer:u:1"}},
    ],
    ids=str,
)
def test_anything_else_is_not(update):
    assert not is_urgent_request(update)


def test_button_of_urgent_help_is_urgent():
    assert is_urgent_request({"callback_query": {"data": "u::"}})


async def test_words_without_records_arrive_whole(stage: Stage):
    stage.phones.say(JOSIE.id, "hello")
    long = "word " * 1000
    assert await speak_without_records(stage.bot, JOSIE.id, long)
    assert "".join(stage.texts_to(JOSIE.id)) == long


async def test_words_that_could_not_be_sent_raise_nothing(stage: Stage):
    stage.faults.add(Fault(FaultKind.FORBIDDEN, "sendMessage"))
    assert not await speak_without_records(stage.bot, JOSIE.id, "Call 999.")
