"""Edits: what a person changed in their own chat, whatever became of the message itself."""

from datetime import timedelta

from care.message_fields import refusal_key
from db.held_messages import Taken
from db.parked_edits import park_edit, take_parked
from db.passed_on import letters_of
from db.people import person
from flows.actor import Actor, actor_of
from flows.changes import change_passed_on
from flows.held import drop_held, read_taken, write_written
from flows.held_answers import replace_held
from flows.letters import body, say
from flows.story import Story
from flows.unaddressed import listen
from flows.written import Unpassable, Written

LOOKED_FOR = timedelta(seconds=60)  # how long an original may be late
BATCH = 50


async def edit_written(story: Story, actor: Actor, written: Written) -> bool:
    """Change a message that was passed on or is held; False when it is neither.

    Nothing that was no message to the peer, such as an answer or a command, becomes one.
    """
    if await letters_of(story.session, actor.person.id, written.message_id):
        await drop_held(story, actor, written.message_id)  # an earlier change that was asked about
        return await change_passed_on(story, actor.person, written)
    return await replace_held(story, actor, written)


async def refuse_edit(story: Story, actor: Actor, message_id: int, refused: Unpassable) -> bool:
    """Say why a change cannot be passed on; False when the message never was.

    Urgent words are looked for in either case.
    """
    await listen(story, actor, refused.text)
    if not await letters_of(story.session, actor.person.id, message_id):
        return False
    await story.post(actor.person.id, body(say("edit.stays"), say(refusal_key(refused.reason))))
    return True


async def park(story: Story, actor: Actor, written: Written) -> None:
    """Keep a change whose original is not known: it may still be on its way to us.

    Urgent words are looked for at once.
    """
    await listen(story, actor, written.text)
    if written.text.startswith("/"):
        return
    content = write_written(written)
    await park_edit(story.session, actor.person.id, written.message_id, content, story.now)


async def settle_parked(story: Story) -> int:
    """Apply what was parked a minute ago, or say that it was not passed on; returns how many."""
    parked = await take_parked(story.session, story.now - LOOKED_FOR, BATCH)
    for writer_id, message_id, content in parked:
        actor = await actor_of(story.session, await person(story.session, writer_id))
        if not await edit_written(story, actor, read_taken(Taken(message_id, content, None, None))):
            await story.post(writer_id, body(say("edit.not_found")), silent=True)
    return len(parked)
