"""The parts of a measure's file: from tables to the shapes of a measure."""

from collections import Counter
from typing import Literal, cast

from care.form_checks import is_code
from care.forms import LABEL_MOST, LISTED_MOST, SHORT_MOST
from care.measures.shapes import (
    LICENCE_KINDS,
    Band,
    Choice,
    CutOff,
    Item,
    Language,
    Licence,
    LicenceKind,
    Measure,
)
from care.pack_table import PackTable

TEXT_MOST, SOURCE_MOST, INSTRUCTIONS_MOST = 400, 300, 800
POINTS_MOST, TOTAL_MOST = 100, 1_000


def whole_measure(root: PackTable) -> Measure:
    """The measure in a table; what is wrong is noted in `root`."""
    common = _choices(root, needed=False) or read_scale(root)
    items = tuple(_item(table, common) for table in root.tables("items"))
    _note_twice(root, [item.code for item in items])
    change = root.number_or_none("reliable_change", least=1, most=TOTAL_MOST)
    found = Measure(
        code=_code(root),
        version=root.number("version", least=1, most=10_000),
        title=root.text("title", most=120),
        items=items,
        licence=read_licence(root.table("licence")),
        citation=root.text("citation", most=TEXT_MOST),
        languages=tuple(_language(table) for table in root.tables("languages")),
        short=root.text("short", most=LABEL_MOST, default=""),
        stem=root.text("stem", most=TEXT_MOST, default=""),
        instructions=root.text("instructions", most=INSTRUCTIONS_MOST, default=""),
        author_line=root.text("author_line", most=TEXT_MOST, default=""),
        recall_days=root.number("recall_days", least=0, most=366, default=0),
        multiplier=root.number("multiplier", least=1, most=20, default=1),
        higher_is_better=root.flag("higher_is_better"),
        most_missing=root.number("most_missing", least=0, most=50, default=0),
        sums="sums" not in root.values or root.flag("sums"),
        reliable_change=change,
        reliable_change_source=(
            root.text("reliable_change_source", most=SOURCE_MOST) if change else ""
        ),
        cut_offs=tuple(_cut_off(table) for table in root.tables("cut_offs", needed=False)),
        bands=tuple(_band(table) for table in root.tables("bands", needed=False)),
    )
    _check_totals(root, found)
    root.finish()
    return found


def read_licence(table: PackTable, *, with_kind: bool = True) -> Licence:
    """Who may use the words, and where that is said."""
    kind = cast("LicenceKind", table.word("kind", LICENCE_KINDS)) if with_kind else "own_notice"
    found = Licence(
        kind, table.text("notice", most=2 * TEXT_MOST), table.text("source", most=SOURCE_MOST)
    )
    table.finish()
    return found


def read_scale(root: PackTable) -> tuple[Choice, ...]:
    """Whole numbers from one end to the other, of which the ends have words."""
    if "scale" not in root.values:
        return ()
    table = root.table("scale")
    least = table.number("least", least=0, most=POINTS_MOST)
    most = table.number("most", least=1, most=POINTS_MOST)
    words = {least: table.text("least_label", most=24), most: table.text("most_label", most=24)}
    table.finish()
    numbers = range(least, most + 1)
    return tuple(Choice(str(n), f"{n}: {words[n]}" if words.get(n) else str(n), n) for n in numbers)


def _item(table: PackTable, common: tuple[Choice, ...]) -> Item:
    choices = _choices(table, needed=False) or common
    if not choices:
        table.note("choices", "no answers: give choices here, or for all items above")
    fine = frozenset(table.texts("fine", most=40)) if "fine" in table.values else None
    if fine is not None and not fine < {choice.code for choice in choices}:
        table.note("fine", "codes of some of its answers are expected, and not of all")
    found = Item(
        code=_code(table),
        text=table.text("text", most=TEXT_MOST),
        short=table.text("short", most=SHORT_MOST),
        choices=choices,
        reverse=table.flag("reverse") if "reverse" in table.values else False,
        fine=fine,
    )
    table.finish()
    return found


def _choices(table: PackTable, *, needed: bool) -> tuple[Choice, ...]:
    found = tuple(_choice(one) for one in table.tables("choices", needed=needed))
    _note_twice(table, [choice.code for choice in found])
    points = [choice.points for choice in found]
    if any(one is None for one in points) and any(one is not None for one in points):
        table.note("choices", "either every answer has points or none has")
    return found


def _choice(table: PackTable) -> Choice:
    found = Choice(
        table.text("code", most=40),
        table.text("label", most=LISTED_MOST),
        table.number_or_none("points", least=0, most=POINTS_MOST),
    )
    table.finish()
    return found


def _language(table: PackTable) -> Language:
    found = Language(table.text("tag", most=12), table.text("source", most=SOURCE_MOST))
    table.finish()
    return found


def _cut_off(table: PackTable) -> CutOff:
    sides = ("at_most", "at_least")
    found = CutOff(
        _code(table),
        cast("Literal['at_most', 'at_least']", table.word("side", sides)),
        table.number("total", least=0, most=TOTAL_MOST),
        tells=table.flag("tells") if "tells" in table.values else False,
        source=table.text("source", most=SOURCE_MOST),
    )
    table.finish()
    return found


def _band(table: PackTable) -> Band:
    found = Band(
        _code(table),
        table.number("least", least=0, most=TOTAL_MOST),
        table.number("most", least=0, most=TOTAL_MOST),
        table.text("source", most=SOURCE_MOST),
    )
    table.finish()
    return found


def _check_totals(root: PackTable, measure: Measure) -> None:
    """Thresholds and bands lie within what the items can add up to."""
    within = range(measure.least, measure.most + 1)
    for number, cut in enumerate(measure.cut_offs):
        if cut.total not in within:
            root.note(
                "cut_offs", f"{number + 1}: a total from {within[0]} to {within[-1]} is expected"
            )
    ends = [end for band in measure.bands for end in (band.least, band.most)]
    if ends != sorted(set(ends)) or any(end not in within for end in ends):
        root.note("bands", f"rising ranges within {within[0]} to {within[-1]} are expected")
    if measure.most_missing >= max(1, len(measure.scored)):
        root.note("most_missing", "fewer than the scored items are expected")


def _code(table: PackTable) -> str:
    code = table.text("code", most=40)
    if code and not is_code(code):
        table.note("code", "a code has small letters, digits and underscores")
    return code


def _note_twice(table: PackTable, codes: list[str]) -> None:
    for code, times in Counter(codes).items():
        if times > 1 and code:
            table.note("", f'"{code}" stands twice')
