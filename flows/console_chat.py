"""Linking a chat: a coordinator who came by the console alone gets the bot too, as one person."""

import secrets
from datetime import timedelta

from db.audit import record_act
from db.bots import MAIN
from db.console_challenges import add_challenge, take_challenge
from db.erasure import erase_person_rows
from db.people import give_chat, person, telegram_id_of
from flows.actor import COORDINATOR, Actor, actor_of
from flows.errors import Refused
from flows.home import go_home
from flows.letters import URGENT, body, one_each, say
from flows.story import Story

PURPOSE = "chat"
LASTS = timedelta(minutes=15)
SECRET_BYTES = 16


async def begin_chat(story: Story, actor: Actor) -> str:
    """What follows `/start ` to link the chat that it is sent from; raises Refused."""
    if actor.person.telegram_hash is not None:
        raise Refused("console.chat.has_one")
    secret = secrets.token_hex(SECRET_BYTES)
    await add_challenge(
        story.session, PURPOSE, secret, story.now, person_id=actor.person.id, lasts=LASTS
    )
    return secret


async def chat_linked(story: Story, actor: Actor, secret: str) -> bool:
    """Make the chat of a stranger that of whoever this secret belongs to; False for no secret.

    Somebody who has or had a role in this chat stays who they are, and is told so.
    """
    if actor.person.bot != MAIN:
        return False
    waited = await take_challenge(story.session, PURPOSE, secret, story.now)
    if waited is None or waited.person_id is None:
        return False
    owner = await person(story.session, waited.person_id)
    telegram_id = await telegram_id_of(story.session, actor.person)
    is_free = owner.telegram_hash is None and owner.erased_at is None
    if actor.memberships or telegram_id is None or not is_free:
        told = body(say("console_link.chat_taken"), rows=one_each(URGENT))
        await story.post(actor.person.id, told)
        return True
    await erase_person_rows(story.session, actor.person, story.now)
    await give_chat(story.session, owner, telegram_id)
    await record_act(
        story.session,
        owner.id,
        "console.chat_linked",
        about=owner.id,
        programme_id=None,
        now=story.now,
    )
    await go_home(story, await actor_of(story.session, owner), say("console_link.chat_linked"))
    await story.show_commands(owner.id, COORDINATOR)
    return True
