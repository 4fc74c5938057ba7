"""Inline keyboards: what Telegram refuses in them."""

from urllib.parse import urlsplit

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from playground.refusals import BadRequest

LARGEST_KEYBOARD = 100
LONGEST_DATA_BYTES = 64

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_UNPARSED = "can't parse inline keyboard button: "


def check_keyboard(markup: InlineKeyboardMarkup) -> None:
    """Raise BadRequest when Telegram would not show this keyboard."""
    buttons = [button for row in markup.inline_keyboard for button in row]
    if len(buttons) > LARGEST_KEYBOARD:
        raise BadRequest("reply markup is too long")
    for button in buttons:
        _check_button(button)


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise BadRequest(f'{_UNPARSED}Field "text" must be non-empty')
    actions = [name for name in _ACTIONS if getattr(button, name) is not None]
    if not actions:
        raise BadRequest(f"{_UNPARSED}Text buttons are unallowed in the inline keyboard")
    if button.callback_data is not None:
        _check_data(button.callback_data)
    if button.url is not None:
        _check_url(button.url)


def _check_data(data: str) -> None:
    if not 1 <= len(data.encode()) <= LONGEST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    is_web = parts.scheme in {"http", "https"} and "." in parts.netloc
    if not is_web and parts.scheme not in {"tg", "ton"}:
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
