"""Holdings: what is held about one person beside their roles, answers and consents."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin, score_of
from db.ids import FormSessionId, PersonId, ProgrammeId
from db.message_map import MappedMessage
from db.outbox import Letter
from db.pairings import Pairing
from db.topics import Topic


@dataclass(frozen=True, slots=True)
class HeldCheckin:
    """One day on which the person was due to be asked; `total` where it was scored."""

    day: date
    measure: str
    state: str
    reason: str | None
    form_session_id: FormSessionId | None
    total: int | None


async def checkins_held(session: AsyncSession, person_id: PersonId) -> list[HeldCheckin]:
    """Every check-in of the person, the oldest first."""
    query = select(Checkin).where(col(Checkin.person_id) == person_id)
    rows = await session.exec(query.order_by(col(Checkin.local_date), col(Checkin.id)))
    return [await _with_total(session, row) for row in rows]


async def checkins_to_show(
    session: AsyncSession, service_user_id: PersonId, programme_id: ProgrammeId, most: int
) -> list[HeldCheckin]:
    """The last answered check-ins of a service user in one programme, the newest first.

    What the same person answered as a peer worker is not among them.
    """
    query = select(Checkin).where(
        col(Checkin.person_id) == service_user_id,
        col(Checkin.state) == "answered",
        col(Checkin.plan_id) == col(CheckinPlan.id),
        col(CheckinPlan.programme_id) == programme_id,
        col(CheckinPlan.role) == "service_user",
    )
    newest = query.order_by(col(Checkin.local_date).desc(), col(Checkin.id).desc()).limit(most)
    return [await _with_total(session, row) for row in await session.exec(newest)]


async def alerts_held(session: AsyncSession, person_id: PersonId) -> list[Alert]:
    """Every alert about the person, the oldest first."""
    query = select(Alert).where(col(Alert.person_id) == person_id)
    return list(await session.exec(query.order_by(col(Alert.raised_at), col(Alert.id))))


async def pairings_held(session: AsyncSession, person_id: PersonId) -> list[Pairing]:
    """Every pairing of the person, on whichever side and in whatever state, the oldest first."""
    query = select(Pairing).where(
        or_(col(Pairing.service_user_id) == person_id, col(Pairing.peer_worker_id) == person_id)
    )
    return list(await session.exec(query.order_by(col(Pairing.created_at), col(Pairing.id))))


async def letters_held(
    session: AsyncSession, person_id: PersonId
) -> list[tuple[datetime, datetime | None, str]]:
    """(written, sent, state) of the person's letters; what a sent one said is wiped."""
    query = select(col(Letter.created_at), col(Letter.sent_at), col(Letter.state)).where(
        col(Letter.person_id) == person_id
    )
    rows = await session.exec(query.order_by(col(Letter.id)))
    return [(written, sent, state) for written, sent, state in rows]


async def topics_held(session: AsyncSession, person_id: PersonId) -> int:
    """How many topics in the person's chat are known by their number."""
    query = select(func.count()).where(col(Topic.person_id) == person_id)
    return (await session.exec(query)).one()


async def messages_mapped(session: AsyncSession, person_id: PersonId) -> int:
    """Of how many passed-on messages the numbers are kept, so that a reply finds its place."""
    query = select(func.count()).where(
        or_(col(MappedMessage.sender_id) == person_id, col(MappedMessage.recipient_id) == person_id)
    )
    return int((await session.exec(query)).one())


async def _with_total(session: AsyncSession, row: Checkin) -> HeldCheckin:
    return HeldCheckin(
        row.local_date,
        row.measure,
        row.state,
        row.reason,
        row.form_session_id,
        await score_of(session, row),
    )
