"""For the person's copy: the way of a pairing in days and numbers, as far as it is about them."""

from datetime import date, datetime
from typing import Any

from db.contact_days import days_of
from db.ids import PersonId
from db.pairings import Pairing
from db.renewals import renewals_of
from db.rhythms import rhythm_or_none
from flows.story import Story


async def way_facts(story: Story, pairing: Pairing, person_id: PersonId) -> dict[str, Any]:
    """Until when it is planned, when messages arrived, and when ground rules were agreed anew."""
    row = await rhythm_or_none(story.session, pairing.id)
    as_user = person_id == pairing.service_user_id
    days = await days_of(story.session, pairing.id, date.min)
    return {
        "planned_until": row.ends_on.isoformat() if row is not None else None,
        "first_words_at": _at(pairing.first_contact_at),
        "days": [
            {
                "day": one.day.isoformat(),
                "from_you": one.from_service_user if as_user else one.from_peer_worker,
                "from_your_peer": one.from_peer_worker if as_user else one.from_service_user,
            }
            for one in days
        ],
        "ground_rules": [
            {"asked_at": _at(one.asked_at), "agreed_at": _at(one.agreed_at)}
            for one in await renewals_of(story.session, pairing.id)
            if one.person_id == person_id
        ],
    }


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant is not None else None
