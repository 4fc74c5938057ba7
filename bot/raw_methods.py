"""Methods whose answers are not decoded, so that nothing in an answer can fail to be."""

from typing import Any

from aiogram.methods import (
    CopyMessage,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVoice,
)


class RawSendMessage(SendMessage):
    """sendMessage."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawSendPhoto(SendPhoto):
    """sendPhoto."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawSendVoice(SendVoice):
    """sendVoice."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawSendDocument(SendDocument):
    """sendDocument."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawEditMessageText(EditMessageText):
    """editMessageText."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawCopyMessage(CopyMessage):
    """copyMessage."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawEditMessageCaption(EditMessageCaption):
    """editMessageCaption."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawEditMessageReplyMarkup(EditMessageReplyMarkup):
    """editMessageReplyMarkup."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came


class RawGetFile(GetFile):
    """getFile."""

    __returning__ = Any  # type: ignore[assignment]  # the answer stays as it came
