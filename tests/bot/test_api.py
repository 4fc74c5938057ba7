import traceback

import pytest
from aiogram.exceptions import AiogramError, ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage

from bot.api import NotConnected, make_bot
from playground.faults import Fault, FaultKind
from playground.people import JOSIE
from tests.bot.stage import TOKEN, Stage

SECRET = "a secret thought"


async def failure_of(bot) -> AiogramError:
    with pytest.raises(AiogramError) as caught:
        await bot(SendMessage(chat_id=JOSIE.id, text=SECRET))
    return caught.value


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(FaultKind.HANG, acts=True), TelegramNetworkError),
        (Fault(FaultKind.RESET), TelegramNetworkError),
        (Fault(FaultKind.TRUNCATED), TelegramNetworkError),
        (Fault(FaultKind.GATEWAY), ClientDecodeError),
        (Fault(FaultKind.NOT_JSON), ClientDecodeError),
        (Fault(FaultKind.UNDECODABLE), ClientDecodeError),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_failure_holds_neither_words_nor_the_token(stage: Stage, monkeypatch, fault, kind):
    if fault.kind is FaultKind.HANG:
        monkeypatch.setattr("bot.api.REQUEST_SECONDS", 0.3)
    stage.phones.start(JOSIE.id)
    stage.faults.add(fault)
    error = await failure_of(stage.bot)
    told = "".join(traceback.format_exception(error))
    assert (type(error), SECRET in told, TOKEN in told) == (kind, False, False)


async def test_connection_that_cannot_be_made_has_its_own_name():
    bot = make_bot(TOKEN, "http://127.0.0.1:9")
    try:
        error = await failure_of(bot)
    finally:
        await bot.session.close()
    assert (type(error), TOKEN in "".join(traceback.format_exception(error))) == (
        NotConnected,
        False,
    )


async def test_message_arrives_as_it_was_given(stage: Stage):
    stage.phones.start(JOSIE.id)
    text = "emoji 😀 and 'quotes' and a \\ too"
    sent = await stage.bot(SendMessage(chat_id=JOSIE.id, text=text, disable_notification=False))
    assert stage.phones.message(JOSIE.id, sent.message_id).content["text"] == text
