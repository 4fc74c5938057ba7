import aiohttp
import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe

from bot.api import NotConnected
from bot.outcomes import (
    NoWay,
    Refused,
    Retry,
    Unknown,
    is_not_modified,
    is_not_there,
    sort_failure,
)

ME = GetMe()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TelegramRetryAfter(ME, "slow down", 7), Retry(7.0)),
        (TelegramAPIError(ME, "Too Many Requests"), Retry(5.0)),
        (NotConnected(ME, "ClientConnectorError"), NoWay("unconnected")),
        (TelegramUnauthorizedError(ME, "Unauthorized"), NoWay("token")),
        (TelegramNotFound(ME, "Not Found"), NoWay("token")),
        (
            TelegramForbiddenError(ME, "Forbidden: bot was blocked by the user"),
            Refused("blocked", is_unreachable=True),
        ),
        (
            TelegramForbiddenError(ME, "Forbidden: user is deactivated"),
            Refused("deactivated", is_unreachable=True),
        ),
        (
            TelegramBadRequest(ME, "Bad Request: chat not found"),
            Refused("not_started", is_unreachable=True),
        ),
        (TelegramBadRequest(ME, "Bad Request: entity ends too late"), Refused("bad_request")),
        (TelegramEntityTooLarge(ME, "Request Entity Too Large"), Refused("too_large")),
        (TelegramNetworkError(ME, "TimeoutError"), Unknown()),
        (TelegramNetworkError(ME, "ServerDisconnectedError"), Unknown()),
        (TelegramServerError(ME, "Bad Gateway"), Unknown()),
        (TelegramConflictError(ME, "Conflict"), Unknown()),
        (ClientDecodeError("x", ValueError(), ""), Unknown()),
        (aiohttp.ClientError(), Unknown()),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_failure_is_sorted_by_what_is_certain(error, outcome):
    assert sort_failure(error) == outcome


def test_edit_that_changes_nothing_is_told_from_one_that_cannot_be():
    same = TelegramBadRequest(ME, "Bad Request: message is not modified: specified new message")
    gone = TelegramBadRequest(ME, "Bad Request: message to edit not found")
    assert [is_not_modified(same), is_not_there(same)] == [True, False]
    assert [is_not_modified(gone), is_not_there(gone)] == [False, True]
    assert not is_not_there(TelegramServerError(ME, "message to edit not found"))
