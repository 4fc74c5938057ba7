"""The first talk, step by step: the pack's prompts for the peer worker, one at a time."""

from db.ids import PairingId
from db.pairings import Pairing, pairing_or_none
from db.people import name_of, person
from db.programmes import programme
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, Part, Words, one_each, say
from flows.programmes import pack_of
from flows.story import Story
from flows.times import clock_time, local_day

STEP, HELLO = "gs", "gh"


def guide_button(pairing: Pairing) -> Button:
    """The button that opens the first step."""
    return Button(say("first_talk.button.open"), STEP, pairing.id, "1")


async def show_step(
    story: Story, actor: Actor, pairing_id: str, detail: str, pressed: int | None
) -> None:
    """Show one prompt in the one message of the guide; `detail` is its number from 1."""
    pairing, name = await _mine(story, actor, pairing_id)
    prompts = pack_of(story, await programme(story.session, pairing.programme_id)).texts
    count = len(prompts.first_conversation)
    n = min(max(int(detail) if detail.isdecimal() else 1, 1), count)
    parts: list[Part] = [
        say("first_talk.step", n=n, of=count, name=name),
        Words(prompts.first_conversation[n - 1]),
    ]
    content = Body(tuple(parts), _rows(pairing, n, count))
    await story.edit(actor.person.id, content, slot=_slot(pairing), message_id=pressed)


async def said_hello(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """Say whether the first words have arrived; that is looked up, not believed."""
    pairing, name = await _mine(story, actor, pairing_id)
    at = pairing.first_contact_at
    if at is None:
        parts: list[Part] = [say("first_talk.nothing_yet", name=name)]
    else:
        day, time = local_day(at, actor.person), clock_time(at, actor.person)
        parts = [say("first_talk.arrived", name=name, day=day, time=time)]
    back = Button(say("first_talk.button.again"), STEP, pairing.id, "1")
    write = Button(say("peer_worker.button.write_to", name=name), "cw", pairing.id)
    worried = Button(say("peer_worker.button.worried"), "wo", pairing.id)
    content = Body(tuple(parts), one_each(write, back, worried, URGENT))
    await story.edit(actor.person.id, content, slot=_slot(pairing), message_id=pressed)


def _rows(pairing: Pairing, n: int, count: int) -> tuple[tuple[Button, ...], ...]:
    moves = []
    if n > 1:
        moves.append(Button(say("form.button.back"), STEP, pairing.id, str(n - 1)))
    if n < count:
        moves.append(Button(say("first_talk.button.next"), STEP, pairing.id, str(n + 1)))
    hello = Button(say("first_talk.button.hello"), HELLO, pairing.id)
    return (tuple(moves), *one_each(hello, URGENT))


async def _mine(story: Story, actor: Actor, pairing_id: str) -> tuple[Pairing, str]:
    """The peer worker's own running pairing, and the other's name; raises Refused."""
    found = await pairing_or_none(story.session, PairingId(pairing_id))
    if found is None or found.peer_worker_id != actor.person.id:
        raise Refused("refused.not_yours")
    if found.state not in ("active", "paused"):
        raise Refused("conversation.ended")
    return found, await name_of(story.session, await person(story.session, found.service_user_id))


def _slot(pairing: Pairing) -> str:
    return f"guide:{pairing.id}"
