"""Outside their hours: a peer worker chooses whether messages wait, or come without a sound."""

from dataclasses import dataclass

from care.brief_questions import OUTSIDE_HOURS
from db.answers import forget_answers
from db.ids import MembershipId
from db.kept_letters import kept_letters
from db.memberships import Membership
from db.outbox import Lane
from db.pairings import Pairing
from db.passed_on import DROPPED, take_back
from db.peer_standings import standing_of
from db.people import Person
from db.slot_letters import last_posted_at
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.delivery_times import DeliveryTime
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.kept import move_kept, release_kept
from flows.letters import URGENT, Button, body, one_each, say
from flows.peer_hours import KEEP, SEND
from flows.peer_role import my_peer_role
from flows.staff import record
from flows.story import Story

OUTSIDE_KIND = "outside"


async def ask_outside_hours(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask what happens with messages outside the peer worker's hours."""
    membership = my_peer_role(actor, membership_id)
    await ask_brief(story, actor, OUTSIDE_KIND, await outside_owner(story, membership.id))


async def outside_owner(story: Story, subject: str) -> "OutsideHours":
    """The owner of the question what happens outside somebody's hours."""
    del story
    return OutsideHours(subject, brief_form(OUTSIDE_HOURS))


@dataclass(frozen=True, slots=True)
class OutsideHours(BriefOwner):
    """Keeps what a peer worker wants outside their hours."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Let it count from now on, also for what is kept already."""
        await forget_answers(filling.story.session, filling.form_session)
        wanted = answer_to(answers, OUTSIDE_HOURS.code)
        await choose_outside_hours(filling.story, filling.actor, self.subject, str(wanted))


async def choose_outside_hours(story: Story, actor: Actor, membership_id: str, wanted: str) -> None:
    """Keep the choice: KEEP lets messages wait, SEND brings them at once and without a sound."""
    membership = my_peer_role(actor, membership_id)
    if wanted not in (KEEP, SEND):
        raise Refused("form.gone")
    standing = await standing_of(story.session, membership)
    standing.outside_hours = wanted
    story.session.add(standing)
    await story.session.flush()
    await record(story, actor, membership, "peer_worker.outside_hours")
    await _ask_no_more(story, actor.person, membership)
    await story.post(actor.person.id, body(say(f"outside.{wanted}"), rows=one_each(URGENT)))
    if wanted == SEND:
        await release_kept(story, actor.person, membership.programme_id)


async def ask_with_the_first(
    story: Story, reader: Person, pairing: Pairing, when: DeliveryTime
) -> None:
    """Ask whoever never chose, together with the first message that was kept for them."""
    if when.keep_until is None or when.hours is None or when.hours.outside is not None:
        return
    slot = _slot(when.hours.membership_id)
    if await last_posted_at(story.session, reader.id, slot) is not None:
        return
    await story.post(
        reader.id,
        body(say("outside.ask"), rows=_choices(when.hours.membership_id)),
        lane=Lane.CONVERSATION,
        slot=slot,
        silent=True,
        not_before=when.keep_until,
        pairing_id=pairing.id,
    )


async def hours_changed(story: Story, actor: Actor, membership: Membership) -> None:
    """What is kept follows the hours, the time zone and the time away as they are now."""
    await story.session.flush()
    await move_kept(story, actor.person, membership.programme_id)


async def _ask_no_more(story: Story, someone: Person, membership: Membership) -> None:
    """What would ask together with the first kept message is not asked any more."""
    kept = await kept_letters(story.session, someone.id, story.now)
    asking = [letter for letter in kept if letter.slot == _slot(membership.id)]
    await take_back(story.session, asking, DROPPED)


def _slot(membership_id: MembershipId) -> str:
    return f"outside:{membership_id}"


def _choices(membership_id: MembershipId) -> tuple[tuple[Button, ...], ...]:
    return one_each(
        Button(say("outside.button.keep"), "yh", membership_id, KEEP),
        Button(say("outside.button.send"), "yh", membership_id, SEND),
        URGENT,
    )
