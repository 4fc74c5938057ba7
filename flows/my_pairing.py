"""The pairing that a button is about, looked up afresh at every press, and who is in it."""

from dataclasses import dataclass

from care.stages import Mover
from db.ids import PairingId
from db.memberships import membership_in
from db.pairings import Pairing, pairing_or_none
from db.people import Person, name_of, person
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import URGENT, Button, say
from flows.story import Story


@dataclass(frozen=True, slots=True)
class Mine:
    """A pairing as one of its two people has it: their side, and the other person."""

    pairing: Pairing
    side: Mover
    other: Person
    name: str  # what the other person is called by


async def my_pairing(
    story: Story, actor: Actor, pairing_id: str, *, ended_too: bool = False
) -> Mine:
    """The actor's own pairing with this id, locked; raises Refused unless it runs.

    With `ended_too` one that began once, and is over, counts as well.
    """
    found = await pairing_or_none(story.session, PairingId(pairing_id), for_change=True)
    sides: dict[str, Mover] = (
        {found.service_user_id: "service_user", found.peer_worker_id: "peer_worker"}
        if found is not None
        else {}
    )
    side = sides.get(actor.person.id)
    if found is None or side is None:
        raise Refused("conversation.not_there")
    over = found.state == "ended" and ended_too and found.active_at is not None
    if found.state not in ("active", "paused") and not over:
        raise Refused("conversation.over")
    other = await person(story.session, found.other(actor.person.id))
    return Mine(found, side, other, await name_of(story.session, other))


async def both_names(story: Story, pairing: Pairing) -> dict[str, str]:
    """The names of both, as `name` the service user's and as `peer` the peer worker's."""
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return {
        "name": await name_of(story.session, user),
        "peer": await name_of(story.session, peer),
    }


async def ways_on(story: Story, pairing: Pairing, reader: str) -> tuple[Button, Button]:
    """Below what one of the two is told: talk with a coordinator, and urgent help."""
    role = SERVICE_USER if reader == pairing.service_user_id else PEER_WORKER
    person_id = pairing.service_user_id if role == SERVICE_USER else pairing.peer_worker_id
    membership = await membership_in(story.session, person_id, pairing.programme_id, role)
    ref = membership.id if membership is not None else ""
    return Button(say("talk.button.start"), "tw", ref), URGENT
