"""Telling the staff of a programme, and keeping in the audit what one of them did."""

from db.audit import record_act
from db.ids import PersonId, ProgrammeId
from db.memberships import Membership, members
from db.outbox import Lane
from db.people import name_of, person
from db.turns import take_turn
from flows.actor import COORDINATOR, Actor
from flows.letters import Part, Rows, body
from flows.story import Story


async def tell_coordinators(
    story: Story,
    programme_id: ProgrammeId,
    what: Part,
    *,
    but: PersonId | None = None,
    rows: Rows = (),
    lane: Lane = Lane.BULK,
) -> None:
    """Write to every active coordinator of the programme but one."""
    for coordinator in await members(story.session, programme_id, COORDINATOR, ("active",)):
        if coordinator.person_id != but:
            await story.post(coordinator.person_id, body(what, rows=rows), lane=lane)


async def one_after_the_other(story: Story) -> None:
    """Let changes of coordinators' roles pass one by one, so that two at once see each other."""
    await take_turn(story.session, "coordinators")


async def record(story: Story, actor: Actor | None, membership: Membership, act: str) -> None:
    """Keep in the audit what was done about this role; None is the service itself."""
    await record_act(
        story.session,
        actor.person.id if actor else None,
        act,
        about=membership.person_id,
        programme_id=membership.programme_id,
        now=story.now,
    )


async def name_in(story: Story, membership: Membership) -> str:
    """The name that the person of this role is called by."""
    return await name_of(story.session, await person(story.session, membership.person_id))
