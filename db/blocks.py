"""Blocks: one person wants nothing to do with another any more, until they lift it themselves."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to
from db.ids import BlockId, PairingId, PersonId, new_id


class Block(SQLModel, table=True):
    """Who blocked whom, in which pairing, and until when it stood."""

    __tablename__ = "block"
    id: BlockId = own_id()
    person_id: PersonId = refers_to("person")
    blocked_id: PersonId = refers_to("person")
    pairing_id: PairingId = refers_to("pairing", index=False)
    since: datetime = instant()
    lifted_at: datetime | None = instant_or_none()


def add_block(
    session: AsyncSession,
    person_id: PersonId,
    blocked_id: PersonId,
    pairing_id: PairingId,
    now: datetime,
) -> Block:
    """Keep that the person blocked somebody."""
    added = Block(
        id=BlockId(new_id()),
        person_id=person_id,
        blocked_id=blocked_id,
        pairing_id=pairing_id,
        since=now,
    )
    session.add(added)
    return added


async def block_or_none(session: AsyncSession, block_id: BlockId) -> Block | None:
    """The block with this id, locked for this transaction."""
    query = select(Block).where(col(Block.id) == block_id)
    return (await session.exec(query.with_for_update())).first()


async def blocks_by(session: AsyncSession, person_id: PersonId) -> list[Block]:
    """The blocks of this person that stand, the oldest first."""
    query = select(Block).where(col(Block.person_id) == person_id, col(Block.lifted_at).is_(None))
    return list(await session.exec(query.order_by(col(Block.since), col(Block.id))))


async def all_blocks_by(session: AsyncSession, person_id: PersonId) -> list[Block]:
    """Every block of this person, lifted ones too, the oldest first."""
    query = select(Block).where(col(Block.person_id) == person_id)
    return list(await session.exec(query.order_by(col(Block.since), col(Block.id))))


async def blocked_with(session: AsyncSession, person_id: PersonId) -> Sequence[PersonId]:
    """Everybody whom this person blocked, or who blocked them, as far as it stands."""
    query = select(Block).where(
        or_(col(Block.person_id) == person_id, col(Block.blocked_id) == person_id),
        col(Block.lifted_at).is_(None),
    )
    rows = await session.exec(query.order_by(col(Block.since), col(Block.id)))
    return [row.blocked_id if row.person_id == person_id else row.person_id for row in rows]


async def blocks_of_many(
    session: AsyncSession, people: Collection[PersonId]
) -> list[tuple[PersonId, PersonId]]:
    """Who blocked whom, as far as it stands and one of these people is in it."""
    query = select(Block.person_id, Block.blocked_id).where(
        or_(col(Block.person_id).in_(people), col(Block.blocked_id).in_(people)),
        col(Block.lifted_at).is_(None),
    )
    rows = await session.exec(query)
    return [(PersonId(who), PersonId(whom)) for who, whom in rows]


def lift_block(session: AsyncSession, block: Block, now: datetime) -> None:
    """Record that the person took the block back."""
    block.lifted_at = now
    session.add(block)
