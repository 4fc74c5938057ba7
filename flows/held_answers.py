"""Answers about held messages: who they are for, and whether contact details may go."""

from dataclasses import replace

from db.held_messages import (
    content_of,
    held_row,
    held_under,
    replace_content,
    take_held,
)
from db.pairings import RUNNING, Pairing, pairing_or_none
from db.people import name_of, person
from flows.actor import Actor
from flows.album_ways import keep_way
from flows.contact_check import count_asked, looks_like_contact
from flows.conversation import running_pairings
from flows.errors import Refused
from flows.gate import send
from flows.held import CODE_LETTERS, question_slot, read_taken, write_written
from flows.letters import body, read_body, say
from flows.listening import listen_to
from flows.story import Story
from flows.who_for import choose
from flows.written import Written

GONE = "conversation.held_gone"


async def send_held(story: Story, actor: Actor, question_id: str, pairing_code: str) -> None:
    """Send what is held to the person that its writer chose.

    `pairing_code` is the start of the pairing's id, which is all that fits beside the question's.
    Raises Refused when it was answered before, is not this person's, or the pairing has ended.
    """
    running = await running_pairings(story, actor)
    pairing = next((p for p in running if p.id.startswith(pairing_code)), None)
    if pairing is None or len(pairing_code) < CODE_LETTERS:
        raise Refused("conversation.ended")
    messages = await _take(story, actor, question_id)
    await _chose(story, actor, question_id, pairing, "conversation.chosen_for")
    choose(story, actor.person, pairing.id)
    await keep_way(story, actor.person, messages, pairing)
    await send(story, actor.person, pairing, messages)


async def send_confirmed(story: Story, actor: Actor, question_id: str) -> None:
    """Send what looked like contact details; raises Refused when it was answered before."""
    taken = await take_held(story.session, question_id, actor.person.id, "contact")
    if not taken or taken[0].pairing_id is None:
        raise Refused(GONE)
    messages = [read_taken(one) for one in taken]
    pairing = await pairing_or_none(story.session, taken[0].pairing_id)
    if pairing is None or pairing.state not in RUNNING:
        await _answered(story, actor, question_id, "conversation.ended")
        return
    await _chose(story, actor, question_id, pairing, "conversation.chosen_to_send")
    await keep_way(story, actor.person, messages, pairing, confirmed=True)
    await count_asked(story, pairing, sent=True)
    await send(story, actor.person, pairing, messages, confirmed=True)


async def do_not_send(story: Story, actor: Actor, question_id: str) -> None:
    """Forget what a question is about, of either kind; raises Refused when it was answered."""
    taken = [
        *await take_held(story.session, question_id, actor.person.id, "contact"),
        *await take_held(story.session, question_id, actor.person.id, "who"),
    ]
    if not taken:
        raise Refused(GONE)
    messages = [read_taken(one) for one in taken]
    await keep_way(story, actor.person, messages, None)
    await _answered(story, actor, question_id, "conversation.contact_dropped")


async def replace_held(story: Story, actor: Actor, written: Written) -> bool:
    """Let a held message say what its writer changed it to; False when it is not held.

    Urgent words are looked for. What no longer looks like contact details is sent at once.
    """
    held = await held_row(story.session, actor.person.id, written.message_id)
    if held is None:
        return False
    before = read_body(await content_of(story.session, held))
    kept = replace(written, reply_to=written.reply_to or before.reply_to, album=held.album)
    await replace_content(story.session, held, write_written(kept))
    running = await running_pairings(story, actor)
    pairing = next((p for p in running if p.id == held.pairing_id), None)
    if pairing is not None and held.reason == "contact":
        await _release_if_plain(story, actor, pairing, held.question_id)
    if running:
        await listen_to(story, actor.person, pairing or running[0], written.text)
    return True


async def _release_if_plain(story: Story, actor: Actor, pairing: Pairing, question_id: str) -> None:
    """Send what is held where nothing of it looks like contact details any more."""
    contents = await held_under(story.session, question_id, actor.person.id, "contact")
    messages = [read_taken(one) for one in contents]
    kinds = [await looks_like_contact(story, pairing, written.text) for written in messages]
    if any(kinds):
        return
    await take_held(story.session, question_id, actor.person.id, "contact")
    await keep_way(story, actor.person, messages, pairing)
    await _answered(story, actor, question_id, "conversation.changed_and_sent")
    await send(story, actor.person, pairing, messages)


async def _take(story: Story, actor: Actor, question_id: str) -> list[Written]:
    taken = await take_held(story.session, question_id, actor.person.id, "who")
    if not taken:
        raise Refused(GONE)
    return [read_taken(one) for one in taken]


async def _chose(story: Story, actor: Actor, question_id: str, pairing: Pairing, key: str) -> None:
    """Say in place of the question what its answer was; what came of it stands below."""
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    await story.edit(actor.person.id, body(say(key, name=name)), slot=question_slot(question_id))


async def _answered(story: Story, actor: Actor, question_id: str, key: str) -> None:
    """Say in place of the question what became of it."""
    await story.edit(actor.person.id, body(say(key)), slot=question_slot(question_id))
