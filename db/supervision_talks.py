"""The supervision log: talks with a peer worker about their work, as coordinators recorded them."""

from datetime import date, datetime

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, local_day, local_day_or_none, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import MembershipId, PersonId, new_id
from db.memberships import Membership


class SupervisionTalk(SQLModel, table=True):
    """One talk: on which day, when the next one is, who wrote it down; the words are sealed."""

    __tablename__ = "supervision_talk"
    id: str = own_id()
    membership_id: MembershipId = refers_to("membership")
    person_id: PersonId = refers_to("person")
    recorded_by: PersonId = refers_to("person", index=False)
    day: date = local_day()
    next_on: date | None = local_day_or_none()
    at: datetime = instant()
    words_sealed: bytes | None = sealed()


async def add_supervision_talk(
    session: AsyncSession,
    membership: Membership,
    recorded_by: PersonId,
    *,
    day: date,
    next_on: date | None,
    words: str,
    now: datetime,
) -> SupervisionTalk:
    """Keep that a talk took place; `words` may be empty."""
    talk_id, whose = new_id(), membership.person_id
    sealed_words = None
    if words:
        sealed_words = await vault_of(session).seal(session, whose, words, _place(talk_id))
    added = SupervisionTalk(
        id=talk_id,
        membership_id=membership.id,
        person_id=whose,
        recorded_by=recorded_by,
        day=day,
        next_on=next_on,
        at=now,
        words_sealed=sealed_words,
    )
    session.add(added)
    await session.flush()
    return added


async def supervision_talks(
    session: AsyncSession, membership_id: MembershipId, most: int
) -> list[SupervisionTalk]:
    """The last talks with this peer worker, the newest first."""
    query = select(SupervisionTalk).where(col(SupervisionTalk.membership_id) == membership_id)
    ordered = query.order_by(col(SupervisionTalk.day).desc(), col(SupervisionTalk.at).desc())
    return list(await session.exec(ordered.limit(most)))


async def words_of_talk(session: AsyncSession, talk: SupervisionTalk) -> str:
    """What was written down; "" where nothing was, or once the peer worker was erased."""
    if talk.words_sealed is None:
        return ""
    vault = vault_of(session)
    return await vault.unseal(session, talk.person_id, talk.words_sealed, _place(talk.id))


def _place(talk_id: str) -> str:
    return f"supervision_talk.words|{talk_id}"
