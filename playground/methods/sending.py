"""sendMessage, sendChatAction, getMe and getChat."""

from typing import Any

from aiogram.enums import ChatAction
from aiogram.methods import GetChat, GetMe, SendChatAction, SendMessage

from playground.decoding import given
from playground.desk import Desk
from playground.methods.handler import Handler
from playground.refusals import BadRequest
from playground.wire import Json, to_wire

_ACTIONS = frozenset(ChatAction)


def get_me(desk: Desk, _: GetMe) -> Json:
    """Return the bot, with what only getMe tells."""
    return {
        **desk.phones.bot.as_user(),
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": desk.phones.bot.has_topics,
        "allows_users_to_create_topics": desk.phones.bot.people_make_topics,
    }


def send_message(desk: Desk, method: SendMessage) -> Json:
    """Send a text."""
    chat = desk.reach(method.chat_id)
    content = desk.read_body(method)
    if options := given(method.link_preview_options):
        content["link_preview_options"] = to_wire(options)
    elif given(method.disable_web_page_preview):
        content["link_preview_options"] = {"is_disabled": True}
    return desk.send(method, chat, content)


def send_chat_action(desk: Desk, method: SendChatAction) -> bool:
    """Show "typing" or the like on the phone."""
    chat = desk.reach(method.chat_id)
    if method.action not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    desk.phones.tell("action", chat, method.action)
    return True


def get_chat(desk: Desk, method: GetChat) -> Json:
    """Return what the bot may know about a chat, blocked or not."""
    known = desk.find(method.chat_id)
    info: dict[str, Any] = {
        **known.account.as_chat(),
        "accent_color_id": known.account.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _NO_GIFTS,
    }
    if known.account.username:
        info["active_usernames"] = [known.account.username]
    if known.pinned:
        info["pinned_message"] = known.messages[known.pinned[-1]].content
    return info


_NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)

HANDLERS: dict[str, Handler] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "getChat": get_chat,
}
