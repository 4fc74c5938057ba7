"""Whether the database is whole, asked before anything is done with it."""

import sqlite3
from pathlib import Path

from db.engine import sqlite_file
from db.errors import DatabaseDamaged
from db.failures import named_failure


def check_whole(url: str) -> None:
    """Raise DatabaseDamaged if the SQLite file is not whole; it reads the file once.

    A file that does not exist yet is whole. PostgreSQL checks its pages itself as it reads them.
    """
    path = sqlite_file(url)
    if path is None or not Path(path).exists():
        return
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as failure:
        raise named_failure(failure) or failure from None
    finally:
        connection.close()
    if rows != [("ok",)]:
        raise DatabaseDamaged
