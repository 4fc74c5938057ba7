"""The way to Telegram: a bot whose errors hold neither its token nor anybody's words.

Requests go as JSON unless they carry a file. An error says whether the request can have reached
Telegram: `NotConnected` means that it certainly did not.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, NoReturn, cast

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from bot.errors import FetchFailed, FileTooLarge

CONNECT_SECONDS = 10.0
REQUEST_SECONDS = 30.0
HEADERS = {"Content-Type": "application/json"}
AS_IT_IS = {"Accept-Encoding": "identity"}  # so that what is counted is what arrives


class NotConnected(TelegramNetworkError):
    """No connection could be made, so Telegram has seen nothing of the request."""


class Session(AiohttpSession):
    """Sends requests; raises aiogram's own errors, with types in place of texts."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram names it so
    ) -> TelegramType:
        """What Telegram answered, decoded as the method says."""
        status, body = await self._post(bot, method, timeout or REQUEST_SECONDS)
        try:
            response = self.check_response(bot, method, status, body.decode("utf-8", "replace"))
        except ClientDecodeError as error:
            _raise_undecodable(error.original)
        except TypeError as error:  # aiogram searches the description of a 5xx that has none
            _raise_undecodable(error)
        return cast("TelegramType", response.result)

    async def read_file(
        self, bot: Bot, method: TelegramMethod[Any], path: str, most_bytes: int, seconds: float
    ) -> bytes:
        """The file that Telegram keeps at `path`, which it named in answer to `method`.

        Raises FileTooLarge beyond `most_bytes`, FetchFailed where it is not given, and the errors
        of the network as `make_request` does.
        """
        session = await self.create_session()
        url = self.api.file_url(bot.token, path)
        limits = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        fetching = session.get(url, timeout=limits, headers=AS_IT_IS, allow_redirects=False)
        async with _network(method), fetching as answer:
            if answer.status != HTTPStatus.OK:
                raise FetchFailed
            return await _read_most(answer, most_bytes)

    async def _post(
        self, bot: Bot, method: TelegramMethod[TelegramType], seconds: float
    ) -> tuple[int, bytes]:
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        limits = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        content = self._content(bot, method)
        async with _network(method), session.post(url, timeout=limits, **content) as answer:
            return answer.status, await answer.read()

    def _content(self, bot: Bot, method: TelegramMethod[TelegramType]) -> dict[str, Any]:
        files: dict[str, Any] = {}
        fields = {}
        for name, value in method.model_dump(warnings=False).items():
            if value is not None:
                prepared = self.prepare_value(value, bot=bot, files=files, _dumps_json=False)
                if prepared is not None:
                    fields[name] = prepared
        if files:
            return {"data": self.build_form_data(bot, method)}
        return {"data": json.dumps(fields).encode(), "headers": HEADERS}


def make_bot(token: str, api_url: str | None = None) -> Bot:
    """A bot that speaks to Telegram, or to whatever speaks the Bot API at `api_url`."""
    server = TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION
    return Bot(token, session=Session(api=server, timeout=REQUEST_SECONDS))


@asynccontextmanager
async def _network(method: TelegramMethod[Any]) -> AsyncIterator[None]:
    """Turn what the network raises into aiogram's errors, without addresses in them."""
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotConnected(method=method, message=type(error).__name__) from None
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        raise TelegramNetworkError(method=method, message=type(error).__name__) from None


async def _read_most(answer: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_any():
        data += chunk
        if len(data) > most_bytes:
            raise FileTooLarge
    return bytes(data)


def _raise_undecodable(cause: Exception) -> NoReturn:
    nameless = ValueError(type(cause).__name__)
    raise ClientDecodeError("The answer cannot be read.", nameless, "") from None
