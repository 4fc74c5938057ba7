"""The forms of a pack: from tables to questions."""

from collections.abc import Mapping
from typing import cast, get_args

from care.form_checks import AGREE_TEXT_MOST, QUESTION_TEXT_MOST, form_faults
from care.forms import SHORT_MOST, Condition, Form, Kind, Option, Question
from care.pack_table import PackTable

KINDS = tuple(dict.fromkeys(("text", *get_args(Kind))))  # the first stands in for a wrong one
_FAR = 100_000  # bounds of least and most: letters, choices, days or a number
Lists = Mapping[str, tuple[Option, ...]]
Texts = Mapping[str, str]


def read_form(table: PackTable, code: str, lists: Lists, texts: Texts) -> Form:
    """Return the form in a table; a question takes `lists` of options and `texts` by name."""
    tables = table.tables("questions")
    form = Form(
        code=code,
        version=table.number("version", least=1, most=10_000),
        title=table.text("title", most=60),
        questions=tuple(_read_question(entry, lists, texts) for entry in tables),
        minutes=table.number("minutes", least=1, most=120),
        intro=table.text("intro", most=QUESTION_TEXT_MOST, default=""),
        review=table.flag("review"),
    )
    for fault in form_faults(form):
        tables[fault.position].note(fault.key, fault.reason)
    table.finish()
    return form


def _read_question(table: PackTable, lists: Lists, texts: Texts) -> Question:
    question = Question(
        code=table.text("code", most=40),
        kind=cast("Kind", table.word("kind", KINDS)),
        text=_read_text(table, texts),
        why=table.text("why", most=300, default=""),
        options=_read_options(table, lists),
        required=table.flag("required"),
        only_if=_read_condition(table),
        least=table.number_or_none("least", least=-_FAR, most=_FAR),
        most=table.number_or_none("most", least=-_FAR, most=_FAR),
        short=table.text("short", most=SHORT_MOST, default=""),
        other=table.flag("other"),
        among=table.text("among", most=40, default=""),
    )
    table.finish()
    return question


def _read_text(table: PackTable, texts: Texts) -> str:
    if "text_from" not in table.values:
        return table.text("text", most=AGREE_TEXT_MOST)
    return texts[table.word("text_from", tuple(texts))]


def _read_options(table: PackTable, lists: Lists) -> tuple[Option, ...]:
    name = table.text("options_from", most=40, default="")
    if name and name not in lists:
        table.note("options_from", f"one of {', '.join(sorted(lists))} is expected")
    return (*lists.get(name, ()), *table.options("options", needed=False))


def _read_condition(table: PackTable) -> Condition | None:
    table.asked.add("only_if")
    if "only_if" not in table.values:
        return None
    inner = table.table("only_if")
    condition = Condition(
        inner.text("question", most=40), frozenset(inner.texts("any_of", most=40))
    )
    inner.finish()
    return condition
