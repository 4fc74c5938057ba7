"""Urgent help: the text at once, whoever asks, from whatever stage; and a person who answers."""

from care.safety import assess_help_asked
from db.memberships import Membership
from db.outbox import Lane
from db.programmes import Programme, programme, programmes
from flows.actor import COORDINATOR, Actor
from flows.concerns import is_somebody_told, raise_concern
from flows.errors import Refused
from flows.help_at_once import answer_call_for_person
from flows.letters import Button, UrgentHelp, body, one_each, say
from flows.story import Story

PERSON_NOW = "uh"


async def give_urgent_help(story: Story, actor: Actor) -> None:
    """Send the urgent-help text of the person's region, ahead of everything else.

    Whoever has a role that coordinators look after can call one of them from there.
    """
    where = await _programme_of(story, actor)
    region = where.region if where else "other"
    call = Button(say("urgent.button.person"), PERSON_NOW)
    rows = one_each(call) if _looked_after(actor) is not None else ()
    await story.post(actor.person.id, body(UrgentHelp(region), rows=rows), lane=Lane.CRISIS)


async def call_person(story: Story, actor: Actor) -> None:
    """Raise an alert: somebody asks for a person now. Raises Refused where there is nobody."""
    mine = _looked_after(actor)
    if mine is None:
        raise Refused("talk.nowhere")
    where = await programme(story.session, mine.programme_id)
    alert = await raise_concern(story, actor.person, where, assess_help_asked(), quiet=True)
    told = await is_somebody_told(story, alert, where)
    await answer_call_for_person(story, actor.person, where, alert, told=told)


def _looked_after(actor: Actor) -> Membership | None:
    """A role of the person that coordinators answer for; one that has ended counts too."""
    roles = actor.standing or actor.memberships
    return next((one for one in roles if one.role != COORDINATOR), None)


async def _programme_of(story: Story, actor: Actor) -> Programme | None:
    for membership in actor.standing or actor.memberships:
        return await programme(story.session, membership.programme_id)
    known = await programmes(story.session)
    return known[0] if known else None
