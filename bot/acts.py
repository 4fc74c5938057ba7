"""What is done with a letter: a message is sent, edited, stripped of its buttons, or deleted."""

import io
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import segno
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, LinkPreviewOptions, ReplyParameters

from bot.commands import commands_of
from bot.mail import Mail
from bot.outcomes import (
    Outcome,
    Refused,
    Sent,
    Unknown,
    is_not_modified,
    is_not_there,
    sort_failure,
)
from bot.render import Rendered, Renderer, split_pages
from bot.traces import log_error
from flows.letters import Body, Words

log = logging.getLogger(__name__)

QR_SCALE = 8  # pixels to a module
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class RawSendMessage(SendMessage):
    """sendMessage whose answer is not decoded, so that nothing in it can fail to be."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawSendPhoto(SendPhoto):
    """sendPhoto whose answer is not decoded."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawSendDocument(SendDocument):
    """sendDocument whose answer is not decoded."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawEditMessageText(EditMessageText):
    """editMessageText whose answer is not decoded."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawEditMessageReplyMarkup(EditMessageReplyMarkup):
    """editMessageReplyMarkup whose answer is not decoded."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class Hands:
    """Carry letters out, one request after the other; nothing that goes wrong is raised."""

    def __init__(self, bot: Bot, renderer: Renderer) -> None:
        self._bot = bot
        self._renderer = renderer
        self._acts: dict[str, Callable[[Mail], Awaitable[Outcome]]] = {
            "send": self._send,
            "edit": self._edit,
            "strip": self._strip,
            "delete": self._delete,
            "commands": self._show_commands,
        }

    async def carry_out(self, mail: Mail) -> Outcome:
        """What became of the letter."""
        if mail.chat_id is None:
            return Refused("no_address")
        try:
            return await self._acts[mail.letter.act](mail)
        except Exception as error:  # noqa: BLE001  a letter that cannot be written ends, loudly
            log_error(log, "send.unwritable", error, letter_id=mail.letter.id)
            return Refused("unwritable")

    async def _send(self, mail: Mail) -> Outcome:
        pages = await self._pages(mail)
        outcome: Outcome = Sent()
        for number, page in enumerate(pages):
            outcome = await self._send_page(mail, page)
            if not isinstance(outcome, Sent):
                return Unknown() if number else outcome
        return outcome

    async def _send_page(self, mail: Mail, page: Rendered) -> Outcome:
        body = mail.body or Body(())
        common: dict[str, Any] = {
            "chat_id": mail.chat_id,
            "reply_markup": page.keyboard,
            "disable_notification": mail.letter.silent or None,
            "protect_content": body.protected or None,
            "reply_parameters": _reply(body),
        }
        entities = list(page.entities) or None
        if page.picture:
            photo = BufferedInputFile(draw_code(page.picture), "invitation.png")
            text = page.text or None
            return await self._ask(
                RawSendPhoto(photo=photo, caption=text, caption_entities=entities, **common)
            )
        if page.document is not None:
            name, content = page.document
            file = BufferedInputFile(content, name)
            text = page.text or None
            return await self._ask(
                RawSendDocument(document=file, caption=text, caption_entities=entities, **common)
            )
        return await self._ask(
            RawSendMessage(
                text=page.text, entities=entities, link_preview_options=NO_PREVIEW, **common
            )
        )

    async def _edit(self, mail: Mail) -> Outcome:
        pages = await self._pages(mail)
        if mail.target is None or len(pages) > 1 or _has_file(pages[0]):
            return await self._send(mail)
        page = pages[0]
        method = RawEditMessageText(
            chat_id=mail.chat_id,
            message_id=mail.target,
            text=page.text,
            entities=list(page.entities) or None,
            reply_markup=page.keyboard,
            link_preview_options=NO_PREVIEW,
        )
        try:
            await self._bot(method)
        except Exception as error:  # noqa: BLE001  sorted, never lost
            if is_not_modified(error):
                return Sent(mail.target)
            if is_not_there(error):
                return await self._send(mail)
            return _harmless(sort_failure(error))
        return Sent(mail.target)

    async def _strip(self, mail: Mail) -> Outcome:
        if mail.target is None:
            return Sent()
        return await self._ask_harmless(
            RawEditMessageReplyMarkup(chat_id=mail.chat_id, message_id=mail.target), mail
        )

    async def _delete(self, mail: Mail) -> Outcome:
        if mail.target is None:
            return Sent()
        return await self._ask_harmless(
            DeleteMessage(chat_id=mail.chat_id or 0, message_id=mail.target), mail
        )

    async def _show_commands(self, mail: Mail) -> Outcome:
        first = mail.body.parts[0] if mail.body else None
        role = first.text if isinstance(first, Words) else ""
        method = commands_of(self._renderer.catalogue, mail.chat_id or 0, role, mail.language)
        return await self._ask_harmless(method, mail)

    async def _ask(self, method: TelegramMethod[Any]) -> Outcome:
        try:
            answer = await self._bot(method)
        except Exception as error:  # noqa: BLE001  sorted, never lost
            return sort_failure(error)
        message_id = answer.get("message_id") if isinstance(answer, dict) else None
        return Sent(message_id) if isinstance(message_id, int) else Unknown()

    async def _ask_harmless(self, method: TelegramMethod[Any], mail: Mail) -> Outcome:
        """A 400 says that there is nothing left to be taken off or away."""
        try:
            await self._bot(method)
        except TelegramBadRequest:
            return Sent(mail.target)
        except Exception as error:  # noqa: BLE001  sorted, never lost
            return _harmless(sort_failure(error))
        return Sent(mail.target)

    async def _pages(self, mail: Mail) -> list[Rendered]:
        body = mail.body or Body(())
        rendered = self._renderer.render(body, mail.language, repeated=mail.letter.repeated)
        return split_pages(rendered)


def draw_code(link: str) -> bytes:
    """The QR code of a link, as a PNG."""
    file = io.BytesIO()
    segno.make(link, micro=False).save(file, kind="png", scale=QR_SCALE)
    return file.getvalue()


def _has_file(page: Rendered) -> bool:
    return bool(page.picture) or page.document is not None


def _reply(body: Body) -> ReplyParameters | None:
    if body.reply_to is None:
        return None
    return ReplyParameters(message_id=body.reply_to, allow_sending_without_reply=True)


def _harmless(outcome: Outcome) -> Outcome:
    return Unknown(is_harmless=True) if isinstance(outcome, Unknown) else outcome
