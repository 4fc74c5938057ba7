"""Urgent help: the text at once, whoever asks, and from whatever stage."""

from db.outbox import Lane
from db.programmes import Programme, programme, programmes
from flows.actor import Actor
from flows.letters import UrgentHelp, body
from flows.story import Story


async def give_urgent_help(story: Story, actor: Actor) -> None:
    """Send the urgent-help text of the person's region, ahead of everything else."""
    where = await _programme_of(story, actor)
    region = where.region if where else "other"
    await story.post(actor.person.id, body(UrgentHelp(region)), lane=Lane.CRISIS)


async def _programme_of(story: Story, actor: Actor) -> Programme | None:
    for membership in actor.standing or actor.memberships:
        return await programme(story.session, membership.programme_id)
    known = await programmes(story.session)
    return known[0] if known else None
