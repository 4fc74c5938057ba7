"""What was done: kept sealed with the session, for the next page to say once."""

import json

from db.console_sessions import ConsoleSession, keep_told
from flows.letters import Body, write_body
from flows.story import Story


async def keep_what_was_told(story: Story, at: ConsoleSession) -> None:
    """Keep what the story told whoever is here, without buttons: those lead to the chat."""
    if story.told:
        kept = [write_body(Body(one.parts)) for one in story.told]
        await keep_told(story.session, at, json.dumps(kept))
