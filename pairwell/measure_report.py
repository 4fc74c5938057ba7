"""Measures found, checked, and told to a person or a script."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from care.measures import all_measures, scored_only
from care.measures.own import read_own_measure
from care.measures.shapes import Measure
from care.pack_problems import PackRefused
from pairwell.errors import BadRequest
from pairwell.measure_words import measure_in_words, measure_line
from pairwell.pack_report import Checked, show_checked

__all__ = ["check_files", "show_all", "show_checked", "show_one"]


def show_all(*, as_json: bool) -> str:
    """One line for each measure, those that need a programme's own words last; or JSON."""
    known = (*all_measures(), *scored_only())
    if as_json:
        return json.dumps([_short(one) for one in known])
    return "\n".join(map(measure_line, known))


def show_one(code: str, *, as_json: bool) -> str:
    """The measure with this code, explained; raises BadRequest for another code."""
    known = {one.code: one for one in (*all_measures(), *scored_only())}
    found = known.get(code)
    if found is None:
        raise BadRequest(f'There is no measure "{code[:40]}". Choose one of: {", ".join(known)}.')
    return json.dumps(asdict(found), default=sorted) if as_json else measure_in_words(found)


def check_files(paths: Iterable[Path]) -> list[Checked]:
    """Every file checked as the service would; raises BadRequest for one that is not there."""
    return [_check(path) for path in paths]


def read_file(path: Path) -> Measure:
    """The measure in a file, whole or as words for one. Raises PackRefused or BadRequest."""
    if not path.is_file():
        raise BadRequest(f"{path} cannot be read: there is no such file.")
    return read_own_measure(path)


def _check(path: Path) -> Checked:
    try:
        return Checked(str(path), read_file(path).title, ())
    except PackRefused as refused:
        return Checked(str(path), None, refused.problems)


def _short(measure: Measure) -> dict[str, object]:
    return {
        "code": measure.code,
        "title": measure.title,
        "items": len(measure.items),
        "least": measure.least,
        "most": measure.most,
        "licence": measure.licence.kind,
        "has_safety_item": measure.has_safety_item,
        "needs_words": measure.needs_text,
    }
