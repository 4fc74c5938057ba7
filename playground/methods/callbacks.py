"""Answering button presses."""

from datetime import timedelta

from aiogram.methods import AnswerCallbackQuery

from playground.desk import Desk
from playground.methods.handler import Handler
from playground.refusals import BadRequest

ANSWERABLE_FOR = timedelta(minutes=15)
"""Telegram does not publish its limit; fifteen minutes is ours."""
LONGEST_ANSWER = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback(desk: Desk, method: AnswerCallbackQuery) -> bool:
    """Stop the button's spinner and show the answer, if it has words."""
    callback = desk.phones.callbacks.get(method.callback_query_id)
    if callback is None or callback.answer is not None:
        raise BadRequest(TOO_OLD)
    if desk.phones.now() - callback.at > ANSWERABLE_FOR:
        raise BadRequest(TOO_OLD)
    text = method.text or ""
    if len(text) > LONGEST_ANSWER:
        raise BadRequest("MESSAGE_TOO_LONG")
    if method.url:
        raise BadRequest("URL_INVALID")
    callback.answer = {"text": text, "show_alert": bool(method.show_alert)}
    desk.phones.tell("answered", desk.phones.chat(callback.account_id), callback.as_view())
    return True


HANDLERS: dict[str, Handler] = {"answerCallbackQuery": answer_callback}
