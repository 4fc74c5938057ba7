"""Measures in files: a whole measure, or a programme's own words for one that we only score."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from care.form_checks import form_faults
from care.measures.file_parts import read_licence, whole_measure
from care.measures.scale import as_form
from care.measures.shapes import Item, Language, Measure
from care.pack_problems import PackRefused, Problem
from care.pack_table import Fault, PackTable
from care.toml_lines import line_of

TEXT_MOST, SOURCE_MOST = 400, 300


@cache
def bundled_measures() -> tuple[Measure, ...]:
    """The measures under their own notice, which come as files of their own."""
    folder = files("care") / "measures" / "content"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        read_measure(entry.read_text(encoding="utf-8"), entry.name)
        for entry in entries
        if entry.name.endswith(".toml")
    )


def read_measure(text: str, file: str) -> Measure:
    """The measure in a TOML text; `file` is the name that its problems carry.

    Raises PackRefused with all its problems, by line.
    """
    root = PackTable(_tables(text, file))
    found = whole_measure(root)
    _refuse_faults(text, file, root.faults or _form_problems(found))
    return found


def read_words(text: str, file: str, scored: Iterable[Measure]) -> Measure:
    """A measure whose scoring is ours and whose words a programme supplies, with its permission.

    `scored` are the measures that wait for words. Raises PackRefused with all problems, by line.
    """
    root = PackTable(_tables(text, file))
    waiting = {one.code: one for one in scored}
    measure = waiting[root.word("measure", tuple(waiting))]
    languages = (Language(root.text("language", most=12), root.text("source", most=SOURCE_MOST)),)
    licence = replace(read_licence(root.table("permission"), with_kind=False), kind="permission")
    items = _worded(root, measure)
    filled = replace(
        measure,
        items=items,
        languages=languages,
        licence=licence,
        stem=root.text("stem", most=TEXT_MOST, default=""),
        instructions=root.text("instructions", most=2 * TEXT_MOST, default=""),
        author_line=root.text("author_line", most=TEXT_MOST),
    )
    root.finish()
    _refuse_faults(text, file, root.faults or _form_problems(filled))
    return filled


def is_words_file(text: str) -> bool:
    """Whether a TOML text gives words to a measure instead of being one whole."""
    try:
        return "measure" in tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False


def _worded(root: PackTable, measure: Measure) -> tuple[Item, ...]:
    """The items with their words, in the published order of items and of answers."""
    tables = root.tables("items")
    codes = [table.values.get("code") for table in tables]
    known = [item.code for item in measure.items]
    if codes != known:
        root.note("items", f"the items are, in this order: {', '.join(known)}")
        return measure.items
    return tuple(_one(table, item) for table, item in zip(tables, measure.items, strict=True))


def _one(table: PackTable, item: Item) -> Item:
    table.text("code", most=40)
    labels = table.texts("answers", most=TEXT_MOST)
    if len(labels) != len(item.choices):
        table.note("answers", f"{len(item.choices)} answers are expected, in the published order")
        labels = tuple(choice.code for choice in item.choices)
    choices = tuple(
        replace(choice, label=label) for choice, label in zip(item.choices, labels, strict=True)
    )
    worded = replace(item, text=table.text("text", most=TEXT_MOST), choices=choices)
    table.finish()
    return worded


def _tables(text: str, file: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = Problem(file, int(line[1]) if line else 1, f"not TOML: {error}")
        raise PackRefused((problem,)) from error


def _form_problems(measure: Measure) -> list[Fault]:
    found = form_faults(as_form(measure)) if not measure.needs_text else ()
    return [Fault(("items", fault.position), fault.reason) for fault in found]


def _refuse_faults(text: str, file: str, faults: list[Fault]) -> None:
    problems = [
        Problem(file, line_of(text, fault.path), f"{_in_words(fault)}{fault.reason}")
        for fault in faults
    ]
    if problems:
        raise PackRefused(tuple(sorted(problems, key=lambda p: (p.line, p.reason))))


def _in_words(fault: Fault) -> str:
    names = [str(part + 1) if isinstance(part, int) else part for part in fault.path]
    return f"{'.'.join(names)}: " if names else ""
