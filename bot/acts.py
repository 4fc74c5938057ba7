"""What is done with a letter: sent, copied, edited, stripped of its buttons, or deleted."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import segno
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import DeleteMessage, TelegramMethod
from aiogram.types import BufferedInputFile, LinkPreviewOptions, ReplyParameters

from bot.charts import draw_chart
from bot.commands import commands_of
from bot.mail import Mail
from bot.media import MediaMaker, NewPhoto, NewVoice
from bot.outcomes import (
    Outcome,
    Refused,
    Sent,
    Unknown,
    is_gone,
    is_not_modified,
    is_not_there,
    sort_failure,
)
from bot.raw_methods import (
    RawCopyMessage,
    RawEditMessageCaption,
    RawEditMessageReplyMarkup,
    RawEditMessageText,
    RawSendDocument,
    RawSendMessage,
    RawSendPhoto,
    RawSendVoice,
)
from bot.render import LONGEST_CAPTION, Rendered, Renderer, split_pages, utf16_length
from bot.topics import NO_TOPIC, is_topic_gone, make_topic, name_topic, take_back_astray
from bot.traces import log_error
from db.bots import MAIN, BotName
from flows.chart import Chart
from flows.letters import Body, Words, say
from flows.media import Media

log = logging.getLogger(__name__)

QR_SCALE = 8  # pixels to a module
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Hands:
    """Carry letters out, one request after the other; nothing that goes wrong is raised."""

    def __init__(
        self, bot: Bot, renderer: Renderer, bots: Mapping[BotName, Bot] | None = None
    ) -> None:
        """Send with `bot`; `bots` are all that people write to, `bot` alone where not given."""
        self._bot = bot
        self._renderer = renderer
        self._maker = MediaMaker(bots or {MAIN: bot})
        self._acts: dict[str, Callable[[Mail], Awaitable[Outcome]]] = {
            "send": self._send,
            "edit": self._edit,
            "strip": self._strip,
            "delete": self._delete,
            "commands": self._show_commands,
            "name_topic": self._name_topic,
            "copy": self._copy,
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
        """Send a letter; one about a pairing goes into its topic, which is made anew once."""
        way = mail.topic
        if way is None:
            return await self._send_pages(mail)
        if way.thread is not None:
            outcome = await self._send_pages(mail)
            if outcome != Refused(NO_TOPIC):
                return outcome
            mail = _made_anew(mail)
        failed = await make_topic(self._bot, mail.chat_id or 0, way)
        return failed or await self._send_pages(mail)

    async def _name_topic(self, mail: Mail) -> Outcome:
        """Let the name of a topic say that its pairing has ended."""
        if mail.topic is None:
            return Sent()
        catalogue = self._renderer.catalogue
        name = catalogue.say("topic.ended_name", {"name": mail.topic.name}, mail.language)
        return await name_topic(self._bot, mail.chat_id or 0, mail.topic, name)

    async def _send_pages(self, mail: Mail) -> Outcome:
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
            "message_thread_id": mail.topic.thread if mail.topic else None,
            "reply_markup": page.keyboard,
            "disable_notification": mail.letter.silent or None,
            "protect_content": body.protected or None,
            "reply_parameters": _reply(body),
        }
        entities = list(page.entities) or None
        if not page.has_file:
            return await self._ask(
                RawSendMessage(
                    text=page.text, entities=entities, link_preview_options=NO_PREVIEW, **common
                )
            )
        common |= {"caption": page.text or None, "caption_entities": entities}
        if page.media is not None:
            return await self._send_media(mail, page.media, common)
        if page.chart is not None:
            return await self._send_chart(page.chart, mail.language, common)
        return await self._ask(_with_file(page, common))

    async def _send_media(self, mail: Mail, media: Media, common: dict[str, Any]) -> Outcome:
        """What people send each other is always protected, whatever the letter says."""
        common |= {"protect_content": True}
        match await self._maker.make(media, mail.letter.attempt):
            case NewPhoto(data, spoiler):
                photo = BufferedInputFile(data, "photo.jpg")
                return await self._ask(
                    RawSendPhoto(photo=photo, has_spoiler=spoiler or None, **common)
                )
            case NewVoice(data, seconds):
                voice = BufferedInputFile(data, "voice.ogg")
                return await self._ask(RawSendVoice(voice=voice, duration=seconds, **common))
            case outcome:
                return outcome

    async def _send_chart(self, chart: Chart, language: str, common: dict[str, Any]) -> Outcome:
        """Draw beside the loop: a picture takes longer than an answer may wait."""
        drawn = await asyncio.to_thread(draw_chart, chart, language)
        photo = BufferedInputFile(drawn, "answers.png")
        return await self._ask(RawSendPhoto(photo=photo, **common))

    async def _copy(self, mail: Mail) -> Outcome:
        """Copy a message out of a reporter's own chat; its sender's account is not shown."""
        if mail.from_chat is None or mail.target is None:
            return Refused("no_source")
        outcome = await self._ask(
            RawCopyMessage(
                chat_id=mail.chat_id or 0,
                from_chat_id=mail.from_chat,
                message_id=mail.target,
                protect_content=True,
            )
        )
        about_source = isinstance(outcome, Refused) and outcome.reason == "not_started"
        return Refused("no_source") if about_source else outcome

    async def _edit(self, mail: Mail) -> Outcome:
        pages = await self._pages(mail)
        if mail.target is None or len(pages) > 1 or pages[0].has_file:
            return await self._send(mail)
        is_caption = mail.body is not None and mail.body.caption_of_media
        if is_caption and utf16_length(pages[0].text) > LONGEST_CAPTION:
            return await self._send(mail)
        method = _caption_edit if is_caption else _text_edit
        try:
            await self._bot(method(mail, mail.target, pages[0]))
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
        try:
            await self._bot(DeleteMessage(chat_id=mail.chat_id or 0, message_id=mail.target))
        except Exception as error:  # noqa: BLE001  sorted, never lost
            return Sent(mail.target) if is_gone(error) else _harmless(sort_failure(error))
        return Sent(mail.target)

    async def _show_commands(self, mail: Mail) -> Outcome:
        first = mail.body.parts[0] if mail.body else None
        role = first.text if isinstance(first, Words) else ""
        method = commands_of(self._renderer.catalogue, mail.chat_id or 0, role, mail.language)
        return await self._ask_harmless(method, mail)

    async def _ask(self, method: TelegramMethod[Any]) -> Outcome:
        try:
            answer = await self._bot(method)
        except Exception as error:  # noqa: BLE001  sorted, never lost
            return Refused(NO_TOPIC) if is_topic_gone(error) else sort_failure(error)
        message_id = answer.get("message_id") if isinstance(answer, dict) else None
        if not isinstance(message_id, int):
            return Unknown()
        return await take_back_astray(self._bot, method, answer) or Sent(message_id)

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


def _made_anew(mail: Mail) -> Mail:
    body = mail.body or Body(())
    return replace(mail, body=replace(body, parts=(say("topic.made_anew"), *body.parts)))


def draw_code(link: str) -> bytes:
    """The QR code of a link, as a PNG."""
    file = io.BytesIO()
    segno.make(link, micro=False).save(file, kind="png", scale=QR_SCALE)
    return file.getvalue()


def _with_file(page: Rendered, common: dict[str, Any]) -> RawSendPhoto | RawSendDocument:
    if page.document is not None:
        name, content = page.document
        return RawSendDocument(document=BufferedInputFile(content, name), **common)
    code = BufferedInputFile(draw_code(page.picture), "invitation.png")
    return RawSendPhoto(photo=code, **common)


def _text_edit(mail: Mail, message_id: int, page: Rendered) -> RawEditMessageText:
    return RawEditMessageText(
        chat_id=mail.chat_id,
        message_id=message_id,
        text=page.text,
        entities=list(page.entities) or None,
        reply_markup=page.keyboard,
        link_preview_options=NO_PREVIEW,
    )


def _caption_edit(mail: Mail, message_id: int, page: Rendered) -> RawEditMessageCaption:
    return RawEditMessageCaption(
        chat_id=mail.chat_id,
        message_id=message_id,
        caption=page.text,
        caption_entities=list(page.entities) or None,
        reply_markup=page.keyboard,
    )


def _reply(body: Body) -> ReplyParameters | None:
    if body.reply_to is None:
        return None
    return ReplyParameters(message_id=body.reply_to, allow_sending_without_reply=True)


def _harmless(outcome: Outcome) -> Outcome:
    return Unknown(is_harmless=True) if isinstance(outcome, Unknown) else outcome
