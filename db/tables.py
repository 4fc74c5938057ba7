"""All tables in one place, for migrations and for the tests that walk over every column."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from db import (
    alerts,
    answers,
    audit,
    checkins,
    consents,
    contact_days,
    covers,
    expiries,
    heartbeats,
    held_messages,
    inbox,
    invitations,
    memberships,
    message_map,
    notes,
    outbox,
    pairings,
    peer_standings,
    people,
    programmes,
    role_endings,
    slots,
    vault,
    waits,
)

TOPICS = (
    alerts,
    answers,
    audit,
    checkins,
    consents,
    contact_days,
    covers,
    expiries,
    heartbeats,
    held_messages,
    inbox,
    invitations,
    memberships,
    message_map,
    notes,
    outbox,
    pairings,
    peer_standings,
    people,
    programmes,
    role_endings,
    slots,
    vault,
    waits,
)

METADATA: MetaData = SQLModel.metadata
