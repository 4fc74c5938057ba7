"""The way to the other bot, for somebody who came to the wrong one; nothing is used up by that."""

from db.bots import MAIN
from flows.actor import PEER_WORKER, Actor
from flows.letters import URGENT, Body, body, one_each, say
from flows.story import Story
from flows.two_bots import bot_for, username_of


def link_to(username: str, payload: str = "") -> str:
    """The address that opens this bot, with an invitation where there is one."""
    address = f"https://t.me/{username}"
    return f"{address}?start={payload}" if payload else address


async def led_to_other_bot(story: Story, actor: Actor, role: str, payload: str) -> bool:
    """Tell where an invitation into this role opens; False when it is here.

    A typed code has no `payload`. Peer workers who were at the main bot before there was a second
    one stay there.
    """
    wanted = await bot_for(story.session, role)
    if actor.person.bot == wanted or (role == PEER_WORKER and actor.role(role) is not None):
        return False
    link = link_to(await username_of(story.session, wanted), payload)
    key = "invitation.at_other_bot" if payload else "invitation.code_at_other_bot"
    await story.post(actor.person.id, body(say(key, link=link), rows=one_each(URGENT)))
    return True


async def stranger_at_worker_bot(story: Story) -> Body:
    """What somebody without an invitation sees at the worker bot."""
    link = link_to(await username_of(story.session, MAIN))
    return body(say("home.stranger_at_worker_bot", link=link), rows=one_each(URGENT))
