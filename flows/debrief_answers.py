"""Answers to a debrief, tapped or typed as a reply; coordinators hear of two of them."""

from care.debriefs import CHOICES, Choice, typed_choice
from db.debriefs import Debrief, debrief_or_none, debriefs_of, keep_debrief_answer
from db.memberships import Membership, members, membership_in
from db.outbox import Lane
from db.pairings import pairing_or_none
from db.slots import slot_message
from flows.actor import COORDINATOR, PEER_WORKER, Actor
from flows.debriefs import debrief_slot, question_of
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, body, one_each, say
from flows.people_pages import buttons_about
from flows.staff import name_in, record, tell_coordinators
from flows.story import Story
from flows.unaddressed import listen


async def answer_debrief(
    story: Story, actor: Actor, debrief_id: str, choice: str, pressed: int | None
) -> None:
    """Keep the answer, and do what it says; raises Refused when the question is not open."""
    debrief = await debrief_or_none(story.session, debrief_id)
    known = next((one for one in CHOICES if one == choice), None)
    is_open = debrief is not None and debrief.state == "asked"
    if debrief is None or known is None or not is_open or debrief.person_id != actor.person.id:
        raise Refused("debrief.gone")
    await _take(story, actor, debrief, known, pressed)


async def typed_debrief(story: Story, actor: Actor, text: str, reply_to: int | None) -> bool:
    """Take a typed reply to the question as its answer; False when it is no reply to one.

    Words that are none of the choices go to nobody, and least of all to the peer worker's people.
    """
    if reply_to is None or actor.role(PEER_WORKER) is None:
        return False
    debrief = await _replied_to(story, actor, reply_to)
    if debrief is None:
        return False
    choice = typed_choice(text)
    if choice is not None and debrief.state == "asked":
        await _take(story, actor, debrief, choice, reply_to)
        return True
    pairing = await pairing_or_none(story.session, debrief.pairing_id)
    if debrief.state == "asked" and pairing is not None:
        question = await question_of(story, debrief, pairing)
        again = Body((say("debrief.not_read"), *question.parts), question.rows)
        await story.post(actor.person.id, again, slot=debrief_slot(debrief.id))
    else:
        await story.post(actor.person.id, body(say("debrief.words_closed"), rows=one_each(URGENT)))
    await listen(story, actor, text)
    return True


async def _replied_to(story: Story, actor: Actor, reply_to: int) -> Debrief | None:
    for debrief in await debriefs_of(story.session, actor.person.id):
        shown = await slot_message(story.session, actor.person.id, debrief_slot(debrief.id))
        if shown == reply_to:
            return debrief
    return None


async def _take(
    story: Story, actor: Actor, debrief: Debrief, choice: Choice, shown: int | None
) -> None:
    pairing = await pairing_or_none(story.session, debrief.pairing_id)
    mine = None
    if pairing is not None:
        of = (actor.person.id, pairing.programme_id)
        mine = await membership_in(story.session, *of, PEER_WORKER)
    if mine is None:
        raise Refused("debrief.gone")
    if choice in ("talk", "rest"):
        await _tell_staff(story, actor, mine, choice)
    await keep_debrief_answer(story.session, debrief, choice, story.now)
    slot = debrief_slot(debrief.id)
    content = _thanks(mine, choice)
    await story.edit(actor.person.id, content, slot=slot, message_id=shown)


async def _tell_staff(story: Story, actor: Actor, mine: Membership, choice: Choice) -> None:
    """Coordinators hear what is asked of them, and not after what; raises Refused without any."""
    staff = await members(story.session, mine.programme_id, COORDINATOR, ("active",))
    if not [one for one in staff if one.person_id != actor.person.id]:
        raise Refused("talk.nobody")
    about = await buttons_about(story, actor.person, mine.programme_id, can_write=True)
    told = say(f"coordinator.debrief.{choice}", name=await name_in(story, mine))
    await tell_coordinators(
        story,
        mine.programme_id,
        told,
        but=actor.person.id,
        rows=one_each(*about),
        lane=Lane.REPLY,
    )
    await record(story, actor, mine, f"debrief.{choice}")


def _thanks(mine: Membership, choice: Choice) -> Body:
    talk = Button(say("talk.button.start"), "tw", mine.id)
    ways = {
        "fine": [],
        "talk": [talk],
        "rest": [
            Button(say("away.button.away"), "ya", mine.id),
            Button(say("peer_worker.button.no_more"), "yp", mine.id),
            talk,
        ],
        "later": [talk],
    }
    home = Button(say("home.button.home"), "h")
    return body(say(f"debrief.thanks.{choice}"), rows=one_each(*ways[choice], home, URGENT))
