"""The names of topics: whom a peer worker speaks with there, told apart where two share a name."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from db.ids import PairingId, PersonId
from db.pairings import RUNNING, Pairing, pairing_or_none, pairings_of
from db.people import name_of, person


@dataclass(frozen=True, slots=True)
class NameInTopic:
    """Who a topic is about, and whether their pairing runs."""

    name: str
    runs: bool


async def name_in_topic(
    session: AsyncSession, pairing_id: PairingId, reader: PersonId
) -> NameInTopic | None:
    """The name of the topic that this person has for the pairing; None for anybody else's."""
    pairing = await pairing_or_none(session, pairing_id)
    if pairing is None or pairing.peer_worker_id != reader:
        return None
    name = await _name(session, pairing)
    before = [
        other
        for other in await pairings_of(session, reader, (*RUNNING, "ended"))
        if (other.created_at, other.id) < (pairing.created_at, pairing.id)
    ]
    same = sum([await _name(session, other) == name for other in before])
    return NameInTopic(f"{name} {same + 1}" if same else name, pairing.state in RUNNING)


async def _name(session: AsyncSession, pairing: Pairing) -> str:
    return await name_of(session, await person(session, pairing.service_user_id))
