"""The conversation: a message is rebuilt and passed on to exactly one person, or held and asked.

Nothing is forwarded or copied: a letter is written from the text and its harmless formats alone.
"""

from collections.abc import Sequence

from care.addressing import AskWho, To
from care.message_fields import refusal_key
from db.albums import album_name
from db.pairings import RUNNING, Pairing, pairings_of
from flows.actor import Actor
from flows.album_ways import keep_way, named_album, tell_once
from flows.gate import follow_album, send
from flows.held import ask_who
from flows.letters import say
from flows.listening import listen_to
from flows.story import Story
from flows.who_for import address_of
from flows.written import Unpassable, Written


async def running_pairings(story: Story, actor: Actor) -> list[Pairing]:
    """The person's running pairings; what somebody who has one writes is for their peer.

    While somebody stands in, the place that is kept meanwhile takes no words.
    """
    found = await pairings_of(story.session, actor.person.id, RUNNING)
    kept_places = {pairing.cover_of for pairing in found}
    return [pairing for pairing in found if pairing.id not in kept_places]


async def write(story: Story, actor: Actor, written: Written, running: Sequence[Pairing]) -> None:
    """Pass a message on to the one person it is for; hold it and ask when that is not clear.

    `running` are the writer's running pairings, one or more. Urgent words are looked for whatever
    becomes of the message.
    """
    written = named_album(story, actor.person, written)
    pairing = None
    if not await follow_album(story, actor.person, written, running):
        pairing = await _write_first(story, actor, written, running)
    await listen_to(story, actor.person, pairing or running[0], written.text)


async def refuse(
    story: Story, actor: Actor, refused: Unpassable, running: Sequence[Pairing]
) -> None:
    """Say why a message is not passed on and what to do instead, once for an album."""
    album = refused.album and album_name(story.session, actor.person.id, refused.album)
    await tell_once(story, actor.person, say(refusal_key(refused.reason)), album)
    await listen_to(story, actor.person, running[0], refused.text)


async def _write_first(
    story: Story, actor: Actor, written: Written, running: Sequence[Pairing]
) -> Pairing | None:
    """Pass on or hold a message of its own; returns whose pairing it is for, where clear."""
    found = await address_of(story, actor, written.reply_to, running, written.thread)
    chosen = found.target.pair if isinstance(found.target, To) else None
    pairing = next((p for p in running if p.id == chosen), None)
    if pairing is None:
        why = found.target.why if isinstance(found.target, AskWho) else "nobody_chosen"
        await ask_who(story, actor.person, written, running, why)
    else:
        await keep_way(story, actor.person, [written], pairing)
        await send(story, actor.person, pairing, [written])
    return pairing
