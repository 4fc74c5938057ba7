"""The team as a page shows it: each coordinator, and what whoever looks may do about them."""

from dataclasses import dataclass
from datetime import datetime

from care.shared_duty import may_agree_to_end, may_ask_to_end, may_confirm
from db.ids import MembershipId, PersonId, RoleEndingId
from db.invitations import invitation_or_none
from db.memberships import Membership, members
from db.programmes import Programme
from db.role_endings import RoleEnding, open_role_ending
from flows.actor import COORDINATOR, Actor
from flows.letters import Text, Words
from flows.somebody import called_by_id
from flows.story import Story

CONFIRM, ASK, DECIDE = "confirm", "ask", "decide"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One coordinator; `act` is what can be done about them, or ""."""

    id: MembershipId
    name: Text | Words
    stage: str
    since: datetime
    is_you: bool
    act: str
    ending_id: RoleEndingId | None
    ending_asked_by: Text | Words | None


async def team_of(story: Story, actor: Actor, where: Programme) -> tuple[TeamMember, ...]:
    """Who coordinates, and who waits for a second yes; the one who is there longest first."""
    found = await members(story.session, where.id, COORDINATOR, ("active", "to_confirm"))
    active = [one.person_id for one in found if one.stage == "active"]
    return tuple([await _member(story, actor, one, active) for one in found])


async def _member(
    story: Story, actor: Actor, one: Membership, active: list[PersonId]
) -> TeamMember:
    ending = await open_role_ending(story.session, one.id)
    me = actor.person.id
    return TeamMember(
        one.id,
        await called_by_id(story, one.person_id),
        one.stage,
        one.stage_since,
        one.person_id == me,
        await _act(story, one, me, ending, active),
        ending.id if ending else None,
        await called_by_id(story, ending.asked_by) if ending else None,
    )


async def _act(
    story: Story, one: Membership, me: PersonId, ending: RoleEnding | None, active: list[PersonId]
) -> str:
    if one.stage == "to_confirm":
        invited = (
            await invitation_or_none(story.session, one.invitation_id)
            if one.invitation_id
            else None
        )
        return CONFIRM if may_confirm(me, invited.issued_by if invited else None, active) else ""
    if ending is not None:
        return DECIDE if may_agree_to_end(me, ending.asked_by, one.person_id, active) else ""
    return ASK if may_ask_to_end(me, one.person_id, active) else ""
