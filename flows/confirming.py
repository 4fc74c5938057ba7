"""Confirming: a coordinator looks at a peer worker's answers, confirms them or sends them back.

A confirmed peer worker whose answers that matter have changed is looked at in the same way. Until
then they get no new offers; their pairings go on.
"""

from dataclasses import dataclass

from care.brief_questions import SEND_BACK
from care.stages import move
from db.answers import forget_answers, form_of_membership
from db.ids import MembershipId, ProgrammeId
from db.memberships import Membership, members, membership_or_none, set_stage
from db.peer_standings import keep_sent_back, standing_of, standing_or_none
from db.people import person
from db.programmes import programme
from flows.actor import PEER_WORKER, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.expiry_reminders import note_expiries
from flows.filling import Answers, Filling
from flows.letters import URGENT, Button, Part, Words, body, one_each, say
from flows.looks import changed_in
from flows.onboarding import reopen_onboarding
from flows.pairing_page import buttons_of
from flows.peer_overview import overview
from flows.programmes import pack_of
from flows.staff import name_in, record, tell_coordinators
from flows.story import Story
from flows.suggestions import suggest
from flows.vetting import answers_hash, mark_confirmed

MOST_SHOWN = 20
SEND_BACK_KIND = "send_back"
SHOWN_LETTERS = 12  # of the hash of what was shown, in a button


async def show_to_confirm(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """Peer workers whose answers wait for a coordinator: new ones first, then changed ones."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    new = await members(story.session, where, PEER_WORKER, ("to_confirm",))
    buttons = [Button(Words(await name_in(story, one)), "pw", one.id) for one in new]
    for membership in await changed_in(story, where):
        label = say("confirm.button.changed", name=await name_in(story, membership))
        buttons.append(Button(label, "pw", membership.id))
    key = "confirm.list" if buttons else "confirm.list_empty"
    rows = one_each(*buttons[:MOST_SHOWN], Button(say("home.button.home"), "h"))
    content = body(say(key, n=len(buttons)), rows=rows)
    await story.edit(actor.person.id, content, slot="confirm", message_id=pressed)


async def show_peer_worker(
    story: Story, actor: Actor, membership_id: str, pressed: int | None
) -> None:
    """What a peer worker answered and how they stand; the look is audited."""
    membership = await _peer_worker(story, actor, membership_id)
    await record(story, actor, membership, "peer_worker.read")
    await _show(story, actor, membership, pressed)


async def confirm(
    story: Story, actor: Actor, membership_id: str, shown: str, pressed: int | None
) -> None:
    """Confirm what was shown: from now on they get offers. Changed since, it is shown again."""
    if not await confirm_shown(story, actor, membership_id, shown, pressed):
        membership = await _to_look_at(story, actor, membership_id)
        await _show(story, actor, membership, pressed, say("confirm.changed_meanwhile"))


async def confirm_shown(
    story: Story, actor: Actor, membership_id: str, shown: str, pressed: int | None
) -> bool:
    """Confirm what was shown, by its `shown_code`; False where it was changed meanwhile."""
    membership = await _to_look_at(story, actor, membership_id)
    where = await programme(story.session, membership.programme_id)
    pack = pack_of(story, where)
    if shown != await shown_code(story, membership):
        return False
    is_new = membership.stage == "to_confirm"
    if is_new:
        move("peer_worker", "coordinator", membership.stage, "active")
        set_stage(story.session, membership, "active", story.now)
    await mark_confirmed(story, pack, membership)
    await note_expiries(story, pack, membership)
    await record(story, actor, membership, "peer_worker.confirmed")
    name = await name_in(story, membership)
    slot = f"pw:{membership.id}"
    rows = one_each(Button(say("home.button.home"), "h"))
    done = body(say("confirm.done", name=name), rows=rows)
    await story.edit(actor.person.id, done, slot=slot, message_id=pressed)
    by = await name_in(story, actor.ensure_coordinator(where.id))
    told = say("coordinator.peer_confirmed", name=name, by=by)
    await tell_coordinators(story, where.id, told, but=actor.person.id)
    key = "peer_worker.confirmed" if is_new else "peer_worker.changes_confirmed"
    rows = one_each(Button(say("home.button.home"), "h"), URGENT)
    await story.post(membership.person_id, body(say(key), rows=rows))
    await suggest(story, where)
    return True


async def ask_what_to_mend(
    story: Story, actor: Actor, membership_id: str, pressed: int | None
) -> None:
    """Ask the coordinator what the peer worker should look at again."""
    membership = await _to_look_at(story, actor, membership_id)
    await story.take_buttons_off(actor.person.id, message_id=pressed)
    owner = await send_back_owner(story, membership.id)
    await ask_brief(story, actor, SEND_BACK_KIND, owner)


async def send_back_owner(story: Story, subject: str) -> "SendBack":
    """The owner of the question why answers are sent back."""
    del story
    return SendBack(subject, brief_form(SEND_BACK))


@dataclass(frozen=True, slots=True)
class SendBack(BriefOwner):
    """Asks a peer worker to look at their answers again, and says at what; nothing is lost."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Send the words to the peer worker, and open their answers."""
        why = str(answer_to(answers, SEND_BACK.code) or "")
        await forget_answers(filling.story.session, filling.form_session)
        await send_back(filling.story, filling.actor, self.subject, why)


async def send_back(story: Story, actor: Actor, membership_id: str, why: str) -> None:
    """Ask the peer worker to look at their answers again, and say why; raises Refused."""
    membership = await _to_look_at(story, actor, membership_id)
    if membership.stage == "to_confirm":
        move("peer_worker", "coordinator", membership.stage, "onboarding")
        set_stage(story.session, membership, "onboarding", story.now)
    standing = await standing_of(story.session, membership)
    standing.look_since = None
    await keep_sent_back(story.session, standing, why)
    await record(story, actor, membership, "peer_worker.sent_back")
    name = await name_in(story, membership)
    await story.post(actor.person.id, body(say("confirm.sent_back", name=name)))
    by = await name_in(story, actor.ensure_coordinator(membership.programme_id))
    told = say("coordinator.peer_sent_back", name=name, by=by)
    await tell_coordinators(story, membership.programme_id, told, but=actor.person.id)
    await reopen_onboarding(story, membership, say("peer_worker.sent_back"), Words(why))


async def shown_code(story: Story, membership: Membership) -> str:
    """What tells the answers that a coordinator sees from later ones."""
    where = await programme(story.session, membership.programme_id)
    return (await answers_hash(story, pack_of(story, where), membership)).hex()[:SHOWN_LETTERS]


async def waits_for_look(story: Story, membership: Membership) -> bool:
    """Whether a coordinator is to look at the answers: new ones, or changed ones."""
    standing = await standing_or_none(story.session, membership.id)
    changed = standing is not None and standing.look_since is not None
    return membership.stage == "to_confirm" or changed


async def _show(
    story: Story, actor: Actor, membership: Membership, pressed: int | None, *notices: Part
) -> None:
    where = await programme(story.session, membership.programme_id)
    buttons = []
    if await waits_for_look(story, membership):
        shown = await shown_code(story, membership)
        buttons = [
            Button(say("confirm.button.yes"), "pc", membership.id, shown),
            Button(say("confirm.button.back"), "pb", membership.id),
        ]
    parts = await overview(story, pack_of(story, where), membership, actor.person)
    someone = await person(story.session, membership.person_id)
    buttons += await buttons_of(story, someone, where.id)
    if membership.stage in ("active", "paused"):
        buttons.append(Button(say("plan.button.theirs"), "kp", membership.id))
    content = body(*notices, *parts, rows=one_each(*buttons))
    await story.edit(actor.person.id, content, slot=f"pw:{membership.id}", message_id=pressed)


async def _peer_worker(story: Story, actor: Actor, membership_id: str) -> Membership:
    found = await membership_or_none(story.session, MembershipId(membership_id), for_change=True)
    if found is None:
        raise Refused("confirm.gone")
    actor.ensure_coordinator(found.programme_id)
    known = await form_of_membership(story.session, found.id)
    if found.role != PEER_WORKER or found.stage in ("onboarding", "left") or known is None:
        raise Refused("confirm.gone")
    return found


async def _to_look_at(story: Story, actor: Actor, membership_id: str) -> Membership:
    found = await _peer_worker(story, actor, membership_id)
    if not await waits_for_look(story, found):
        raise Refused("confirm.gone")
    return found
