"""For the person's copy: how they were after something hard, and how much they wrote lately."""

from typing import Any

from db.debriefs import debrief_answer, debriefs_of
from db.floods import pace_of
from db.ids import PersonId
from flows.story import Story


async def debrief_facts(story: Story, person_id: PersonId) -> list[dict[str, Any]]:
    """Every time that the person was to be asked how they are, with their answer."""
    return [
        {
            "planned_at": row.planned_at.isoformat(timespec="seconds"),
            "state": row.state,
            "answer": await debrief_answer(story.session, row),
        }
        for row in await debriefs_of(story.session, person_id)
    ]


async def pace_facts(story: Story, person_id: PersonId) -> dict[str, Any] | None:
    """How much the person wrote lately, as far as it is kept; None before a first message."""
    pace = await pace_of(story.session, person_id)
    if pace is None:
        return None
    told_at = pace.staff_told_at
    return {
        "counts_until": pace.empty_at.isoformat(timespec="seconds"),
        "turned_away_in_a_row": pace.turned_away,
        "coordinators_told_at": told_at.isoformat(timespec="seconds") if told_at else None,
    }
