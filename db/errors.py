"""What can go wrong with the records, each with a message that says what to do."""


class RecordError(Exception):
    """Something about the records stops this work; the message says what to do."""


class WrongMasterKey(RecordError):
    """The master key does not open this database. Use the key it was made with."""

    def __init__(self) -> None:
        super().__init__(
            "The master key does not open this database. Set PAIRWELL_MASTER_KEY (or "
            "PAIRWELL_MASTER_KEY_FILE) to the key this database was made with; nothing was changed."
        )


class BadMasterKey(RecordError):
    """The text given as master key is not 32 bytes in hexadecimal or base64."""

    def __init__(self) -> None:
        super().__init__(
            "PAIRWELL_MASTER_KEY must be 32 random bytes, written as 64 hexadecimal digits or as "
            "base64. `pairwell init` makes one."
        )


class SealBroken(RecordError):
    """A sealed value was changed, moved to another row or sealed with another key."""

    def __init__(self, place: str) -> None:
        super().__init__(f"A sealed value cannot be opened: {place.split('|', 1)[0]}.")


class KeyDestroyed(RecordError):
    """The person was erased: their key is gone and what it sealed cannot be read any more."""

    def __init__(self) -> None:
        super().__init__("This person was erased; what was kept about them cannot be read.")


class AlreadyRunning(RecordError):
    """Another process serves this database."""

    def __init__(self) -> None:
        super().__init__(
            "Pairwell is already running on this database. Stop the other process first; two at "
            "once would answer people twice."
        )


class NewerDatabase(RecordError):
    """The database was made by a newer version."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database was made by a newer version of Pairwell (schema {revision}). Install "
            "that version, or restore the backup made before the upgrade; nothing was changed."
        )


class NotMigrated(RecordError):
    """The database has no tables yet, or those of an older version."""

    def __init__(self) -> None:
        super().__init__("The database is not up to date. Run `pairwell migrate` first.")


class DatabaseDamaged(RecordError):
    """The database file is not whole: some of its pages were changed or are missing."""

    def __init__(self) -> None:
        super().__init__(
            "The database is damaged. Stop Pairwell, keep the file as it is, and bring back the "
            "last backup in its place; deploy/README.md tells how."
        )


class DatabaseUnreachable(RecordError):
    """The database file cannot be opened, or its server does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "The database cannot be opened. Check PAIRWELL_DATABASE_URL, that its folder exists "
            "and may be written, or that its server is running."
        )


class DiskFull(RecordError):
    """There is no space left for the records; what was being written was not kept."""

    def __init__(self) -> None:
        super().__init__(
            "The disk that holds the database is full. What was being written was not kept, all "
            "that was kept before is whole. Make space; Pairwell goes on by itself."
        )


class BadDatabaseUrl(RecordError):
    """The database address is neither SQLite nor PostgreSQL."""

    def __init__(self) -> None:
        super().__init__(
            "PAIRWELL_DATABASE_URL must start with sqlite:/// (a file) or postgresql:// (a server)."
        )
