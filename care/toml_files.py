"""A TOML file of a programme: read as tables, and refused whole with every problem by line."""

import re
import tomllib
from collections.abc import Sequence

from care.pack_problems import PackRefused, Problem
from care.pack_table import Fault
from care.toml_lines import line_of


def tables_in(text: str, file: str) -> dict[str, object]:
    """The tables of a TOML text; raises PackRefused by the line where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = Problem(file, int(line[1]) if line else 1, f"not TOML: {error}")
        raise PackRefused((problem,)) from error


def refuse_faults(text: str, file: str, faults: Sequence[Fault]) -> None:
    """Raise PackRefused with all that is wrong in a text, in the order of lines, if anything is."""
    problems = [
        Problem(file, line_of(text, fault.path), f"{_in_words(fault)}{fault.reason}")
        for fault in faults
    ]
    if problems:
        raise PackRefused(tuple(sorted(problems, key=lambda p: (p.line, p.reason))))


def _in_words(fault: Fault) -> str:
    names = [str(part + 1) if isinstance(part, int) else part for part in fault.path]
    return f"{'.'.join(names)}: " if names else ""
