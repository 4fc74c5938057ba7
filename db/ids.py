"""The ids of our own rows: 128 random bits, so that one cannot be guessed from another."""

import secrets
from typing import NewType

PersonId = NewType("PersonId", str)
ProgrammeId = NewType("ProgrammeId", str)
MembershipId = NewType("MembershipId", str)
InvitationId = NewType("InvitationId", str)
FormSessionId = NewType("FormSessionId", str)
PairingId = NewType("PairingId", str)
PlanId = NewType("PlanId", str)
CheckinId = NewType("CheckinId", str)
AlertId = NewType("AlertId", str)
CoverId = NewType("CoverId", str)
DebriefId = NewType("DebriefId", str)
RoleEndingId = NewType("RoleEndingId", str)
BlockId = NewType("BlockId", str)
ReportId = NewType("ReportId", str)
ShiftId = NewType("ShiftId", str)
DaysOffId = NewType("DaysOffId", str)
NoteId = NewType("NoteId", str)
PairChoiceId = NewType("PairChoiceId", str)
ConsoleSessionId = NewType("ConsoleSessionId", str)
ConsoleLinkId = NewType("ConsoleLinkId", str)
PasskeyId = NewType("PasskeyId", str)
KeptFormId = NewType("KeptFormId", str)
ResearchExportId = NewType("ResearchExportId", str)
SettingChangeId = NewType("SettingChangeId", str)

ID_LENGTH = 22  # characters of a 128-bit id in URL-safe base64


def new_id() -> str:
    """A new id: 22 characters of A-Z a-z 0-9 _ -; it fits into a button beside its verb."""
    return secrets.token_urlsafe(16)
