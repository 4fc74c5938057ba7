"""Finding the files of packs: those of a programme's own folder first, then the bundled ones."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from care.pack_layers import Source
from care.pack_problems import PackRefused, Problem

BASE = "base"  # what the bundled packs have in common; no pack of its own
SUFFIX = ".toml"


def bundled_codes() -> tuple[str, ...]:
    """Return the codes of the packs that come with Pairwell, in order."""
    names = (entry.name for entry in (files("care") / "packs").iterdir())
    codes = {name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)}
    return tuple(sorted(codes - {BASE}))


def pack_codes(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of all packs: the bundled ones, and those of a programme's own folder."""
    own = [path.stem for path in folder.glob(f"*{SUFFIX}")] if folder else []
    return tuple(sorted({*bundled_codes(), *own}))


def sources_of(code: str, folder: Path | None) -> Iterator[Source]:
    """Yield the files with this code, a programme's own before the bundled one.

    Raises PackRefused for a file that is there and cannot be read.
    """
    own = folder / f"{code}{SUFFIX}" if folder else None
    if own and code in pack_codes(folder) and own.is_file():
        yield source_at(own)
    if code in (*bundled_codes(), BASE):
        name = f"{code}{SUFFIX}"
        text = (files("care") / "packs" / name).read_text(encoding="utf-8")
        yield Source(f"bundled/{name}", text)  # never the name of a file of their own


def source_at(path: Path) -> Source:
    """Return the file at this path. Raises PackRefused where it is no UTF-8 text."""
    try:
        return Source(str(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = "the file cannot be read as UTF-8 text"
        raise PackRefused((Problem(str(path), 1, reason),)) from error
