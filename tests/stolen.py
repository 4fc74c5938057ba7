"""What a thief has: the bytes of a database, without the master key."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, text

from db.engine import sqlite_file, sync_url
from db.tables import METADATA


def sqlite_bytes(url: str) -> bytes:
    """The SQLite file and what lies beside it, after everything was written into the file."""
    path = Path(sqlite_file(url) or "")
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return b"".join(found.read_bytes() for found in sorted(path.parent.glob(f"{path.name}*")))


def postgres_bytes(url: str) -> bytes:
    """Every value of every table, as a dump would show it."""
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            values = [
                value
                for table in METADATA.tables
                for row in connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 (ours)
                for value in row
            ]
    finally:
        engine.dispose()
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def stolen_bytes(url: str) -> bytes:
    """What a thief of this database has."""
    return postgres_bytes(url) if sqlite_file(url) is None else sqlite_bytes(url)


def shapes_of(canary: str) -> dict[str, bytes]:
    """The ways in which a text may lie in a file."""
    plain = canary.encode()
    shapes = {
        "UTF-8": plain,
        "UTF-16": canary.encode("utf-16-le"),
        "UTF-16 big end first": canary.encode("utf-16-be"),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal in capitals": plain.hex().upper().encode(),
        "backwards": plain[::-1],
    }
    if canary.isdecimal():
        number = int(canary)
        length = (number.bit_length() + 7) // 8
        shapes["number"] = number.to_bytes(length, "little")
        shapes["number, big end first"] = number.to_bytes(length, "big")
    return shapes


def shapes_found(canaries: list[str], stolen: bytes) -> list[tuple[str, str]]:
    """Which canaries lie in the stolen bytes, and in which shape."""
    return [
        (canary, shape)
        for canary in canaries
        for shape, wanted in shapes_of(canary).items()
        if wanted in stolen
    ]
