"""Invitations: kept as hashes only, so that the database cannot be used to enter."""

from datetime import datetime, timedelta

from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import digest, instant, instant_or_none, own_id, refers_to, word, word_or_none
from db.engine import vault_of
from db.ids import InvitationId, PersonId, ProgrammeId, new_id


class Invitation(SQLModel, table=True):
    """A way into one role of one programme, for a limited time and number of uses."""

    __tablename__ = "invitation"
    id: InvitationId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    role: str = word()
    link_hash: bytes | None = digest(unique=True)
    code_hash: bytes | None = digest(unique=True)
    issued_by: PersonId | None = refers_to("person", optional=True, index=False)
    issued_at: datetime = instant()
    expires_at: datetime = instant()
    uses_left: int = Field(default=1)
    used: int = Field(default=0)
    label: str | None = word_or_none(60)  # the partner organisation that hands it out
    revoked_at: datetime | None = instant_or_none()


def add_invitation(
    session: AsyncSession,
    programme_id: ProgrammeId,
    *,
    role: str,
    payload: str,
    code: str,
    issued_by: PersonId | None,
    lasts: timedelta,
    uses: int,
    now: datetime,
    label: str | None = None,
) -> Invitation:
    """Keep the hashes of an invitation's link payload and typed code."""
    vault = vault_of(session)
    added = Invitation(
        id=InvitationId(new_id()),
        programme_id=programme_id,
        role=role,
        link_hash=vault.secret_hash("invitation", payload),
        code_hash=vault.secret_hash("invitation", code),
        issued_by=issued_by,
        issued_at=now,
        expires_at=now + lasts,
        uses_left=uses,
        label=label,
    )
    session.add(added)
    return added


async def invitation_by_secret(session: AsyncSession, secret: str) -> Invitation | None:
    """The invitation that this link payload or code belongs to, whatever its state."""
    wanted = vault_of(session).secret_hash("invitation", secret)
    query = select(Invitation).where(
        or_(col(Invitation.link_hash) == wanted, col(Invitation.code_hash) == wanted)
    )
    return (await session.exec(query.with_for_update())).first()


async def invitation_or_none(
    session: AsyncSession, invitation_id: InvitationId, *, for_change: bool = False
) -> Invitation | None:
    """The invitation with this id; `for_change` keeps others from changing it meanwhile."""
    query = select(Invitation).where(col(Invitation.id) == invitation_id)
    if for_change:
        query = query.with_for_update()
    return (await session.exec(query)).first()


async def invitations_open(
    session: AsyncSession, programme_id: ProgrammeId, now: datetime
) -> list[Invitation]:
    """Invitations of the programme that still let somebody in, the first to run out first."""
    query = select(Invitation).where(
        col(Invitation.programme_id) == programme_id,
        col(Invitation.revoked_at).is_(None),
        col(Invitation.uses_left) > 0,
        col(Invitation.expires_at) > now,
    )
    ordered = query.order_by(col(Invitation.expires_at), col(Invitation.id))
    return list(await session.exec(ordered))


async def partner_invitations(session: AsyncSession, programme_id: ProgrammeId) -> list[Invitation]:
    """The programme's invitations that partner organisations hand out, the newest first."""
    query = select(Invitation).where(
        col(Invitation.programme_id) == programme_id, col(Invitation.label).is_not(None)
    )
    return list(await session.exec(query.order_by(col(Invitation.issued_at).desc())))
