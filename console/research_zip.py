"""An archive that leaves piece by piece, as it is made: nobody waits and nothing is kept."""

import zipfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import datetime
from io import RawIOBase
from typing import IO

from console.csv_files import MARK, csv_text
from flows.research_files import Piece


class _Outgoing(RawIOBase):
    """Takes bytes and gives them on; it cannot be wound back, and the archive knows that."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        self._kept += bytes(data)  # type: ignore[call-overload]  # a buffer, as files take
        return len(memoryview(data))  # type: ignore[arg-type]  # same

    def take(self) -> bytes:
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


async def archive(pieces: AsyncIterator[Piece], at: datetime) -> AsyncIterator[bytes]:
    """The pieces as a ZIP archive; those of one file come one after the other."""
    out = _Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, ExitStack() as last:
        name, entry = "", None
        async for piece in pieces:
            if entry is None or piece.file != name:
                last.close()
                name = piece.file
                entry = last.enter_context(_begin(made, name, at))
                if piece.rows:
                    entry.write(MARK.encode())
            entry.write((csv_text(piece.rows) if piece.rows else piece.text).encode())
            yield out.take()
        last.close()
        made.close()
        yield out.take()


def _begin(made: zipfile.ZipFile, name: str, at: datetime) -> IO[bytes]:
    about = zipfile.ZipInfo(name, at.timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED
    return made.open(about, "w", force_zip64=True)
