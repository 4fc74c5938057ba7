"""Every table and column there is, so that a new one cannot be forgotten."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Date, DateTime, LargeBinary, String, TypeDecorator
from sqlalchemy.types import _Binary
from sqlmodel import SQLModel

import db
from db.columns import UtcDateTime
from db.ids import ID_LENGTH
from db.tables import METADATA, TOPICS

COLUMNS = {str(column): column for table in METADATA.tables.values() for column in table.columns}
FROM_TELEGRAM = ("bot_id", "update_id", "message_id", "target")
OF_A_PROGRAMME = {"programme.own", "setting_change.old", "setting_change.new"}  # texts about nobody
WRAPPED_OR_CHAINED = {"audit.chain", "wrapped_key.wrapped"}


def _is_number_of_telegram(column: Column[Any]) -> bool:
    return column.name.endswith(FROM_TELEGRAM)


def _is_sealed(column: Column[Any]) -> bool:
    return column.name.endswith("_sealed")


def _is_instant(column: Column[Any]) -> bool:
    kept_as = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kept_as, DateTime)


def _is_bytes(column: Column[Any]) -> bool:
    return isinstance(column.type, _Binary)


def _is_word(column: Column[Any]) -> bool:
    return isinstance(column.type, String) and str(column) not in OF_A_PROGRAMME


def _those(kind: Callable[[Column[Any]], bool]) -> list[str]:
    found = [name for name, column in COLUMNS.items() if kind(column)]
    assert found
    return found


def test_every_table_is_listed_by_topic() -> None:
    modules = [importlib.import_module(f"db.{m.name}") for m in pkgutil.iter_modules(db.__path__)]
    with_tables = [module.__name__ for module in modules if _tables_of(module)]
    assert sorted(with_tables) == sorted(topic.__name__ for topic in TOPICS)
    assert sorted(METADATA.tables) == sorted(name for topic in TOPICS for name in _tables_of(topic))


def _tables_of(module: Any) -> list[str]:
    return [
        str(value.__tablename__)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, SQLModel)
        and value.__module__ == module.__name__
        and value.model_config.get("table")
    ]


@pytest.mark.parametrize("name", _those(_is_sealed))
def test_sealed_column_holds_bytes_and_can_be_wiped(name: str) -> None:
    column = COLUMNS[name]
    assert (type(column.type), column.nullable) == (LargeBinary, True)


@pytest.mark.parametrize("name", _those(_is_bytes))
def test_bytes_are_sealed_or_hashed(name: str) -> None:
    assert name.endswith(("_sealed", "_hash")) or name in WRAPPED_OR_CHAINED


@pytest.mark.parametrize("name", _those(_is_instant))
def test_instant_column_keeps_utc(name: str) -> None:
    assert type(COLUMNS[name].type) is UtcDateTime


@pytest.mark.parametrize("name", _those(_is_number_of_telegram))
def test_number_of_telegram_fits(name: str) -> None:
    assert type(COLUMNS[name].type) is BigInteger


@pytest.mark.parametrize("name", _those(_is_word))
def test_word_column_is_short(name: str) -> None:
    length = getattr(COLUMNS[name].type, "length", None)
    assert length is not None
    assert length <= 200


@pytest.mark.parametrize("name", _those(lambda column: bool(column.foreign_keys)))
def test_reference_is_as_long_as_what_it_refers_to(name: str) -> None:
    column = COLUMNS[name]
    assert getattr(column.type, "length", None) == ID_LENGTH
    for key in column.foreign_keys:
        assert getattr(key.column.type, "length", None) == ID_LENGTH


@pytest.mark.parametrize("table", METADATA.tables)
def test_all_that_a_migration_may_change_has_a_name(table: str) -> None:
    found = METADATA.tables[table]
    assert all(constraint.name for constraint in found.constraints)
    assert all(index.name for index in found.indexes)


def test_local_days_are_dates() -> None:
    days = [c for c in COLUMNS.values() if c.name.endswith("local_date")]
    assert [type(day.type) for day in days] == [Date] * 2
