"""Failures of the records that are nobody's fault: full, locked, or gone for a while."""

from sqlalchemy.exc import InterfaceError, OperationalError

from db.errors import DatabaseUnreachable, DiskFull

RECORDS_FAILED = (OperationalError, InterfaceError, DiskFull, DatabaseUnreachable)
