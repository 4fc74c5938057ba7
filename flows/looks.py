"""Looks: changed answers of a confirmed peer worker, and which of them want a new look."""

from care.setting_pack import SettingPack
from db.ids import ProgrammeId
from db.memberships import Membership, membership_or_none
from db.peer_standings import standing_of, standings_to_look_at
from flows.actor import Actor
from flows.expiry_reminders import note_expiries
from flows.letters import Button, body, one_each, say
from flows.staff import name_in, record, tell_coordinators
from flows.story import Story
from flows.vetting import is_as_confirmed


async def answers_changed(
    story: Story, actor: Actor, pack: SettingPack, membership: Membership
) -> None:
    """Let the new answers count, or ask coordinators to look at them first.

    Until they did, nobody new is offered; pairings that run go on.
    """
    await note_expiries(story, pack, membership)
    standing = await standing_of(story.session, membership)
    story.session.add(standing)
    if await is_as_confirmed(story, pack, membership, standing):
        standing.look_since = standing.sent_back_sealed = None
        await story.post(actor.person.id, body(say("onboarding.changed")))
        return
    await story.post(actor.person.id, body(say("peer_worker.changes_to_look_at")))
    is_known = standing.look_since is not None
    standing.look_since = standing.look_since or story.now
    await record(story, actor, membership, "peer_worker.changed")
    if not is_known:
        rows = one_each(Button(say("coordinator.button.look"), "pw", membership.id))
        told = say("coordinator.peer_changed", name=await name_in(story, membership))
        await tell_coordinators(story, membership.programme_id, told, rows=rows)


async def changed_in(story: Story, where: ProgrammeId) -> list[Membership]:
    """Confirmed peer workers whose changed answers wait for a new look."""
    found = []
    for standing in await standings_to_look_at(story.session, where):
        membership = await membership_or_none(story.session, standing.membership_id)
        if membership is not None and membership.stage in ("active", "paused"):
            found.append(membership)
    return found
