"""The undo of a status line: for half a minute a tap takes the last message back.

It is for people who write to several: a message that went to the wrong one is gone in one tap.
What it takes back is the newest message of that conversation, also where two followed each other
so quickly that one line tells of both.
"""

from datetime import timedelta

from db.ids import PairingId, PersonId
from db.pairings import writes_to_several
from db.slots import let_buttons_go, take_slots_to_strip
from flows.letters import Button, Rows, one_each, say
from flows.story import Story

UNDO_FOR = timedelta(seconds=30)
BATCH = 100


async def undo_rows(story: Story, writer_id: PersonId, pairing_id: PairingId, slot: str) -> Rows:
    """The row for a line that is posted or edited in this slot; it goes after half a minute.

    Empty for somebody who writes to one person, who has /unsend.
    """
    if not await writes_to_several(story.session, writer_id):
        return ()
    await let_buttons_go(story.session, writer_id, slot, story.now + UNDO_FOR)
    return one_each(Button(say("undo.button"), "un", pairing_id))


async def end_undo(story: Story) -> int:
    """Take the button off lines that showed it for half a minute; returns how many."""
    due = await take_slots_to_strip(story.session, story.now, BATCH)
    for person_id, slot in due:
        await story.take_buttons_off(person_id, slot=slot)
    return len(due)
