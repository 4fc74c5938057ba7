"""Self-referral: a stranger comes in without an invitation, where a programme allows it."""

from db.bots import MAIN
from db.ids import ProgrammeId
from db.programmes import Programme, programmes
from flows.actor import SERVICE_USER, Actor
from flows.entering import enter, told_already_in
from flows.errors import Refused
from flows.story import Story


async def refer_oneself(story: Story, actor: Actor, programme_id: str) -> None:
    """Begin to look for a peer in the programme of the button; Refused where it needs asking."""
    to = await _open_programme(story, ProgrammeId(programme_id))
    if actor.person.bot != MAIN:
        raise Refused("self_referral.closed")
    if not await told_already_in(story, actor, to, SERVICE_USER):
        await enter(story, actor, to, SERVICE_USER, None)


async def _open_programme(story: Story, programme_id: ProgrammeId) -> Programme:
    for where in await programmes(story.session):
        if where.id == programme_id and where.self_referral:
            return where
    raise Refused("self_referral.closed")
