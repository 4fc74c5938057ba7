"""What is due and not done: the oldest row of each kind, by the beat that should have done it.

Asked without locks, so that it can be read by whoever may only read.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert
from db.breaks import Break
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.debriefs import Debrief
from db.digests import Digest
from db.erasure import people_to_erase
from db.expiries import Expiry
from db.inbox import InboxUpdate
from db.outbox import Letter
from db.pairings import Pairing
from db.peer_standings import PeerStanding
from db.rhythms import Rhythm
from db.slots import Slot
from db.waits import Wait

# beat -> (when a row of its own is due, which rows)
DUE: Mapping[str, tuple[Any, tuple[Any, ...]]] = MappingProxyType(
    {
        "alert_owners": (
            col(Alert.owner_call_at),
            (col(Alert.state).in_(("acknowledged", "closed")),),
        ),
        "checkins": (col(CheckinPlan.next_due_at), (col(CheckinPlan.state) == "on",)),
        "reminders": (col(Checkin.look_at), (col(Checkin.state) == "sent",)),
        "offers": (
            col(Pairing.answer_by),
            (col(Pairing.state).in_(("offered", "accepted")),),
        ),
        "debriefs": (col(Debrief.due_at), (col(Debrief.state) == "due",)),
        "digests": (col(Digest.next_at), ()),
        "undo": (col(Slot.strip_at), ()),
        "waiting": (col(Wait.look_at), (col(Wait.ended_at).is_(None),)),
        "absences": (col(PeerStanding.back_at), ()),
        "breaks": (col(Break.due_at), (col(Break.ended_at).is_(None),)),
        "rhythm": (col(Rhythm.next_at), ()),
        "expiries": (col(Expiry.next_at), ()),
    }
)


async def oldest_due(session: AsyncSession, now: datetime) -> dict[str, datetime]:
    """Beat -> since when its oldest row is due; beats that left nothing are not named."""
    found = {}
    for beat, (due, conditions) in DUE.items():
        oldest = (await session.exec(select(func.min(due)).where(due <= now, *conditions))).one()
        if oldest is not None:
            found[beat] = oldest
    to_erase = await people_to_erase(session, now, 1)
    if to_erase and to_erase[0].erase_at is not None:
        found["erasure"] = to_erase[0].erase_at
    return found


async def oldest_update(session: AsyncSession) -> datetime | None:
    """When the oldest update arrived that was not handled yet; None when all were."""
    query = select(func.min(col(InboxUpdate.received_at))).where(
        col(InboxUpdate.state) == "waiting"
    )
    return (await session.exec(query)).one()


async def oldest_sending(session: AsyncSession) -> dict[int, datetime]:
    """Lane -> since when its oldest letter is being sent."""
    query = (
        select(col(Letter.lane), func.min(col(Letter.sent_at)))
        .where(col(Letter.state) == "sending", col(Letter.sent_at).is_not(None))
        .group_by(col(Letter.lane))
    )
    return {lane: at for lane, at in await session.exec(query) if at is not None}
