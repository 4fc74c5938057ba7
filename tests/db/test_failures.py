import sqlite3

import pytest
from psycopg import errors
from sqlalchemy.exc import OperationalError

from db.errors import DatabaseDamaged, DatabaseUnreachable, DiskFull, RecordError
from db.failures import named_failure

SQLITE_CORRUPT_INDEX = sqlite3.SQLITE_CORRUPT | (3 << 8)


def _of_sqlite(code: int) -> sqlite3.OperationalError:
    failure = sqlite3.OperationalError("words of the driver")
    failure.sqlite_errorcode = code
    return failure


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        pytest.param(_of_sqlite(sqlite3.SQLITE_FULL), DiskFull, id="full"),
        pytest.param(_of_sqlite(sqlite3.SQLITE_CORRUPT), DatabaseDamaged, id="damaged"),
        pytest.param(_of_sqlite(SQLITE_CORRUPT_INDEX), DatabaseDamaged, id="a damaged index"),
        pytest.param(_of_sqlite(sqlite3.SQLITE_NOTADB), DatabaseDamaged, id="another file"),
        pytest.param(_of_sqlite(sqlite3.SQLITE_CANTOPEN), DatabaseUnreachable, id="no folder"),
        pytest.param(errors.DiskFull("words"), DiskFull, id="full server"),
        pytest.param(errors.DataCorrupted("words"), DatabaseDamaged, id="damaged server"),
        pytest.param(errors.IndexCorrupted("words"), DatabaseDamaged, id="a server's index"),
    ],
)
def test_failure_gets_its_name_bare_or_wrapped(
    failure: Exception, expected: type[RecordError]
) -> None:
    wrapped = OperationalError("SELECT", {}, failure)
    assert [type(named_failure(one)) for one in (failure, wrapped)] == [expected] * 2


@pytest.mark.parametrize(
    "failure",
    [
        _of_sqlite(sqlite3.SQLITE_BUSY),
        sqlite3.IntegrityError("words of the driver"),
        errors.UniqueViolation("words"),
        ValueError("not of a driver at all"),
    ],
)
def test_failure_without_a_name_has_none(failure: Exception) -> None:
    assert named_failure(failure) is None
