"""Worry: a peer worker is never alone with something frightening; one tap calls a coordinator."""

from care.safety import assess_worry
from db.ids import PairingId
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import name_of, person
from db.programmes import programme
from flows.actor import PEER_WORKER, Actor
from flows.concerns import raise_concern
from flows.debriefs import plan_debrief
from flows.errors import Refused
from flows.letters import URGENT, Button, body, one_each, say
from flows.story import Story


async def say_worried(story: Story, actor: Actor, pairing_id: str) -> None:
    """Raise an alert about the person of this pairing; ask which one where there are several.

    A pairing that has ended counts where the button names it: a worry does not end with it.
    """
    running = [
        pairing
        for pairing in await pairings_of(story.session, actor.person.id, RUNNING)
        if pairing.peer_worker_id == actor.person.id
    ]
    if pairing_id:
        await _raise_about(story, actor, await _named(story, actor, pairing_id))
        return
    if not running and actor.role(PEER_WORKER) is None:
        await story.post(actor.person.id, body(say("worry.for_help"), rows=one_each(URGENT)))
        return
    if not running:
        raise Refused("worry.nobody")
    if len(running) > 1:
        await _ask_about_whom(story, actor, running)
        return
    await _raise_about(story, actor, running[0])


async def _named(story: Story, actor: Actor, pairing_id: str) -> Pairing:
    """The peer worker's own pairing that the button names, if it ever began; raises Refused."""
    found = await pairing_or_none(story.session, PairingId(pairing_id))
    if found is None or found.peer_worker_id != actor.person.id or found.active_at is None:
        raise Refused("refused.not_yours")
    return found


async def _raise_about(story: Story, actor: Actor, pairing: Pairing) -> None:
    about = await person(story.session, pairing.service_user_id)
    if about.erased_at is not None:
        raise Refused("worry.gone")
    where = await programme(story.session, pairing.programme_id)
    alert = await raise_concern(story, about, where, assess_worry(), said_by=actor.person)
    await plan_debrief(story, alert, pairing)


async def _ask_about_whom(story: Story, actor: Actor, running: list[Pairing]) -> None:
    buttons = []
    for pairing in running:
        name = await name_of(story.session, await person(story.session, pairing.service_user_id))
        buttons.append(Button(say("worry.button.about", name=name), "wo", pairing.id))
    await story.post(
        actor.person.id, body(say("worry.about_whom"), rows=one_each(*buttons, URGENT))
    )
