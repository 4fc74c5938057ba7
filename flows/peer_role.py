"""The peer worker's role that a button or command is about, looked up afresh at every press."""

from db.memberships import Membership
from flows.actor import PEER_WORKER, Actor
from flows.errors import Refused

AT_WORK = ("active", "paused")


def my_peer_role(actor: Actor, membership_id: str = "") -> Membership:
    """The actor's confirmed role with this id, or their only one; raises Refused."""
    mine = [m for m in actor.standing if m.role == PEER_WORKER and m.stage in AT_WORK]
    found = next((m for m in mine if membership_id in ("", m.id)), None)
    if found is None:
        raise Refused("peer_worker.not_at_work")
    return found
