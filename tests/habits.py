"""Our habits in figures, small files and small functions: `python -m tests.habits`.

Migrations are left out: they are written once, by the tables, and never grow.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOMS = ("bot", "care", "console", "db", "flows", "matching", "pairwell", "playground", "wording")
FILE_LINES = 300
FUNCTION_LINES = 50


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of a file, docstring included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def broken(files: list[Path]) -> list[str]:
    """One sentence for every file or function that is too long."""
    said = []
    for path in files:
        lines = _lines(path)
        if lines > FILE_LINES:
            said.append(f"{path}: {lines} lines; a file has at most {FILE_LINES}.")
        said += [
            f"{path}: {name} has {length} lines; a function has at most {FUNCTION_LINES}."
            for name, length in functions(path)
            if length > FUNCTION_LINES
        ]
    return said


def main() -> int:
    """Print what is too long and the medians; 1 when something is."""
    files = [
        path
        for room in ROOMS
        for path in sorted(Path(room).rglob("*.py"))
        if path.parent.name != "versions"
    ]
    said = broken(files)
    lengths = [length for path in files for _, length in functions(path)]
    sys.stdout.writelines(f"{one}\n" for one in said)
    sys.stdout.write(
        f"{len(files)} files, median {median(map(_lines, files)):.0f} lines; "
        f"{len(lengths)} functions, median {median(lengths):.0f} lines.\n"
    )
    return 1 if said else 0


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
