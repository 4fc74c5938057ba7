"""The column types that every table shares."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from db.ids import ID_LENGTH

SQLModel.metadata.naming_convention = {  # migrations can only change what has a name
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out, on both databases; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, without its zone where the database keeps none."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime cannot be stored: give an aware one.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant as an aware UTC value."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


SERIAL = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in INTEGER keys


def own_id() -> Any:
    """A primary key that holds one of our own ids."""
    return Field(primary_key=True, sa_type=String(ID_LENGTH))


def serial() -> Any:
    """A primary key that the database numbers upward."""
    return Field(default=None, primary_key=True, sa_type=SERIAL)


def refers_to(table: str, *, optional: bool = False, index: bool = True) -> Any:
    """A reference to a row of another table by our own id."""
    if optional:
        return Field(
            default=None, foreign_key=f"{table}.id", index=index, sa_type=String(ID_LENGTH)
        )
    return Field(foreign_key=f"{table}.id", index=index, sa_type=String(ID_LENGTH))


def instant(*, index: bool = False) -> Any:
    """A point in time that is always known."""
    return Field(sa_type=UtcDateTime, index=index)


def instant_or_none(*, index: bool = False) -> Any:
    """A point in time that may not have come yet."""
    return Field(default=None, sa_type=UtcDateTime, index=index, nullable=True)


def word(length: int = 40, *, index: bool = False) -> Any:
    """A short word of our own: a state, a code; never a person's text."""
    return Field(sa_type=String(length), index=index)


def word_or_none(length: int = 40, *, index: bool = False) -> Any:
    """A short word of our own that may be absent."""
    return Field(default=None, sa_type=String(length), index=index, nullable=True)


def long_text() -> Any:
    """A text of any length that may be read by anybody, such as what a programme says."""
    return Field(sa_type=Text)


def long_or_none() -> Any:
    """A text of any length that may be read by anybody, or none."""
    return Field(default=None, sa_type=Text, nullable=True)


def sealed() -> Any:
    """A sealed value (`db.crypto`); None when there is none, or after it was wiped."""
    return Field(default=None, sa_type=LargeBinary, nullable=True)


def digest(*, unique: bool = False, index: bool = False) -> Any:
    """A keyed hash that rows are found by; None once it was withdrawn."""
    return Field(default=None, sa_type=LargeBinary(32), unique=unique, index=index, nullable=True)


def telegram_number(*, default: int | None = None) -> Any:
    """A number that Telegram gave: up to 52 bits, so never a 32-bit column."""
    return Field(default=default, sa_type=BigInteger, nullable=True)


def local_day() -> Any:
    """A calendar day where a person lives."""
    return Field(sa_type=Date)


def local_day_or_none() -> Any:
    """A calendar day where a person lives that may not be known."""
    return Field(default=None, sa_type=Date, nullable=True)


__all__ = [
    "SERIAL",
    "UtcDateTime",
    "date",
    "digest",
    "instant",
    "instant_or_none",
    "local_day",
    "local_day_or_none",
    "own_id",
    "refers_to",
    "sealed",
    "serial",
    "telegram_number",
    "word",
    "word_or_none",
]
