"""A programme's own measures: files in the folder `measures` beside its packs."""

from pathlib import Path

from care.measures.files import is_words_file, read_measure, read_words
from care.measures.scored_only import SCORED_ONLY
from care.measures.shapes import Measure
from care.pack_files import SUFFIX, source_at
from care.pack_problems import PackRefused, Problem

FOLDER = "measures"


def own_measures(folder: Path | None) -> tuple[Measure, ...]:
    """The measures in `folder`/measures in the order of their files; none without a folder.

    Raises PackRefused with the problems of all files, by line; a code that two files give is one.
    """
    paths = sorted((folder / FOLDER).glob(f"*{SUFFIX}")) if folder else []
    found: dict[str, Measure] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            one = read_own_measure(path)
        except PackRefused as refused:
            problems += refused.problems
            continue
        if one.code in found:
            reason = f'"{one.code}" is in another file too: keep one of them'
            problems.append(Problem(str(path), 1, reason))
        found[one.code] = one
    if problems:
        raise PackRefused(tuple(problems))
    return tuple(found.values())


def read_own_measure(path: Path) -> Measure:
    """The measure in a file, whole or as words for one that is scored here. Raises PackRefused."""
    source = source_at(path)
    if is_words_file(source.text):
        return read_words(source.text, source.name, SCORED_ONLY)
    return read_measure(source.text, source.name)
