"""Counts that stop: a page says "1,000 and more" sooner than it counts ten thousand rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, literal_column, select

COUNTED = 1_000


def counts_of(questions: Mapping[str, Any]) -> Any:
    """One row: under each name how many rows its question has, never more than COUNTED + 1."""
    return select(*[_count(rows).label(name) for name, rows in questions.items()])


def _count(rows: Any) -> Any:
    some = rows.limit(literal_column(str(COUNTED + 1))).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
