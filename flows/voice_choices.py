"""Voice messages pass once both people of a pairing said yes, each warned, until one stops them.

A voice cannot be made unknown again, so nothing is assumed and nobody is asked twice.
"""

from db.pairings import Pairing
from db.people import Person, name_of, person
from db.voice_choices import choose_voice, voice_choices
from flows.actor import Actor
from flows.letters import URGENT, Body, Button, Rows, body, one_each, say
from flows.my_pairing import Mine, my_pairing
from flows.story import Story


async def voice_passes(story: Story, pairing: Pairing) -> bool:
    """Whether both people of the pairing agreed to voice messages."""
    said = await voice_choices(story.session, pairing.id)
    both = (pairing.service_user_id, pairing.peer_worker_id)
    return all(said.get(person_id) == "yes" for person_id in both)


async def refuse_voice(story: Story, writer: Person, pairing: Pairing) -> None:
    """Say why a voice message was not passed on, with the way to agree."""
    said = await voice_choices(story.session, pairing.id)
    name = await name_of(story.session, await person(story.session, pairing.other(writer.id)))
    if said.get(writer.id) == "yes":
        await story.post(writer.id, body(say("relay.refused.voice_waits", name=name)))
        return
    button = Button(say("voice.button.about", name=name), "vo", pairing.id)
    content = body(say("relay.refused.voice", name=name), rows=one_each(button, URGENT))
    await story.post(writer.id, content)


async def voice_button(story: Story, actor: Actor, pairing: Pairing) -> Button:
    """The button of a menu about the peer that starts or stops voice messages."""
    said = await voice_choices(story.session, pairing.id)
    if said.get(actor.person.id) == "yes":
        return Button(say("voice.button.stop"), "vn", pairing.id)
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    return Button(say("voice.button.about", name=name), "vo", pairing.id)


async def ask_voice(story: Story, actor: Actor, pairing_id: str) -> None:
    """Warn that a voice can be known, and ask; raises Refused unless the pairing runs."""
    mine = await my_pairing(story, actor, pairing_id)
    if await voice_passes(story, mine.pairing):
        stop = one_each(Button(say("voice.button.stop"), "vn", mine.pairing.id), URGENT)
        await story.post(actor.person.id, body(say("voice.on", name=mine.name), rows=stop))
        return
    await story.post(
        actor.person.id,
        body(
            say("voice.warning", name=mine.name),
            say("voice.ask", name=mine.name),
            rows=_yes_or_no(mine.pairing),
        ),
    )


async def agree_to_voice(story: Story, actor: Actor, pairing_id: str) -> None:
    """Keep a yes: voice messages are on with the second one, and the other is asked once."""
    mine = await my_pairing(story, actor, pairing_id)
    before = await voice_choices(story.session, mine.pairing.id)
    await choose_voice(story.session, mine.pairing.id, actor.person.id, "yes", story.now)
    theirs = before.get(mine.other.id)
    if theirs == "yes":
        if before.get(actor.person.id) != "yes":
            await _tell_both(story, actor, mine)
        return
    await story.post(actor.person.id, body(say("voice.waits", name=mine.name)))
    if theirs is None:
        await _ask_the_other(story, actor, mine)


async def stop_voice(story: Story, actor: Actor, pairing_id: str) -> None:
    """Keep a no; where voice messages were on, both hear that they are off."""
    mine = await my_pairing(story, actor, pairing_id)
    was_on = await voice_passes(story, mine.pairing)
    await choose_voice(story.session, mine.pairing.id, actor.person.id, "no", story.now)
    await story.post(actor.person.id, body(say("voice.off")))
    if was_on:
        name = await name_of(story.session, actor.person)
        await story.post(mine.other.id, body(say("voice.stopped", name=name)))


async def _ask_the_other(story: Story, actor: Actor, mine: Mine) -> None:
    await choose_voice(story.session, mine.pairing.id, mine.other.id, "asked", story.now)
    name = await name_of(story.session, actor.person)
    parts = (
        say("voice.asked", name=name),
        say("voice.warning", name=name),
        say("voice.ask", name=name),
    )
    await story.post(mine.other.id, Body(parts, _yes_or_no(mine.pairing)))


async def _tell_both(story: Story, actor: Actor, mine: Mine) -> None:
    stop = one_each(Button(say("voice.button.stop"), "vn", mine.pairing.id), URGENT)
    name = await name_of(story.session, actor.person)
    for reader, other in ((actor.person.id, mine.name), (mine.other.id, name)):
        await story.post(reader, body(say("voice.on", name=other), rows=stop))


def _yes_or_no(pairing: Pairing) -> Rows:
    return one_each(
        Button(say("voice.button.yes"), "vy", pairing.id),
        Button(say("voice.button.no"), "vn", pairing.id),
        URGENT,
    )
