"""Undo: the button of a status line takes the newest message of its conversation back."""

from datetime import timedelta

from db.ids import PairingId
from db.passed_on import last_passed_on
from flows.actor import Actor
from flows.letters import body, say
from flows.story import Story
from flows.unsending import offer_last, unsend

LATE_PRESS = timedelta(seconds=90)  # from the writing; after that we ask which one is meant


async def undo(story: Story, actor: Actor, pairing_id: str) -> None:
    """Take back the newest message of this conversation; ask first where it is not that new."""
    me = actor.person
    last = await last_passed_on(story.session, me.id, PairingId(pairing_id))
    if last is None:
        await story.post(me.id, body(say("undo.nothing")))
    elif story.now - last.written_at > LATE_PRESS:
        await offer_last(story, actor, last)
    else:
        await unsend(story, actor, last.message_id)
