"""All tables in one place, for migrations and for the tests that walk over every column."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from db import (
    alerts,
    answers,
    audit,
    checkins,
    consents,
    heartbeats,
    held_messages,
    inbox,
    invitations,
    memberships,
    message_map,
    notes,
    outbox,
    pairings,
    people,
    programmes,
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
    heartbeats,
    held_messages,
    inbox,
    invitations,
    memberships,
    message_map,
    notes,
    outbox,
    pairings,
    people,
    programmes,
    slots,
    vault,
    waits,
)

METADATA: MetaData = SQLModel.metadata
