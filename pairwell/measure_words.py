"""A measure explained in plain lines, for whoever decides whether to use it."""

from collections.abc import Iterator

from care.measures.shapes import Item, Measure

LICENCES = {
    "public_domain": "free for all",
    "own_notice": "free under its own notice",
    "permission": "needs written permission and your own words file",
    "ours": "our own questions",
}


def measure_line(measure: Measure) -> str:
    """One line: code, title, items, range, licence, and whether somebody has to respond."""
    safety = "; has a safety question" if measure.has_safety_item else ""
    count = f"{len(measure.items)} item" + ("s" if len(measure.items) > 1 else "")
    return (
        f"{measure.code}: {measure.title}; {count}; {_range(measure)}; "
        f"{LICENCES[measure.licence.kind]}{safety}"
    )


def measure_in_words(measure: Measure) -> str:
    """Everything about a measure, with the source of each number."""
    return "\n".join(_lines(measure))


def _lines(measure: Measure) -> Iterator[str]:
    yield f"{measure.title} ({measure.code}, version {measure.version})"
    yield f"Licence: {LICENCES[measure.licence.kind]}. {measure.licence.notice}"
    yield f"Licence seen at: {measure.licence.source}"
    yield f"Cite: {measure.citation}"
    for language in measure.languages:
        yield f"Wording in {language.tag} from: {language.source}"
    yield (
        f"Asks about the last {measure.recall_days} days"
        if measure.recall_days
        else "Asks about now"
    )
    yield f"Score: {_range(measure)}; {_missing(measure)}"
    yield from _numbers(measure)
    yield ""
    yield from (text for text in (measure.instructions, measure.stem) if text)
    for number, item in enumerate(measure.items, 1):
        yield from _item(number, item)
    if measure.author_line:
        yield measure.author_line


def _range(measure: Measure) -> str:
    if not measure.sums or not measure.scored:
        return "no total"
    better = "higher" if measure.higher_is_better else "lower"
    return f"{measure.least} to {measure.most}, {better} is better"


def _missing(measure: Measure) -> str:
    if measure.most_missing:
        return f"up to {measure.most_missing} may be missing, the mean stands in"
    return "only when every item is answered"


def _numbers(measure: Measure) -> Iterator[str]:
    for cut in measure.cut_offs:
        side = "or less" if cut.side == "at_most" else "or more"
        told = "a coordinator is told" if cut.tells else "nobody is told"
        yield f"Threshold {cut.code}: {cut.total} {side}; {told} ({cut.source})"
    for band in measure.bands:
        yield f"Band {band.code}: {band.least} to {band.most} ({band.source})"
    if measure.reliable_change is not None:
        yield f"Change named from: {measure.reliable_change} ({measure.reliable_change_source})"
    else:
        yield "Change is never named: no reliable change is published"
    if measure.conversion:
        first, last = min(measure.conversion), max(measure.conversion)
        ends = f"{measure.conversion[first]} to {measure.conversion[last]}"
        yield f"Converted to {ends} ({measure.conversion_source})"


def _item(number: int, item: Item) -> Iterator[str]:
    notes = [note for note in (_reverse(item), _safety(item)) if note]
    text = item.text or f"[{item.short}: the words come from your file]"
    yield f"{number}. {text}" + (f" ({'; '.join(notes)})" if notes else "")
    for choice in item.choices:
        points = "" if choice.points is None else f" = {choice.points}"
        yield f"   {choice.label or choice.code}{points}"


def _reverse(item: Item) -> str:
    return "counts from the other end" if item.reverse else ""


def _safety(item: Item) -> str:
    if item.fine is None:
        return ""
    fine = [choice.label or choice.code for choice in item.choices if choice.code in item.fine]
    return f"safety question: every answer but {' or '.join(fine)} reaches a human"
