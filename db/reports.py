"""Reports: one person of a pairing reported the other, their words, and what they handed over."""

from datetime import datetime

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, instant_or_none, own_id, refers_to, sealed, word
from db.engine import vault_of
from db.ids import AlertId, PairingId, PersonId, ReportId, new_id


class Report(SQLModel, table=True):
    """Who reported whom, by which reason; the words are sealed with the reporter's key.

    `chosen` messages were handed over at the reporter's press, `arrived` of them reached a
    coordinator; both stay None until the press, `arrived` until the last letter's fate is known.
    """

    __tablename__ = "report"
    id: ReportId = own_id()
    pairing_id: PairingId = refers_to("pairing")
    person_id: PersonId = refers_to("person")
    about_id: PersonId = refers_to("person")
    alert_id: AlertId = refers_to("alert")
    reason: str = word()
    words_sealed: bytes | None = sealed()
    at: datetime = instant()
    handed_over_at: datetime | None = instant_or_none()
    chosen: int | None = Field(default=None)
    arrived: int | None = Field(default=None)


def add_report(
    session: AsyncSession,
    *,
    pairing_id: PairingId,
    person_id: PersonId,
    about_id: PersonId,
    alert_id: AlertId,
    reason: str,
    now: datetime,
) -> Report:
    """Keep a new report, without words yet."""
    added = Report(
        id=ReportId(new_id()),
        pairing_id=pairing_id,
        person_id=person_id,
        about_id=about_id,
        alert_id=alert_id,
        reason=reason,
        at=now,
    )
    session.add(added)
    return added


async def report_or_none(session: AsyncSession, report_id: ReportId) -> Report | None:
    """The report with this id, locked for this transaction."""
    query = select(Report).where(col(Report.id) == report_id)
    return (await session.exec(query.with_for_update())).first()


async def reports_of_alert(session: AsyncSession, alert_id: AlertId) -> list[Report]:
    """The reports that raised this alert, the oldest first."""
    query = select(Report).where(col(Report.alert_id) == alert_id)
    return list(await session.exec(query.order_by(col(Report.at), col(Report.id))))


async def reports_in_pairing(session: AsyncSession, pairing_id: PairingId) -> list[Report]:
    """What the two of a pairing reported about each other, the oldest first."""
    query = select(Report).where(col(Report.pairing_id) == pairing_id)
    return list(await session.exec(query.order_by(col(Report.at), col(Report.id))))


async def reports_by(session: AsyncSession, person_id: PersonId) -> list[Report]:
    """What this person reported, the oldest first."""
    query = select(Report).where(col(Report.person_id) == person_id)
    return list(await session.exec(query.order_by(col(Report.at), col(Report.id))))


async def keep_report_words(session: AsyncSession, report: Report, words: str) -> None:
    """Keep what the reporter wrote, in place of what they wrote before."""
    vault, place = vault_of(session), _place(report.id)
    report.words_sealed = await vault.seal(session, report.person_id, words, place)
    session.add(report)


async def report_words(session: AsyncSession, report: Report) -> str:
    """What the reporter wrote; empty where they wrote nothing or were erased."""
    if report.words_sealed is None:
        return ""
    vault, place = vault_of(session), _place(report.id)
    return await vault.unseal(session, report.person_id, report.words_sealed, place)


def _place(report_id: ReportId) -> str:
    return f"report.words|{report_id}"
