"""Blocking and unblocking the bot: the only thing that Telegram tells about presence."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated

from flows.actor import Actor
from flows.deliveries import person_reachable, person_unreachable
from flows.story import Story


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="reachability")
    router.my_chat_member.register(on_blocked, F.new_chat_member.status == "kicked")
    router.my_chat_member.register(on_unblocked, F.new_chat_member.status == "member")
    return router


async def on_blocked(update: ChatMemberUpdated, story: Story, actor: Actor) -> None:
    """The person blocked the bot."""
    del update
    await person_unreachable(story, actor.person.id)


async def on_unblocked(update: ChatMemberUpdated, story: Story, actor: Actor) -> None:
    """The person unblocked the bot."""
    del update
    await person_reachable(story, actor.person)
