"""The team: coordinators see each other, let new ones in together, and end a role together.

Where two are active already, a new coordinator waits for the yes of one who did not invite them.
A role ends by its owner's wish, or, among three or more, when one asks and another agrees.
"""

from care.shared_duty import may_agree_to_end, may_ask_to_end, may_confirm, needs_second
from care.stages import move
from db.ids import MembershipId, PersonId, ProgrammeId, RoleEndingId
from db.invitations import invitation_or_none
from db.memberships import Membership, members, membership_or_none, set_stage
from db.people import person
from db.programmes import Programme, programme
from db.role_endings import (
    RoleEnding,
    add_role_ending,
    open_role_ending,
    role_ending_or_none,
)
from flows.actor import COORDINATOR, Actor, actor_of
from flows.endings import end_role
from flows.errors import Refused
from flows.home import coordinator_home
from flows.letters import Body, Button, Part, body, one_each, say
from flows.rota_changes import join_rota
from flows.staff import name_in, one_after_the_other, record, tell_coordinators
from flows.story import Story


async def coordinator_sent(
    story: Story, actor: Actor, membership: Membership, where: Programme
) -> None:
    """A new coordinator answered their questions: they start, or wait for a second yes."""
    await one_after_the_other(story)
    active = await _active(story, where.id)
    name = await name_in(story, membership)
    if not needs_second(active):
        await tell_coordinators(story, where.id, say("coordinator.new_coordinator", name=name))
        await _start(story, actor, membership, where)
        return
    move("coordinator", "coordinator", membership.stage, "to_confirm")
    set_stage(story.session, membership, "to_confirm", story.now)
    await record(story, actor, membership, "stage.to_confirm")
    await story.post(actor.person.id, body(say("team.to_confirm", programme=where.name)))
    invited_by = await _invited_by(story, membership)
    for one in active:
        may = may_confirm(one, invited_by, active)
        rows = _decide(membership) if may else ()
        key = "team.please_confirm" if may else "team.second_confirms"
        await story.post(PersonId(one), Body((say(key, name=name, programme=where.name),), rows))


async def confirm_coordinator(story: Story, actor: Actor, membership_id: str) -> None:
    """A second coordinator says yes: the new one starts, and all are told."""
    membership, where = await _new_one(story, actor, membership_id)
    move("coordinator", "coordinator", membership.stage, "active")
    someone = await actor_of(story.session, await person(story.session, membership.person_id))
    names = await _names(story, actor, membership, where)
    await record(story, actor, membership, "coordinator.confirmed")
    await tell_coordinators(story, where.id, say("team.confirmed", **names))
    await _start(story, someone, membership, where)


async def refuse_coordinator(story: Story, actor: Actor, membership_id: str) -> None:
    """A second coordinator says no: the new one is told kindly, and all others too."""
    membership, where = await _new_one(story, actor, membership_id)
    someone = await actor_of(story.session, await person(story.session, membership.person_id))
    names = await _names(story, actor, membership, where)
    await record(story, actor, membership, "coordinator.refused")
    await end_role(story, someone, membership)
    await tell_coordinators(story, where.id, say("team.refused", **names))
    await story.post(membership.person_id, body(say("team.not_confirmed", programme=where.name)))


async def show_team(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """Who coordinates the programme, who waits for a yes, and what can be done."""
    where = await programme(story.session, ProgrammeId(programme_id))
    mine = actor.ensure_coordinator(where.id)
    active = await _active(story, where.id)
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    new = await members(story.session, where.id, COORDINATOR, ("to_confirm",))
    names = [await name_in(story, one) for one in there]
    parts: list[Part] = [say("team.list", programme=where.name, names=", ".join(names))]
    buttons = []
    for one in new:
        parts.append(say("team.waits", name=await name_in(story, one)))
        if may_confirm(actor.person.id, await _invited_by(story, one), active):
            buttons += [row[0] for row in _decide(one, await name_in(story, one))]
    for one in there:
        if one.id != mine.id and may_ask_to_end(actor.person.id, one.person_id, active):
            label = say("team.button.end", name=await name_in(story, one))
            buttons.append(Button(label, "te", one.id))
    rows = one_each(
        *buttons,
        Button(say("coordinator.button.invite_coordinator"), "iv", where.id, COORDINATOR),
        Button(say("coordinator.button.open_invitations"), "il", where.id),
        Button(say("form.button.back"), "h"),
    )
    await story.edit(actor.person.id, Body(tuple(parts), rows), slot="team", message_id=pressed)


async def ask_to_end(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask the other coordinators whether this one's role shall end; nothing changes yet."""
    membership, where = await _colleague(story, actor, membership_id)
    active = await _active(story, where.id)
    if not may_ask_to_end(actor.person.id, membership.person_id, active):
        raise Refused("team.too_few")
    if await open_role_ending(story.session, membership.id) is not None:
        raise Refused("team.asked_already")
    ending = add_role_ending(story.session, where.id, membership.id, actor.person.id, story.now)
    await story.session.flush()
    await record(story, actor, membership, "role_ending.asked")
    names = await _names(story, actor, membership, where)
    rows = one_each(
        Button(say("team.button.agree"), "ty", ending.id),
        Button(say("team.button.disagree"), "tn", ending.id),
    )
    for one in active:
        if may_agree_to_end(one, actor.person.id, membership.person_id, active):
            await story.post(PersonId(one), body(say("team.end_asked", **names), rows=rows))
    await story.post(actor.person.id, body(say("team.end_asked_for", **names)))


async def agree_to_end(story: Story, actor: Actor, ending_id: str) -> None:
    """A second coordinator agrees: the role ends, its owner and all coordinators are told."""
    ending, membership, where = await _ending(story, actor, ending_id)
    someone = await actor_of(story.session, await person(story.session, membership.person_id))
    ending.state = "agreed"
    story.session.add(ending)
    await record(story, actor, membership, "role_ending.agreed")
    name = await name_in(story, membership)
    await end_role(story, someone, membership)
    told = say("team.ended", name=name, programme=where.name)
    await tell_coordinators(story, where.id, told)
    await story.post(membership.person_id, body(say("team.your_role_ended", programme=where.name)))


async def disagree_to_end(story: Story, actor: Actor, ending_id: str) -> None:
    """A second coordinator says no: nothing changes, and the asker is told."""
    ending, membership, where = await _ending(story, actor, ending_id)
    ending.state = "refused"
    story.session.add(ending)
    await record(story, actor, membership, "role_ending.refused")
    told = say("team.end_refused", name=await name_in(story, membership), programme=where.name)
    for to in (ending.asked_by, actor.person.id):
        await story.post(to, body(told))


async def _start(story: Story, actor: Actor, membership: Membership, where: Programme) -> None:
    set_stage(story.session, membership, "active", story.now)
    await record(story, actor, membership, "stage.active")
    await join_rota(story, membership)
    await story.post(actor.person.id, coordinator_home(where.name))
    if where.response_recorded_at is None:
        rows = one_each(Button(say("response.button.record"), "ap", where.id))
        await story.post(actor.person.id, body(say("response.please"), rows=rows))


async def _active(story: Story, programme_id: ProgrammeId) -> list[str]:
    """Who is active now."""
    there = await members(story.session, programme_id, COORDINATOR, ("active",))
    return [one.person_id for one in there]


async def _new_one(story: Story, actor: Actor, membership_id: str) -> tuple[Membership, Programme]:
    membership, where = await _colleague(story, actor, membership_id)
    active = await _active(story, where.id)
    if membership.stage != "to_confirm":
        raise Refused("team.decided")
    if not may_confirm(actor.person.id, await _invited_by(story, membership), active):
        raise Refused("team.another_confirms")
    return membership, where


async def _colleague(
    story: Story, actor: Actor, membership_id: str
) -> tuple[Membership, Programme]:
    await one_after_the_other(story)
    found = await membership_or_none(story.session, MembershipId(membership_id), for_change=True)
    if found is None or found.role != COORDINATOR:
        raise Refused("team.decided")
    actor.ensure_coordinator(found.programme_id)
    return found, await programme(story.session, found.programme_id)


async def _ending(
    story: Story, actor: Actor, ending_id: str
) -> tuple[RoleEnding, Membership, Programme]:
    await one_after_the_other(story)
    ending = await role_ending_or_none(story.session, RoleEndingId(ending_id))
    if ending is None:
        raise Refused("team.decided")
    membership, where = await _colleague(story, actor, ending.membership_id)
    if ending.state != "open" or membership.stage != "active":
        raise Refused("team.decided")
    active = await _active(story, where.id)
    if not may_agree_to_end(actor.person.id, ending.asked_by, membership.person_id, active):
        raise Refused("team.another_confirms")
    return ending, membership, where


async def _invited_by(story: Story, membership: Membership) -> PersonId | None:
    if membership.invitation_id is None:
        return None
    found = await invitation_or_none(story.session, membership.invitation_id)
    return found.issued_by if found is not None else None


async def _names(
    story: Story, actor: Actor, membership: Membership, where: Programme
) -> dict[str, str]:
    by = await name_in(story, actor.ensure_coordinator(where.id))
    return {"name": await name_in(story, membership), "by": by, "programme": where.name}


def _decide(membership: Membership, name: str = "") -> tuple[tuple[Button, ...], ...]:
    yes = say("team.button.confirm_name", name=name) if name else say("team.button.confirm")
    no = say("team.button.refuse_name", name=name) if name else say("team.button.refuse")
    return one_each(Button(yes, "tc", membership.id), Button(no, "tr", membership.id))
