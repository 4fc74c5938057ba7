"""Pairings: one service user and one peer worker, from suggestion to ending."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, bindparam, text
from sqlmodel import Field, SQLModel, col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to, sealed, word, word_or_none
from db.engine import is_sqlite, loaded, stay_loaded, vault_of
from db.ids import PairingId, PersonId, ProgrammeId, new_id
from db.people import Person

RUNNING = ("active", "paused")
OPEN = ("suggested", "approved", "offered", "accepted", *RUNNING)


class Pairing(SQLModel, table=True):
    """Two people, the state they are in together, and why they were put together."""

    __tablename__ = "pairing"
    __table_args__ = (
        Index("ix_pairing_register", "programme_id", "state", "since", "id"),
        Index(
            "ix_pairing_handover",
            "programme_id",
            "state",
            sqlite_where=text("handover_asked_at IS NOT NULL"),
            postgresql_where=text("handover_asked_at IS NOT NULL"),
        ),
        Index(
            "ix_pairing_first_words",
            "since",
            "programme_id",
            "state",
            "service_user_id",
            "peer_worker_id",
            "id",
            sqlite_where=text("first_contact_at IS NULL"),
            postgresql_where=text("first_contact_at IS NULL"),
        ),
        Index("ix_pairing_programme_id_id", "programme_id", "id"),
        Index("ix_pairing_programme_id_peer_worker_id", "programme_id", "peer_worker_id"),
    )
    id: PairingId = own_id()
    programme_id: ProgrammeId = refers_to("programme", index=False)
    service_user_id: PersonId = refers_to("person")
    peer_worker_id: PersonId = refers_to("person")
    state: str = word()
    since: datetime = instant()
    version: int = Field(default=1)
    fit: int = Field(default=0)
    reasons_sealed: bytes | None = sealed()
    approved_by: PersonId | None = refers_to("person", optional=True, index=False)
    answer_by: datetime | None = instant_or_none(index=True)
    active_at: datetime | None = instant_or_none()
    first_contact_at: datetime | None = instant_or_none()
    ended_at: datetime | None = instant_or_none()
    end_reason: str | None = word_or_none()
    break_seconds: int = Field(default=0)  # how long it was paused before now, in all
    cover_of: PairingId | None = refers_to("pairing", optional=True)  # whose place is kept
    handover_asked_at: datetime | None = instant_or_none()  # the peer worker asked to hand over
    ending_asked_at: datetime | None = instant_or_none()  # coordinators were asked about an end
    created_at: datetime = instant()

    def other(self, person_id: PersonId) -> PersonId:
        """The other person of this pairing."""
        return self.peer_worker_id if person_id == self.service_user_id else self.service_user_id


# Built once: they are asked for every message, and building costs more than asking.
_EITHER_SIDE = or_(
    col(Pairing.service_user_id) == bindparam("who"),
    col(Pairing.peer_worker_id) == bindparam("who"),
)
PAIRINGS_OF = (
    select(Pairing)
    .where(_EITHER_SIDE, col(Pairing.state).in_(bindparam("states", expanding=True)))
    .order_by(col(Pairing.created_at), col(Pairing.id))
)
PAIRINGS_BY_ID = select(Pairing).where(col(Pairing.id).in_(bindparam("ids", expanding=True)))
_OF_MANY: Any = bindparam("people", expanding=True)
PAIRINGS_OF_MANY = (
    select(Pairing)
    .where(
        or_(col(Pairing.service_user_id).in_(_OF_MANY), col(Pairing.peer_worker_id).in_(_OF_MANY)),
        col(Pairing.state).in_(bindparam("states", expanding=True)),
    )
    .order_by(col(Pairing.created_at), col(Pairing.id))
)
TWO_RUNNING = select(col(Pairing.id)).where(_EITHER_SIDE, col(Pairing.state).in_(RUNNING)).limit(2)


async def add_pairing(
    session: AsyncSession,
    programme_id: ProgrammeId,
    service_user_id: PersonId,
    peer_worker_id: PersonId,
    *,
    fit: int,
    reasons: str,
    now: datetime,
) -> Pairing:
    """Keep a suggestion; `reasons` is sealed with the service user's key."""
    pairing_id = PairingId(new_id())
    added = Pairing(
        id=pairing_id,
        programme_id=programme_id,
        service_user_id=service_user_id,
        peer_worker_id=peer_worker_id,
        state="suggested",
        since=now,
        fit=fit,
        reasons_sealed=await vault_of(session).seal(
            session, service_user_id, reasons, reasons_place(pairing_id)
        ),
        created_at=now,
    )
    session.add(added)
    return added


async def drop_suggestion(session: AsyncSession, pairing: Pairing) -> bool:
    """Delete a suggestion that nobody decided about; False where somebody did meanwhile."""
    query = delete(Pairing).where(col(Pairing.id) == pairing.id, col(Pairing.state) == "suggested")
    return bool((await session.exec(query)).rowcount)


async def reasons_of(session: AsyncSession, pairing: Pairing) -> str:
    """Why the two were suggested, as it was sealed; empty when there is nothing."""
    if pairing.reasons_sealed is None:
        return ""
    return await vault_of(session).unseal(
        session, pairing.service_user_id, pairing.reasons_sealed, reasons_place(pairing.id)
    )


async def pairing_or_none(
    session: AsyncSession, pairing_id: PairingId, *, for_change: bool = False
) -> Pairing | None:
    """The pairing with this id; `for_change` keeps others from changing it meanwhile."""
    known = None if for_change else loaded(session, pairing_id)
    if isinstance(known, Pairing):
        return known
    query = select(Pairing).where(col(Pairing.id) == pairing_id)
    if for_change:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def is_active_still(session: AsyncSession, pairing: Pairing) -> bool:
    """Whether a pairing that was read as active still is; nobody ends it until the story ends.

    SQLite has one writer, so there nobody could have.
    """
    if is_sqlite(session):
        return pairing.state == "active"
    query = select(col(Pairing.id)).where(
        col(Pairing.id) == pairing.id, col(Pairing.state) == "active"
    )
    return (await session.exec(query.with_for_update())).first() is not None


async def pairings_of(
    session: AsyncSession, person_id: PersonId, states: Collection[str]
) -> list[Pairing]:
    """The person's pairings in these states, on whichever side, the oldest first."""
    known = loaded(session, _running_of(person_id)) if set(states) <= set(RUNNING) else None
    if isinstance(known, list):
        return [pairing for pairing in known if pairing.state in states]
    params = {"who": person_id, "states": list(states)}
    return list(await session.exec(PAIRINGS_OF, params=params))


async def read_pairings(
    session: AsyncSession, ids: Collection[PairingId], people: Collection[PersonId]
) -> None:
    """Read these pairings at once, and those of these people that run."""
    for found in await session.exec(PAIRINGS_BY_ID, params={"ids": list(ids)}):
        stay_loaded(session, found.id, found)
    running: dict[PersonId, list[Pairing]] = {person_id: [] for person_id in people}
    params = {"people": list(people), "states": list(RUNNING)}
    for found in await session.exec(PAIRINGS_OF_MANY, params=params) if people else ():
        for person_id in (found.service_user_id, found.peer_worker_id):
            if person_id in running:
                running[person_id].append(found)
    for person_id, pairings in running.items():
        stay_loaded(session, _running_of(person_id), pairings)


async def pairings_of_many(
    session: AsyncSession, people: Collection[PersonId], states: Collection[str]
) -> list[Pairing]:
    """The pairings of these people in these states, on whichever side, the oldest first."""
    params = {"people": list(people), "states": list(states)}
    return list(await session.exec(PAIRINGS_OF_MANY, params=params)) if people else []


async def writes_to_several(session: AsyncSession, person_id: PersonId) -> bool:
    """Whether more than one of the person's pairings runs."""
    return len((await session.exec(TWO_RUNNING, params={"who": person_id})).all()) > 1


async def pairings_in(
    session: AsyncSession, programme_id: ProgrammeId, states: Sequence[str]
) -> list[Pairing]:
    """The programme's pairings in these states, the longest in it first."""
    query = select(Pairing).where(
        col(Pairing.programme_id) == programme_id, col(Pairing.state).in_(states)
    )
    return list(await session.exec(query.order_by(col(Pairing.since), col(Pairing.id))))


async def stand_ins_of(session: AsyncSession, pairing_id: PairingId) -> list[Pairing]:
    """The running pairing in which somebody stands in for the peer worker of this one, if any."""
    query = select(Pairing).where(
        col(Pairing.cover_of) == pairing_id, col(Pairing.state).in_(RUNNING)
    )
    return list(await session.exec(query.order_by(col(Pairing.created_at))))


async def handovers_asked(session: AsyncSession, programme_id: ProgrammeId) -> int:
    """How many running pairings of the programme their peer worker asks to hand over."""
    query = select(func.count()).where(
        func.coalesce(col(Pairing.programme_id), "") == programme_id,  # few are so: their own index
        func.coalesce(col(Pairing.state), "").in_(RUNNING),
        col(Pairing.handover_asked_at).is_not(None),
    )
    return (await session.exec(query)).one()


async def pairings_unreachable(session: AsyncSession, before: datetime, most: int) -> list[Pairing]:
    """Running pairings of somebody out of reach since then, about which nobody was asked yet."""
    query = select(Pairing).where(
        col(Pairing.state).in_(RUNNING),
        or_(
            col(Pairing.service_user_id) == col(Person.id),
            col(Pairing.peer_worker_id) == col(Person.id),
        ),
        col(Person.unreachable_since) <= before,
        or_(
            col(Pairing.ending_asked_at).is_(None),
            col(Pairing.ending_asked_at) < col(Person.unreachable_since),
        ),
    )
    found = await session.exec(query.order_by(col(Person.unreachable_since)).limit(most))
    return list({pairing.id: pairing for pairing in found}.values())


async def pairings_past_answer_time(
    session: AsyncSession, now: datetime, most: int
) -> list[Pairing]:
    """Offers that nobody answered in time."""
    query = select(Pairing).where(
        col(Pairing.state).in_(("offered", "accepted")), col(Pairing.answer_by) <= now
    )
    ordered = query.order_by(col(Pairing.answer_by)).limit(most)
    return list(await session.exec(ordered.with_for_update(skip_locked=True)))


def set_pairing_state(
    session: AsyncSession,
    pairing: Pairing,
    state: str,
    now: datetime,
    *,
    answer_by: datetime | None = None,
) -> None:
    """Record that the pairing is in another state since now."""
    if pairing.state == "paused" and state == "active":
        pairing.break_seconds += int((now - pairing.since).total_seconds())
    pairing.state = state
    pairing.since = now
    pairing.version += 1
    pairing.answer_by = answer_by
    if state == "active" and pairing.active_at is None:
        pairing.active_at = now
    if state in ("ended", "declined", "expired", "withdrawn"):
        pairing.ended_at = now
    session.add(pairing)


def reasons_place(pairing_id: PairingId) -> str:
    """The place that the reasons of a pairing are sealed for."""
    return f"pairing.reasons|{pairing_id}"


def _running_of(person_id: PersonId) -> str:
    return f"running|{person_id}"
