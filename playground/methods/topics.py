"""Topics of private chats: createForumTopic, editForumTopic, deleteForumTopic.

closeForumTopic and the rest are for supergroups only (core.telegram.org/bots/api#closeforumtopic).
"""

from aiogram.methods import CloseForumTopic, CreateForumTopic, DeleteForumTopic, EditForumTopic

from playground.chats import Chat
from playground.desk import Desk
from playground.methods.handler import Handler
from playground.refusals import BadRequest
from playground.wire import Json

LONGEST_NAME = 128
COLOUR = 0x6FB9F0
NO_TOPICS = "the chat is not a forum"
NO_TOPIC = "message thread not found"


def create(desk: Desk, method: CreateForumTopic) -> Json:
    """Make a topic; its thread has the id of the message that says so."""
    chat = _reach(desk, method.chat_id)
    name = _name(method.name)
    colour = method.icon_color or COLOUR
    thread = chat.last_id + 1
    chat.topics[thread] = name
    created = {"name": name, "icon_color": colour}
    fields = {"forum_topic_created": created, "message_thread_id": thread, "is_topic_message": True}
    desk.phones.hold(chat, fields, by_bot=True)
    return {"message_thread_id": thread, **created}


def edit(desk: Desk, method: EditForumTopic) -> bool:
    """Give a topic another name."""
    chat = _reach(desk, method.chat_id)
    ensure_topic(chat, method.message_thread_id)
    if method.name:
        if chat.topics[method.message_thread_id] == method.name:
            raise BadRequest("TOPIC_NOT_MODIFIED")
        chat.topics[method.message_thread_id] = _name(method.name)
        desk.phones.tell("state", chat, chat.as_state())
    return True


def delete(desk: Desk, method: DeleteForumTopic) -> bool:
    """Delete a topic with all its messages."""
    chat = _reach(desk, method.chat_id)
    ensure_topic(chat, method.message_thread_id)
    desk.phones.drop_topic(chat, method.message_thread_id)
    return True


def close(desk: Desk, method: CloseForumTopic) -> bool:
    """Refuse: a topic of a private chat cannot be closed."""
    desk.reach(method.chat_id)
    raise BadRequest("the chat is not a supergroup forum")


def ensure_topic(chat: Chat, thread: int) -> None:
    """Raise BadRequest unless the chat has this topic."""
    if thread not in chat.topics:
        raise BadRequest(NO_TOPIC)


def _reach(desk: Desk, chat_id: int | str) -> Chat:
    chat = desk.reach(chat_id)
    if not desk.phones.bot.has_topics:
        raise BadRequest(NO_TOPICS)
    return chat


def _name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise BadRequest("TOPIC_TITLE_TOO_LONG")
    return name


HANDLERS: dict[str, Handler] = {
    "createForumTopic": create,
    "editForumTopic": edit,
    "deleteForumTopic": delete,
    "closeForumTopic": close,
}
