"""Who a message is for: what names one person, and the choice that a button made."""

from collections.abc import Sequence
from dataclasses import dataclass

from care.addressing import Address, Chosen, To, address, choice_after
from db.arrivals import others_shown_at, slot_of_message
from db.ids import PairingId
from db.message_map import counterpart_of
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import Person, name_of, person
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import URGENT, body, one_each, say
from flows.status_lines import pairing_of_slot
from flows.story import Story
from flows.topics import pair_of_thread, speaks_in_topics


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a message is for, and which message over there it answers, if any."""

    target: Address
    answers: int | None = None


async def address_of(
    story: Story,
    actor: Actor,
    reply_to: int | None,
    running: Sequence[Pairing],
    thread: int | None = None,
) -> Addressed:
    """Find out whom a message is for, and keep or drop the choice as that asks for."""
    reply_pair, answers = await _replied(story, actor, reply_to)
    chosen = await _choice(story, actor.person, running)
    target = address(
        pairs=tuple(p.id for p in running),
        reply_pair=reply_pair,
        chosen=chosen,
        now=story.now,
        topic_pair=await pair_of_thread(story, actor.person, thread),
    )
    if chosen is not None and chosen.pair:
        stays = choice_after(target, chosen.pair)
        if stays is None or isinstance(target, To):
            choose(story, actor.person, PairingId(stays) if stays else None)
    return Addressed(target, answers)


def forget_choice(story: Story, someone: Person) -> None:
    """A conversation of theirs ended: for a while we ask whom their next words are for."""
    someone.current_pairing_id, someone.chosen_at = None, story.now
    story.session.add(someone)


def choose(story: Story, someone: Person, pairing_id: PairingId | None) -> None:
    """Remember to whom the person's next words go when nothing else says so; None is nobody."""
    someone.current_pairing_id = pairing_id
    someone.chosen_at = story.now if pairing_id is not None else None
    story.session.add(someone)


async def choose_current(story: Story, actor: Actor, pairing_id: str) -> None:
    """Make one pairing the conversation that unaddressed messages belong to.

    Where each has a topic, lead there: nothing else than a topic or a reply names somebody then.
    """
    pairing = await pairing_or_none(story.session, PairingId(pairing_id))
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    if pairing is None or pairing.id not in {one.id for one in running}:
        raise Refused("conversation.ended")
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    if await speaks_in_topics(story, actor.person):
        here = body(say("topic.write_here", name=name))
        await story.post(actor.person.id, here, pairing_id=pairing.id)
        return
    choose(story, actor.person, pairing.id)
    told = [say("conversation.writing_to", name=name)]
    if len(running) > 1:
        told.append(say("conversation.until_somebody_writes"))
    await story.post(actor.person.id, body(*told, rows=one_each(URGENT)))


async def chosen_now(story: Story, someone: Person, running: Sequence[Pairing]) -> PairingId | None:
    """The pairing that a message without a name goes to now; None when we would ask."""
    chosen = await _choice(story, someone, running)
    if chosen is None or chosen.doubt(story.now) is not None:
        return None
    return PairingId(chosen.pair)


async def _choice(story: Story, someone: Person, running: Sequence[Pairing]) -> Chosen | None:
    pairing_id, since = someone.current_pairing_id, someone.chosen_at
    if since is None:
        return None
    if pairing_id not in {one.id for one in running}:
        return Chosen("", since)
    if len(running) < 2:
        return None
    if await speaks_in_topics(story, someone):
        return None  # a topic or a reply names somebody there, or we ask
    shown_at = await others_shown_at(story.session, someone.id, PairingId(pairing_id))
    return Chosen(pairing_id, since, shown_at)


async def _replied(
    story: Story, actor: Actor, reply_to: int | None
) -> tuple[str | None, int | None]:
    """The pairing that a reply names, and the message over there that it answers.

    The pairing is None where the reply names nobody, as one to a message of ours does; "" where
    it may be somebody who is not known any more.
    """
    if reply_to is None:
        return None, None
    reply = await counterpart_of(story.session, actor.person.id, reply_to)
    if reply is not None:
        return reply.pairing_id, reply.message_id
    slot = await slot_of_message(story.session, actor.person.id, reply_to)
    if slot is not None:
        return pairing_of_slot(slot), None
    ever = await pairings_of(story.session, actor.person.id, (*RUNNING, "ended"))
    return ("" if len(ever) > 1 else None), None
