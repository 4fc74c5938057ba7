"""Which updates count against a flood: what people write, and not what must always go through."""

from bot.first_things import FREE_COMMANDS
from bot.updates import Raw, typed_text
from bot.urgent import is_urgent_request
from care.message_text import storable_text
from flows.actor import Actor
from flows.floods import turn_away
from flows.story import Story


async def is_too_much(story: Story, actor: Actor, raw: Raw) -> bool:
    """Whether a message or an edit is one too many; its writer was told. Presses never are."""
    content = raw.get("message") or raw.get("edited_message")
    if not isinstance(content, dict) or _always_goes_through(raw):
        return False
    text = str(content.get("text") or content.get("caption") or "")
    return await turn_away(story, actor, content["message_id"], storable_text(text))


def _always_goes_through(raw: Raw) -> bool:
    typed = typed_text(raw)
    command = typed.removeprefix("/").split(maxsplit=1)[:1] if typed.startswith("/") else []
    return is_urgent_request(raw) or any(c.partition("@")[0] in FREE_COMMANDS for c in command)
