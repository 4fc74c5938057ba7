"""Erasure: everything that is held about a person goes, and their key is destroyed.

What remains is a row of our own ids and times, so that counts and the audit stay whole.
"""

from datetime import datetime

from sqlmodel import SQLModel, col, delete, exists, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from db.albums import Album
from db.alert_notes import AlertNote
from db.answers import Answer, FormSession
from db.blocks import Block
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.consents import Consent
from db.console_accounts import ConsoleAccount
from db.console_challenges import ConsoleChallenge
from db.console_codes import ConsoleCodes, ConsoleRecoveryCode
from db.console_kept_forms import ConsoleKeptForm
from db.console_links import ConsoleLink
from db.console_passkeys import ConsolePasskey
from db.console_sessions import ConsoleSession
from db.contact_days import ContactDay
from db.debriefs import Debrief
from db.expiries import Expiry
from db.floods import Flood
from db.held_messages import HeldMessage
from db.ids import PersonId
from db.inbox import forget_sender
from db.mail_addresses import MailAddress
from db.mails import Mail
from db.match_rounds import MatchPlace
from db.measure_shares import MeasureShare
from db.message_map import MappedMessage
from db.outbox import Letter
from db.pair_choices import PairChoice
from db.pairings import Pairing
from db.parked_edits import ParkedEdit
from db.peer_standings import PeerStanding
from db.people import Person, erase_person
from db.person_notes import PersonNote
from db.plan_spans import PlanSpan
from db.renewals import Renewal
from db.reports import Report
from db.slots import Slot
from db.supervision_talks import SupervisionTalk
from db.topics import Topic
from db.voice_choices import VoiceChoice
from db.work_times import WorkTime

_UNDER_WAY = ("waiting", "sending")
_OWNERS: tuple[tuple[type[SQLModel], object], ...] = (
    (Answer, col(Answer.person_id)),
    (FormSession, col(FormSession.person_id)),
    (Consent, col(Consent.person_id)),
    (PeerStanding, col(PeerStanding.person_id)),
    (Expiry, col(Expiry.person_id)),
    (HeldMessage, col(HeldMessage.person_id)),
    (ParkedEdit, col(ParkedEdit.person_id)),
    (Album, col(Album.person_id)),
    (VoiceChoice, col(VoiceChoice.person_id)),
    (Flood, col(Flood.person_id)),
    (Debrief, col(Debrief.person_id)),
    (AlertNote, col(AlertNote.about_id)),
    (PersonNote, col(PersonNote.about_id)),
    (SupervisionTalk, col(SupervisionTalk.person_id)),
    (WorkTime, col(WorkTime.person_id)),
    (MailAddress, col(MailAddress.person_id)),
    (Mail, col(Mail.person_id)),
    (MatchPlace, col(MatchPlace.person_id)),
    (PairChoice, col(PairChoice.service_user_id)),
    (PairChoice, col(PairChoice.peer_worker_id)),
    (MeasureShare, col(MeasureShare.person_id)),
    (PlanSpan, col(PlanSpan.person_id)),
    (ConsoleAccount, col(ConsoleAccount.person_id)),
    (ConsoleChallenge, col(ConsoleChallenge.person_id)),
    (ConsoleCodes, col(ConsoleCodes.person_id)),
    (ConsoleRecoveryCode, col(ConsoleRecoveryCode.person_id)),
    (ConsoleKeptForm, col(ConsoleKeptForm.person_id)),
    (ConsoleLink, col(ConsoleLink.person_id)),
    (ConsolePasskey, col(ConsolePasskey.person_id)),
    (ConsoleSession, col(ConsoleSession.person_id)),
    (Slot, col(Slot.person_id)),
    (Topic, col(Topic.person_id)),
    (Letter, col(Letter.person_id)),
    (Renewal, col(Renewal.person_id)),
    (MappedMessage, col(MappedMessage.sender_id)),
    (MappedMessage, col(MappedMessage.recipient_id)),
    (Block, col(Block.person_id)),
    (Block, col(Block.blocked_id)),
)


async def people_to_erase(session: AsyncSession, now: datetime, most: int) -> list[Person]:
    """People whose time to be erased has come and whose last letter has left."""
    under_way = exists().where(
        col(Letter.person_id) == col(Person.id), col(Letter.state).in_(_UNDER_WAY)
    )
    query = select(Person).where(col(Person.erase_at) <= now, ~under_way)
    return list(await session.exec(query.order_by(col(Person.erase_at)).limit(most)))


async def erase_person_rows(session: AsyncSession, someone: Person, now: datetime) -> None:
    """Delete the person's rows, destroy their key, and keep an empty row in their place."""
    person_id = someone.id
    await _wipe(session, person_id)
    for table, owner in _OWNERS:
        await session.exec(delete(table).where(owner == person_id))  # type: ignore[arg-type]  # a column compared is a condition
    theirs = select(col(Pairing.id)).where(
        or_(col(Pairing.service_user_id) == person_id, col(Pairing.peer_worker_id) == person_id)
    )
    await session.exec(delete(ContactDay).where(col(ContactDay.pairing_id).in_(theirs)))
    if someone.telegram_hash is not None:
        await forget_sender(session, someone.telegram_hash)
    await erase_person(session, someone, now)
    someone.erase_at = None
    session.add(someone)
    await session.flush()


async def _wipe(session: AsyncSession, person_id: PersonId) -> None:
    """Rows that stay lose what they say of the person."""
    await session.exec(
        update(Checkin)
        .where(col(Checkin.person_id) == person_id)
        .values(form_session_id=None, score_sealed=None)
    )
    await session.exec(
        update(CheckinPlan).where(col(CheckinPlan.person_id) == person_id).values(state="ended")
    )
    await session.exec(
        update(Report).where(col(Report.person_id) == person_id).values(words_sealed=None)
    )
    await session.exec(
        update(Letter).where(col(Letter.source_person_id) == person_id).values(words_hash=None)
    )
