"""Entering: somebody begins a role, by an invitation or, where that is allowed, by themselves."""

from db.audit import record_act
from db.invitations import Invitation
from db.memberships import Membership, add_membership
from db.programmes import Programme
from flows.actor import Actor
from flows.errors import Refused
from flows.home import go_home
from flows.languages import ask_language, languages_of
from flows.letters import say
from flows.onboarding import begin_onboarding, show_welcome
from flows.story import Story


async def enter(
    story: Story, actor: Actor, to: Programme, role: str, by: Invitation | None
) -> None:
    """Begin the role; its first screen asks for the language where there is a choice."""
    membership = await begin_role(story, actor, to, role, by)
    await begin_onboarding(story, membership)
    if len(languages_of(story)) > 1:
        await ask_language(story, actor)
    else:
        await show_welcome(story, actor, membership)
    await story.show_commands(actor.person.id, role)


async def begin_role(
    story: Story, actor: Actor, to: Programme, role: str, by: Invitation | None
) -> Membership:
    """The role at its first stage, in the audit; raises Refused while the person is erased."""
    if actor.person.erase_at is not None and actor.memberships:
        raise Refused("leaving.erasing")
    actor.person.erase_at = actor.person.erasure_told_at = None
    story.session.add(actor.person)
    membership = await _membership(story, actor, to, role, by)
    await record_act(
        story.session,
        actor.person.id,
        f"role.started.{role}",
        about=actor.person.id,
        programme_id=to.id,
        now=story.now,
    )
    return membership


async def told_already_in(story: Story, actor: Actor, to: Programme, role: str) -> bool:
    """Tell somebody who has a role here that nothing changed; False when they have none."""
    standing = next((m for m in actor.standing if m.programme_id == to.id), None)
    if standing is None:
        return False
    key = "invitation.already_in" if standing.role == role else "invitation.other_role"
    await go_home(story, actor, say(key, programme=to.name))
    return True


async def _membership(
    story: Story, actor: Actor, to: Programme, role: str, by: Invitation | None
) -> Membership:
    """The role anew: the one that the person had before and left, or their first one."""
    invitation_id = by.id if by else None
    had = next((m for m in actor.memberships if (m.programme_id, m.role) == (to.id, role)), None)
    if had is not None:
        had.stage, had.stage_since, had.invitation_id = "onboarding", story.now, invitation_id
        had.version += 1
        story.session.add(had)
        return had
    added = add_membership(
        story.session,
        actor.person.id,
        to.id,
        role=role,
        stage="onboarding",
        invitation_id=invitation_id,
        now=story.now,
    )
    await story.session.flush()
    return added
