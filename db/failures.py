"""Which failures of a database driver have a name and an answer of ours."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from db.errors import DatabaseDamaged, DatabaseUnreachable, DiskFull, RecordError

SQLITE = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable,
}
POSTGRESQL = {  # https://www.postgresql.org/docs/18/errcodes-appendix.html
    "53100": DiskFull,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}
PRIMARY_CODE = 0xFF  # SQLite keeps the detail of a failure in the bits above


def named_failure(failure: BaseException) -> RecordError | None:
    """The named error for what the driver met; None when there is no name for it."""
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    code = getattr(cause, "sqlite_errorcode", None)
    named = SQLITE.get(code & PRIMARY_CODE) if code else POSTGRESQL.get(_sqlstate(cause))
    return named() if named else None


def _sqlstate(cause: BaseException | None) -> str:
    return getattr(cause, "sqlstate", None) or ""
