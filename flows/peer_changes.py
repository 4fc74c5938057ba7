"""What peer workers change at any time: how many people, a break from new ones, supervision."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.capacity import TAKES_A_PLACE
from care.onboarding import CAPACITY, SUPERVISION_LAST, SUPERVISION_NEXT
from care.questions import Given, Question, encode
from care.setting_pack import SettingPack
from care.stages import move
from db.answers import forget_answers, form_of_membership, save_answer
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none, set_stage
from db.programmes import programme
from flows.actor import Actor
from flows.brief_forms import BriefOwner, ask_brief, brief_form
from flows.errors import Refused
from flows.expiry_reminders import note_expiries
from flows.filling import Answers, Filling
from flows.letters import URGENT, Button, body, one_each, say
from flows.matching_people import places_taken
from flows.onboarding import reopen_onboarding
from flows.peer_role import my_peer_role
from flows.programmes import pack_of
from flows.staff import name_in, record, tell_coordinators
from flows.story import Story
from flows.suggestions import suggest

CAPACITY_KIND, SUPERVISION_KIND = "capacity", "supervision"


async def update(story: Story, actor: Actor, membership_id: str, what: str) -> None:
    """Open what a button names: the question about it, or all answers of the role."""
    if what == CAPACITY_KIND:
        ref = my_peer_role(actor, membership_id).id
        await ask_brief(story, actor, what, await capacity_owner(story, ref))
    elif what == SUPERVISION_KIND:
        ref = my_peer_role(actor, membership_id).id
        await ask_brief(story, actor, what, await supervision_owner(story, ref))
    else:
        mine = next((m for m in actor.standing if m.id == membership_id), None)
        if mine is None or mine.stage == "onboarding":
            raise Refused("form.gone")
        await reopen_onboarding(story, mine, say("onboarding.change"))


async def take_a_break(story: Story, actor: Actor, membership_id: str) -> None:
    """No new people until the peer worker says so; whoever they have stays, and nothing counts."""
    membership = my_peer_role(actor, membership_id)
    move("peer_worker", "peer_worker", membership.stage, "paused")
    set_stage(story.session, membership, "paused", story.now)
    await record(story, actor, membership, "stage.paused")
    rows = one_each(Button(say("peer_worker.button.room"), "pr", membership.id), URGENT)
    await story.post(actor.person.id, body(say("peer_worker.takes_a_break"), rows=rows))
    told = say("coordinator.peer_paused", name=await name_in(story, membership))
    await tell_coordinators(story, membership.programme_id, told, but=actor.person.id)
    await suggest(story, await programme(story.session, membership.programme_id))


async def capacity_owner(story: Story, subject: str) -> "Capacity":
    """The owner of the question how many people at the same time."""
    return Capacity(subject, brief_form(*await _asked(story, subject, CAPACITY)))


async def supervision_owner(story: Story, subject: str) -> "SupervisionTold":
    """The owner of the questions about the last supervision and the next."""
    asked = await _asked(story, subject, SUPERVISION_LAST, SUPERVISION_NEXT)
    return SupervisionTold(subject, brief_form(*asked))


@dataclass(frozen=True, slots=True)
class Capacity(BriefOwner):
    """Keeps how many people a peer worker would like; nobody is taken away."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Count it from now on, and say what it means when more people are there already."""
        story, actor = filling.story, filling.actor
        membership = my_peer_role(actor, self.subject)
        await _save(filling, membership, answers)
        places = answers[CAPACITY].value
        taken = len(await places_taken(story, membership, TAKES_A_PLACE))
        is_below = isinstance(places, int) and places < taken
        key = "capacity.below" if is_below else "capacity.noted"
        told = say(key, places=str(places), taken=taken)
        await record(story, actor, membership, "peer_worker.capacity")
        await story.post(actor.person.id, body(told))
        await suggest(story, await programme(story.session, membership.programme_id))


@dataclass(frozen=True, slots=True)
class SupervisionTold(BriefOwner):
    """Keeps the dates of supervision; they need no new look."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Count them from now on, and remind before the next one."""
        story, actor = filling.story, filling.actor
        membership = my_peer_role(actor, self.subject)
        await _save(filling, membership, answers)
        await note_expiries(story, await _pack(story, membership), membership)
        await record(story, actor, membership, "peer_worker.supervision")
        await story.post(actor.person.id, body(say("supervision.noted")))
        await suggest(story, await programme(story.session, membership.programme_id))


async def _asked(story: Story, subject: str, *codes: str) -> list[Question]:
    membership = await membership_or_none(story.session, MembershipId(subject))
    if membership is None:
        raise Refused("form.gone")
    form = (await _pack(story, membership)).peer_worker
    found = [question for code in codes if (question := form.question(code)) is not None]
    if not found:
        raise Refused("form.gone")
    return found


async def _save(filling: Filling, membership: Membership, answers: Mapping[str, Given]) -> None:
    """Put the answers where those of the role are, and forget this form."""
    story = filling.story
    kept = await form_of_membership(story.session, membership.id)
    if kept is None:
        raise Refused("form.gone")
    for code, given in answers.items():
        text = None if given.value is None else encode(given.value)
        await save_answer(story.session, kept, code, text, settled=True, now=story.now)
    await forget_answers(story.session, filling.form_session)


async def _pack(story: Story, membership: Membership) -> SettingPack:
    return pack_of(story, await programme(story.session, membership.programme_id))
