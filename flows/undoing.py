"""Undo: for half a minute, the line that says "Sent to Josie" can take the last message back.

It is for people who write to several: a message that went to the wrong one is gone in one tap.
What it takes back is the newest message of that conversation, also where two followed each other
so quickly that one line tells of both.
"""

from datetime import timedelta

from db.ids import PairingId, PersonId
from db.pairings import RUNNING, pairings_of
from db.passed_on import last_passed_on
from db.slots import let_buttons_go, take_slots_to_strip
from flows.actor import Actor
from flows.letters import Button, Rows, body, one_each, say
from flows.story import Story
from flows.unsending import offer_last, unsend

UNDO_FOR = timedelta(seconds=30)
LATE_PRESS = timedelta(seconds=90)  # from the writing; after that we ask which one is meant
BATCH = 100


async def undo_rows(story: Story, writer_id: PersonId, pairing_id: PairingId, slot: str) -> Rows:
    """The row for a line that is posted or edited in this slot; it goes after half a minute.

    Empty for somebody who writes to one person, who has /unsend.
    """
    running = await pairings_of(story.session, writer_id, RUNNING)
    if len(running) < 2:
        return ()
    await let_buttons_go(story.session, writer_id, slot, story.now + UNDO_FOR)
    return one_each(Button(say("undo.button"), "un", pairing_id))


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


async def end_undo(story: Story) -> int:
    """Take the button off lines that showed it for half a minute; returns how many."""
    due = await take_slots_to_strip(story.session, story.now, BATCH)
    for person_id, slot in due:
        await story.take_buttons_off(person_id, slot=slot)
    return len(due)
