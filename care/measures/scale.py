"""How a measure becomes a form, and how its answers become a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from care.forms import ANY, LABEL_MOST, Condition, Form, Given, Option, Question
from care.measures.shapes import Item, Measure

OWN_WORDS_MOST = 200  # letters


@dataclass(frozen=True, slots=True)
class Score:
    """A `total` on the measure's whole range up to `of`; `complete` if nothing was skipped."""

    total: int
    of: int
    complete: bool


def score(measure: Measure, given: Mapping[str, Given]) -> Score | None:
    """The score of these answers, or None where too many scored items have no answer."""
    if not measure.sums:
        return None
    points = [p for item in measure.scored if (p := _points(item, given)) is not None]
    missing = len(measure.scored) - len(points)
    if not points or missing > measure.most_missing:
        return None
    mean = Fraction(sum(points), len(points))
    total = _round_half_up(mean * len(measure.scored) * measure.multiplier)
    return Score(total, measure.most, complete=missing == 0)


def converted(measure: Measure, found: Score) -> Decimal | None:
    """The published value of a total on the measure's other scale; None where there is none."""
    value = measure.conversion.get(found.total)
    return None if value is None else Decimal(value)


def as_form(measure: Measure) -> Form:
    """The measure as the question engine asks it: one item a question, each may be skipped."""
    return Form(
        code=measure.code,
        version=measure.version,
        title=measure.title,
        questions=tuple(_as_question(item, measure.stem) for item in measure.items),
        intro=measure.intro,
        instructions=measure.instructions,
        author_line=measure.author_line,
    )


def _points(item: Item, given: Mapping[str, Given]) -> int | None:
    answer = given.get(item.code)
    if answer is None or not answer.settled or answer.value is None:
        return None
    return item.points(str(answer.value))


def _round_half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def _as_question(item: Item, stem: str) -> Question:
    only_if = Condition(item.after, frozenset({ANY})) if item.after else None
    if item.own_words:
        return Question(
            code=item.code,
            kind="text",
            text=item.text,
            short=item.short,
            most=OWN_WORDS_MOST,
            only_if=only_if,
        )
    codes = [int(choice.code) for choice in item.choices] if item.is_scale else []
    is_long = any(len(choice.label) > LABEL_MOST for choice in item.choices)
    return Question(
        code=item.code,
        kind="number" if codes else "one",
        text=item.text,
        stem=stem,
        short=item.short,
        options=tuple(Option(choice.code, choice.label) for choice in item.choices),
        least=min(codes, default=None),
        most=max(codes, default=None),
        safety=item.fine is not None,
        listed=is_long,
        only_if=only_if,
        about=item.after,
    )
