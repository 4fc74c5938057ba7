"""The conversation: a message is rebuilt and passed on to exactly one person, or held and asked.

Nothing is forwarded or copied: a letter is written from the text and its harmless formats alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from care.message_text import Entity
from care.quiet_hours import QuietHours
from care.relay import To, address, split_text
from db.held_messages import hold_message, take_held
from db.ids import PairingId
from db.message_map import Counterpart, counterpart_of
from db.outbox import Lane, last_posted_at
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import Person, name_of, person
from db.programmes import programme
from flows.actor import Actor
from flows.concerns import judge_words
from flows.errors import Refused
from flows.help_at_once import STILL_ON_SCREEN
from flows.letters import Body, Button, Message, body, one_each, read_body, say, write_body
from flows.story import Story

NIGHT = QuietHours()  # a message that arrives in it makes no sound


@dataclass(frozen=True, slots=True)
class Written:
    """A message as a person wrote it in their own chat; `entities` are harmless ones only."""

    message_id: int
    text: str
    entities: tuple[Entity, ...] = ()
    reply_to: int | None = None


async def running_pairings(story: Story, actor: Actor) -> list[Pairing]:
    """The person's running pairings; what somebody who has one writes is for their peer."""
    return await pairings_of(story.session, actor.person.id, RUNNING)


async def write(story: Story, actor: Actor, written: Written, running: Sequence[Pairing]) -> None:
    """Pass a message on to the one person it is for; hold it and ask when that is not clear.

    `running` are the writer's running pairings, one or more. Urgent words are looked for whatever
    becomes of the message.
    """
    reply = None
    if written.reply_to is not None:
        reply = await counterpart_of(story.session, actor.person.id, written.reply_to)
    target = address(
        pairs=tuple(p.id for p in running),
        reply_pair=await _reply_pair(story, actor, written, reply),
        current_pair=actor.person.current_pairing_id,
    )
    chosen = target.pair if isinstance(target, To) else None
    pairing = next((p for p in running if p.id == chosen), None)
    if pairing is None:
        await _hold(story, actor, written, running)
    else:
        await _pass_on(story, actor.person, pairing, written, reply.message_id if reply else None)
    await _judge(story, actor.person, pairing or running[0], written.text)


async def send_held(story: Story, actor: Actor, held_id: str, pairing_code: str) -> str | None:
    """Send a held message to the person that its writer chose; returns that person's name.

    `pairing_code` is the start of the pairing's id, which is all that fits beside the message's.
    None when the message was sent before or is not this person's.
    """
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    pairing = next((p for p in running if p.id.startswith(pairing_code)), None)
    if pairing is None or len(pairing_code) < CODE_LETTERS:
        raise Refused("conversation.ended")
    taken = await take_held(story.session, held_id, actor.person.id)
    if taken is None:
        return None
    message_id, content = taken
    message = read_body(content).parts[0]
    if not isinstance(message, Message):
        raise TypeError("A held message holds what a person wrote.")
    written = Written(message_id, message.text, message.entities)
    await _pass_on(story, actor.person, pairing, written, None)
    return await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))


async def edit_written(story: Story, actor: Actor, written: Written) -> bool:
    """Show the edited text in the copy that the peer has, where one message shows all of it.

    False when the message was never passed on.
    """
    copy = await counterpart_of(story.session, actor.person.id, written.message_id)
    if copy is None or copy.message_id is None:
        return False
    pairing = await pairing_or_none(story.session, copy.pairing_id)
    if pairing is not None and pairing.state in RUNNING:
        await _edit_copy(story, actor, pairing, written, copy.message_id)
    return True


CODE_LETTERS = 12  # of an id, 72 bits: enough to tell a person's own pairings apart


async def choose_current(story: Story, actor: Actor, pairing_id: str) -> None:
    """Make one pairing the conversation that unaddressed messages belong to."""
    pairing = await pairing_or_none(story.session, PairingId(pairing_id))
    mine = pairing is not None and actor.person.id in (
        pairing.service_user_id,
        pairing.peer_worker_id,
    )
    if pairing is None or not mine or pairing.state not in RUNNING:
        raise Refused("conversation.ended")
    actor.person.current_pairing_id = pairing.id
    story.session.add(actor.person)
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    await story.post(actor.person.id, body(say("conversation.writing_to", name=name)))


async def _pass_on(
    story: Story, writer: Person, pairing: Pairing, written: Written, reply_to: int | None
) -> None:
    reader = await person(story.session, pairing.other(writer.id))
    closed = _why_closed(pairing, reader)
    if closed is not None:
        await story.post(writer.id, body(say(closed)))
        return
    if pairing.first_contact_at is None and writer.id == pairing.peer_worker_id:
        pairing.first_contact_at = story.now
        story.session.add(pairing)
    header = await name_of(story.session, writer)
    for part in split_text(header, written.text, written.entities):
        await story.pass_on(
            reader.id,
            Body((Message(part.text, part.entities),), reply_to=reply_to, protected=True),
            pairing_id=pairing.id,
            source=(writer.id, written.message_id),
            silent=NIGHT.is_quiet(story.now, ZoneInfo(reader.time_zone)),
        )


async def _edit_copy(
    story: Story, actor: Actor, pairing: Pairing, written: Written, message_id: int
) -> None:
    await _judge(story, actor.person, pairing, written.text)
    reader = await person(story.session, pairing.other(actor.person.id))
    closed = _why_closed(pairing, reader)
    if closed is not None:
        await story.post(actor.person.id, body(say(closed)))
        return
    parts = split_text(await name_of(story.session, actor.person), written.text, written.entities)
    if len(parts) > 1:
        await story.post(actor.person.id, body(say("conversation.edit_too_long")))
        return
    await story.edit(
        reader.id,
        Body((Message(parts[0].text, parts[0].entities),), protected=True),
        slot=f"copy:{message_id}",
        message_id=message_id,
        lane=Lane.CONVERSATION,
    )


def _why_closed(pairing: Pairing, reader: Person) -> str | None:
    """The key of the text that says why nothing can be passed on now, or None."""
    if pairing.state == "paused":
        return "conversation.paused"
    return "conversation.unreachable" if reader.unreachable_since is not None else None


async def _reply_pair(
    story: Story, actor: Actor, written: Written, reply: Counterpart | None
) -> str | None:
    """The pairing that a reply names; "" where it may be one that is not known any more."""
    if reply is not None:
        return reply.pairing_id
    if written.reply_to is None:
        return None
    ever = await pairings_of(story.session, actor.person.id, (*RUNNING, "ended"))
    return "" if len(ever) > 1 else None


async def _judge(story: Story, writer: Person, pairing: Pairing, text: str) -> None:
    where = await programme(story.session, pairing.programme_id)
    caught = await judge_words(story, writer, where, text)
    if caught and pairing.state == "active" and writer.id == pairing.service_user_id:
        await _stand_by_peer_worker(story, pairing)


async def _stand_by_peer_worker(story: Story, pairing: Pairing) -> None:
    """Nobody is left alone with something frightening; said once while it stands there."""
    slot = f"stand_by:{pairing.id}"
    told_at = await last_posted_at(story.session, pairing.peer_worker_id, slot)
    if told_at is None or story.now - told_at > STILL_ON_SCREEN:
        worried = Button(say("peer_worker.button.worried"), "wo", pairing.id)
        rows = one_each(worried, Button(say("button.urgent_help"), "u"))
        note = body(say("safety.stand_by"), rows=rows)
        await story.post(pairing.peer_worker_id, note, lane=Lane.CONVERSATION, slot=slot)


async def _hold(story: Story, actor: Actor, written: Written, running: Sequence[Pairing]) -> None:
    content = write_body(Body((Message(written.text, written.entities),)))
    held = await hold_message(
        story.session, actor.person.id, written.message_id, content, story.now
    )
    buttons = []
    for pairing in running:
        other = await person(story.session, pairing.other(actor.person.id))
        name = await name_of(story.session, other)
        label = say("conversation.button.for", name=name)
        buttons.append(Button(label, "ch", held.id, pairing.id[:CODE_LETTERS]))
    await story.post(
        actor.person.id,
        Body(
            (say("conversation.who_for"),),
            one_each(*buttons),
            reply_to=written.message_id,
        ),
    )


def status_slot(pairing_id: PairingId) -> str:
    """The slot of the one line that tells the writer what became of their messages."""
    return f"status:{pairing_id}"
