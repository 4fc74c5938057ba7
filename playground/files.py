"""Files sent in either direction, kept in memory."""

import struct
from dataclasses import dataclass

from playground.refusals import BadRequest
from playground.wire import Json


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as getFile knows it; `path` is what follows /file/bot<token>/."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    name: str
    mime_type: str

    def as_file(self) -> Json:
        """Return the ids and size that every file object carries."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }


class Files:
    """Stores bytes and gives them back by id or path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0

    def store(self, kind: str, data: bytes, name: str, mime_type: str) -> StoredFile:
        """Keep the bytes under a new id; `kind` is a folder such as "photos"."""
        self._count += 1
        number = self._count
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        stored = StoredFile(
            file_id=f"playground-{kind}-{number}",
            unique_id=f"{kind}{number}",
            path=f"{kind}/file_{number}{suffix}",
            data=data,
            name=name,
            mime_type=mime_type,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile:
        """Return a file by id. Raises BadRequest as Telegram does for a wrong one."""
        if file_id not in self._by_id:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def find_by_path_or_none(self, path: str) -> StoredFile | None:
        """Return the file stored under this path, if any."""
        return self._by_path.get(path)


def measure_image(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG, JPEG or WebP.

    Raises BadRequest IMAGE_PROCESS_FAILED for anything else.
    """
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:2] == b"\xff\xd8":
        return _measure_jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    raise BadRequest("IMAGE_PROCESS_FAILED")


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    raise BadRequest("IMAGE_PROCESS_FAILED")
