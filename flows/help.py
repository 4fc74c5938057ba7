"""Help: what a person can do here, by their role; urgent help is one tap away."""

from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.letters import Button, Part, body, one_each, say
from flows.story import Story


async def give_help(story: Story, actor: Actor, *notice: Part) -> None:
    """Say what this is and what the person's commands do, after a notice if there is one."""
    roles = (COORDINATOR, PEER_WORKER, SERVICE_USER)
    role = next((role for role in roles if actor.role(role)), None)
    rows = one_each(Button(say("home.button.home"), "h"), Button(say("button.urgent_help"), "u"))
    parts = (say("help.what_this_is"), say(f"help.{role}" if role else "help.stranger"))
    await story.post(actor.person.id, body(*notice, *parts, rows=rows))
