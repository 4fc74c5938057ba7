"""Tables as CSV files for spreadsheets: a cell is text or a number, never a live formula.

A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP's page on
CSV injection advises. Numbers that are given as numbers stay numbers.
"""

import csv
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from io import StringIO

from starlette.responses import Response, StreamingResponse

Cell = str | int | float | None
Row = Sequence[Cell]

MARK = "\ufeff"  # by it spreadsheets know that the file is UTF-8
FORMULA_SIGNS = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
KIND = "text/csv; charset=utf-8"


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Row]) -> Response:
    """The table as a file to keep, called `name`.csv; raises ValueError for an unsafe name."""
    return Response(MARK + csv_text([header, *rows]), media_type=KIND, headers=_headers(name))


def csv_stream(
    name: str, header: Sequence[str], batches: AsyncIterable[Iterable[Row]]
) -> StreamingResponse:
    """The same for a table that is too long to be held at once: it leaves batch by batch."""

    async def texts() -> AsyncIterator[str]:
        yield MARK + csv_text([header])
        async for batch in batches:
            yield csv_text(batch)

    return StreamingResponse(texts(), media_type=KIND, headers=_headers(name))


def csv_text(rows: Iterable[Row]) -> str:
    """Rows as RFC 4180 has them, without the mark, for a file that goes into an archive."""
    out = StringIO(newline="")
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    begins_with_space = cell[:1].isspace()
    return f"'{cell}" if begins_with_space or cell.startswith(FORMULA_SIGNS) else cell


def _headers(name: str) -> dict[str, str]:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
        raise ValueError("a file is called by small letters, digits and hyphens")
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}
