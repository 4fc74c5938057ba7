"""Invitations as a page shows them: which are open, who came by partners' links, and a new one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from care.setting_pack import Role
from db.bots import MAIN
from db.ids import InvitationId
from db.invitations import Invitation, invitations_open, partner_invitations
from db.programmes import Programme
from flows.actor import COORDINATOR, Actor
from flows.invitations import issue_invitation
from flows.letters import say
from flows.other_bot import link_to
from flows.staff import name_in, tell_coordinators
from flows.story import Story
from flows.two_bots import bot_for, username_of


@dataclass(frozen=True, slots=True)
class NewWay:
    """A new invitation, shown this once."""

    link: str
    code: str
    expires_at: datetime
    uses: int


@dataclass(frozen=True, slots=True)
class Way:
    """An invitation without its link and code, of which hashes alone are kept."""

    id: InvitationId
    role: str
    label: str
    issued_at: datetime
    expires_at: datetime
    uses_left: int
    used: int
    is_open: bool


async def issue_at_console(
    story: Story,
    actor: Actor,
    where: Programme,
    role: Role,
    bot_link: str,
    lasts: timedelta,
    uses: int,
    partner: str,
) -> NewWay:
    """Make an invitation; coordinators hear of one for a coordinator. Raises Refused for others."""
    mine = actor.ensure_coordinator(where.id)
    issued = await issue_invitation(
        story, where, role, issued_by=actor.person.id, lasts=lasts, uses=uses,
        label=partner or None,
    )  # fmt: skip
    if role == COORDINATOR:
        told = say("coordinator.invited_coordinator", by=await name_in(story, mine))
        await tell_coordinators(story, where.id, told, but=actor.person.id)
    bot = await bot_for(story.session, role)
    if bot != MAIN:
        link = link_to(await username_of(story.session, bot), issued.payload)
    else:
        link = f"{bot_link}?start={issued.payload}"
    return NewWay(link, issued.code, issued.expires_at, uses)


async def open_ways(story: Story, where: Programme) -> tuple[Way, ...]:
    """The invitations that still let somebody in, the first to run out first."""
    return _ways(story, await invitations_open(story.session, where.id, story.now))


async def partner_ways(story: Story, where: Programme) -> tuple[Way, ...]:
    """All invitations that partner organisations hand out, the newest first."""
    return _ways(story, await partner_invitations(story.session, where.id))


def _ways(story: Story, found: list[Invitation]) -> tuple[Way, ...]:
    return tuple(
        Way(
            one.id,
            one.role,
            one.label or "",
            one.issued_at,
            one.expires_at,
            one.uses_left,
            one.used,
            one.revoked_at is None and one.uses_left > 0 and one.expires_at > story.now,
        )
        for one in found
    )
