"""What is known of people's check-ins while a beat looks at many: read at once, and kept up.

A story that reads ahead asks the table once for all; whatever lies before `since` is asked for
one by one, as without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from db.checkin_plans import CheckinPlan
from db.engine import loaded, stay_loaded
from db.ids import PersonId, PlanId

RECENT = timedelta(days=40)  # further back than any recall window and its margin: care/room.py


@dataclass(slots=True)
class KnownCheckins:
    """One person's check-ins since an instant, and when each of the plans was last sent."""

    since: datetime
    days: set[tuple[PlanId, date]] = field(default_factory=set)
    asked: list[tuple[str, datetime, date]] = field(default_factory=list)
    has_open: bool = False
    last_sent: dict[PlanId, datetime] = field(default_factory=dict)
    outcomes: dict[PlanId, list[tuple[date, str | None]]] = field(default_factory=dict)

    def note(
        self,
        plan_id: PlanId,
        local_date: date,
        state: str,
        measure: str,
        sent_at: datetime | None,
        asked_on: date | None,
        reason: str | None,
    ) -> None:
        """Know one more, which was read or is being added."""
        self.days.add((plan_id, local_date))
        why_moved = reason if state == "moved" else None
        self.outcomes.setdefault(plan_id, []).append((local_date, why_moved))
        self.has_open = self.has_open or state == "sent"
        if sent_at is not None:
            self.asked.append((measure, sent_at, asked_on or sent_at.date()))
            self.last_sent[plan_id] = max(sent_at, self.last_sent.get(plan_id, sent_at))

    def is_free(self, plan_id: PlanId, day: date) -> bool:
        """Whether nothing became of this plan on this day; False where that is not known."""
        return day >= self.since.date() and (plan_id, day) not in self.days


def begin_to_know(
    session: AsyncSession, plans: Sequence[CheckinPlan], since: datetime
) -> dict[PersonId, KnownCheckins]:
    """Person -> what is to be filled in; it is found by the person and by each of the plans."""
    known = {plan.person_id: KnownCheckins(since) for plan in plans}
    for plan in plans:
        stay_loaded(session, _place(plan.person_id), known[plan.person_id])
        stay_loaded(session, _place(plan.id), known[plan.person_id])
    return known


def known_of(session: AsyncSession, of: PersonId | PlanId) -> KnownCheckins | None:
    """What is known of this person, or of whose plan this is; None without reading ahead."""
    known = loaded(session, _place(of))
    return known if isinstance(known, KnownCheckins) else None


def _place(of: PersonId | PlanId) -> str:
    return f"checkins|{of}"
