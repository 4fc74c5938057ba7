"""When something a person says or does should reach a human.

A concern carries its reasons and whether it is urgent. It is never a risk score, a level or a
colour: NICE NG225 (2022) says not to use tools or scales to predict suicide or self-harm, nor to
stratify people by risk. Reasons hold no words and no answer of the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from care.measures.change import change
from care.measures.scale import Score
from care.measures.shapes import Measure
from care.urgent_words import UrgentWords, groups_found

ConcernKind = Literal["answer", "words", "worry", "report", "help", "score", "silence"]

ReportReason = Literal["unsafe", "contact", "unkind", "rules", "other"]
REPORT_REASONS: tuple[ReportReason, ...] = get_args(ReportReason)
URGENT_REPORTS: frozenset[ReportReason] = frozenset({"unsafe", "unkind"})

# Two in a row: one is missed by most people now and then. Our judgement, for a programme to change.
MISSED_MOST = 2


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """What a programme decides about safety. Safety answers and urgent words are not up to it.

    `missed_checkins`: so many missed in a row, after one that raised a concern, tell coordinators.
    """

    missed_checkins: int = MISSED_MOST


SAFETY_RULES = SafetyRules()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as the key of a text and what fills it."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something a human should look at. `urgent`: the person is shown urgent help at once."""

    kind: ConcernKind
    urgent: bool
    reasons: tuple[Reason, ...]


def assess_answer(measure: Measure, item_code: str, value: object) -> Concern | None:
    """Judge one answer as it is given.

    On a safety item everything but its `fine` answers is a concern, "not sure" and an answer that
    the item does not know included; a skipped one (None) is not. Any answer above nought asks for
    a human: NSW Health guideline on the EPDS, item 10.
    """
    item, reason = measure.item(item_code), reason_for(measure, item_code)
    if item is None or item.fine is None or value is None or str(value) in item.fine:
        return None
    if reason is None:
        return None
    kind: ConcernKind = "worry" if item.about == "other" else "answer"
    return Concern(kind, urgent=True, reasons=(reason,))


def reason_for(measure: Measure, item_code: str) -> Reason | None:
    """The reason that a worrying answer to this item gives; None where it is no safety item."""
    item = measure.item(item_code)
    if item is None or item.fine is None:
        return None
    code = "safety.worry_answer" if item.about == "other" else "safety.answer"
    return Reason(code, {"measure": measure.code, "item": item.code})


def assess_score(
    measure: Measure, score: Score | None, previous: Score | None, first: Score | None = None
) -> Concern | None:
    """Judge a finished measure: published thresholds that tell, and a published reliable fall.

    The fall is looked for from the score before, and from the `first` one: many small steps can be
    a long way down. That is told once, when it is reached. Not urgent: a score speaks of two weeks,
    not of this minute.
    """
    if score is None:
        return None
    reasons = [
        Reason("safety.threshold", {"measure": measure.code, "cut_off": cut.code})
        for cut in measure.cut_offs
        if cut.tells and cut.is_reached(score.total)
    ]
    if _is_worse(measure, previous, score):
        reasons.append(Reason("safety.worse", {"measure": measure.code}))
    elif _is_worse(measure, first, score) and not _is_worse(measure, first, previous):
        reasons.append(Reason("safety.worse_since_first", {"measure": measure.code}))
    return Concern("score", urgent=False, reasons=tuple(reasons)) if reasons else None


def _is_worse(measure: Measure, before: Score | None, after: Score | None) -> bool:
    found = change(measure, before, after)
    return found is not None and found.kind == "worse"


def assess_words(text: str, words: UrgentWords) -> Concern | None:
    """Look for urgent words. None means that the net caught nothing, not that all is well."""
    groups = groups_found(text, words)
    if not groups:
        return None
    reasons = tuple(Reason("safety.words", {"group": group}) for group in groups)
    return Concern("words", urgent=True, reasons=reasons)


def assess_worry() -> Concern:
    """Somebody pressed "I'm worried"."""
    return Concern("worry", urgent=True, reasons=(Reason("safety.worry"),))


def assess_report(why: ReportReason) -> Concern:
    """Somebody reported the other person of their pairing, for one of our reasons.

    Urgent where somebody may be in danger, or may be hurt again with the next message.
    """
    reason = Reason("safety.report", {"why": why})
    return Concern("report", urgent=why in URGENT_REPORTS, reasons=(reason,))


def assess_help_asked() -> Concern:
    """Somebody said that they want a human now, on the page of urgent help."""
    return Concern("help", urgent=True, reasons=(Reason("safety.help_asked"),))


def assess_silence(
    *, missed: int, low_before: bool, blocked: bool, active: bool, most: int = MISSED_MOST
) -> Concern | None:
    """Judge silence: `missed` check-ins in a row after a concern, or a block in an active pairing.

    `low_before`: the last answered measure raised a concern. `blocked`: the person blocked the bot.
    """
    reasons = []
    if low_before and missed >= most:
        reasons.append(Reason("safety.missed", {"missed": missed}))
    if blocked and active:
        reasons.append(Reason("safety.blocked"))
    return Concern("silence", urgent=False, reasons=tuple(reasons)) if reasons else None
