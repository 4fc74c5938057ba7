"""Held messages that nobody claimed: they are deleted, and their writer is told."""

from datetime import timedelta

from db.held_messages import forget_held
from flows.letters import body, say
from flows.story import Story

HELD_FOR = timedelta(days=1)


async def forget_unclaimed(story: Story) -> int:
    """Delete what was held for a day without a name; returns how many messages."""
    forgotten = await forget_held(story.session, story.now - HELD_FOR)
    for writer in sorted({held.person_id for held in forgotten}):
        count = sum(held.person_id == writer for held in forgotten)
        await story.post(writer, body(say("conversation.held_too_long", n=count)), silent=True)
    return len(forgotten)
