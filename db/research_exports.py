"""Research exports: that one was made, by whom, how many people were in it, and for what."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, sealed
from db.engine import vault_of
from db.ids import PersonId, ProgrammeId, ResearchExportId, new_id


class ResearchExport(SQLModel, table=True):
    """One export. What it held is not kept, and by which study ids is not known any more."""

    __tablename__ = "research_export"
    id: ResearchExportId = own_id()
    programme_id: ProgrammeId = refers_to("programme")
    by_id: PersonId = refers_to("person", index=False)
    at: datetime = instant()
    people: int = Field(default=0)
    purpose_sealed: bytes | None = sealed()  # with the service's key: it outlives whoever wrote it


def add_research_export(
    session: AsyncSession,
    programme_id: ProgrammeId,
    by_id: PersonId,
    purpose: str,
    people: int,
    now: datetime,
) -> ResearchExport:
    """Keep that an export was made."""
    export_id = ResearchExportId(new_id())
    sealed_purpose = vault_of(session).seal_for_service(purpose, _place(export_id))
    added = ResearchExport(
        id=export_id,
        programme_id=programme_id,
        by_id=by_id,
        at=now,
        people=people,
        purpose_sealed=sealed_purpose,
    )
    session.add(added)
    return added


async def research_exports(
    session: AsyncSession, programme_id: ProgrammeId, most: int
) -> list[ResearchExport]:
    """The programme's last exports, the newest first."""
    query = select(ResearchExport).where(col(ResearchExport.programme_id) == programme_id)
    return list(await session.exec(query.order_by(col(ResearchExport.at).desc()).limit(most)))


def purpose_of(session: AsyncSession, export: ResearchExport) -> str:
    """For what it was made."""
    if export.purpose_sealed is None:
        return ""
    return vault_of(session).unseal_for_service(export.purpose_sealed, _place(export.id))


def _place(export_id: str) -> str:
    return f"research_export.purpose|{export_id}"
