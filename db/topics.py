"""Topics: the part of a peer worker's chat with the worker bot that belongs to one pairing."""

from collections.abc import Sequence

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel, col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import WORKER
from db.columns import refers_to, telegram_number
from db.ids import ID_LENGTH, PairingId, PersonId
from db.pairings import RUNNING, Pairing
from db.people import Person


class Topic(SQLModel, table=True):
    """The topic of a pairing; its thread is not known until Telegram has made it."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("person_id", "thread_id"),)
    pairing_id: PairingId = Field(
        foreign_key="pairing.id", primary_key=True, sa_type=String(ID_LENGTH)
    )
    person_id: PersonId = refers_to("person")
    thread_id: int | None = telegram_number()
    is_ended: bool = Field(default=False)  # its name says that the pairing ended


async def topic_of(session: AsyncSession, pairing_id: PairingId) -> Topic | None:
    """The topic of this pairing."""
    return await session.get(Topic, pairing_id)


async def pairing_of_thread(
    session: AsyncSession, person_id: PersonId, thread_id: int
) -> PairingId | None:
    """The pairing that this thread of the person's chat belongs to."""
    query = select(Topic).where(
        col(Topic.person_id) == person_id, col(Topic.thread_id) == thread_id
    )
    found = (await session.exec(query)).first()
    return found.pairing_id if found else None


async def set_thread(
    session: AsyncSession, pairing_id: PairingId, person_id: PersonId, thread_id: int | None
) -> None:
    """Record the thread that Telegram made for the pairing; None forgets one that is gone."""
    found = await topic_of(session, pairing_id) or Topic(pairing_id=pairing_id, person_id=person_id)
    found.thread_id = thread_id
    session.add(found)


async def pairings_without_topic(session: AsyncSession, most: int) -> list[Pairing]:
    """Running pairings of peer workers at the worker bot that have no topic yet."""
    has_topic = exists().where(col(Topic.pairing_id) == col(Pairing.id))
    query = (
        select(Pairing)
        .join(Person, col(Person.id) == col(Pairing.peer_worker_id))
        .where(col(Person.bot) == WORKER, col(Pairing.state).in_(RUNNING), ~has_topic)
    )
    return list(await session.exec(query.order_by(col(Pairing.created_at)).limit(most)))


async def topics_left_over(session: AsyncSession, most: int) -> Sequence[tuple[Topic, Pairing]]:
    """Topics of pairings that run no more and whose name does not say so yet."""
    query = (
        select(Topic, Pairing)
        .join(Pairing, col(Pairing.id) == col(Topic.pairing_id))
        .where(col(Topic.is_ended).is_(False), col(Pairing.state).not_in(RUNNING))
    )
    return (await session.exec(query.limit(most))).all()
