"""The plans of a pack in words: what is asked of whom, when, and until when."""

from collections.abc import Mapping

from care.pack_plans import WEEKDAYS
from care.plans import CheckinPlan, Start

FROM: Mapping[Start, str] = {
    "match": "the match",
    "first_contact": "the first words",
    "stage": "the start of a stage",
    "birth": "the birth",
    "end": "the end",
}


def plan_in_words(plan: CheckinPlan, title: str, whom: str) -> str:
    """One sentence about a plan; `whom` names the role that is asked."""
    called = f" as {plan.name}" if plan.name else ""
    return (
        f"{title} ({plan.measure}){called}, for {whom}: {_how_often(plan)}, "
        f"at {plan.at:%H:%M}{_until(plan)}."
    )


def days_in_words(count: int) -> str:
    """ "1 day", "3 days"."""
    return "1 day" if count == 1 else f"{count} days"


def _how_often(plan: CheckinPlan) -> str:
    start = FROM[plan.start]
    if plan.after_contacts:
        return f"after {_list(plan.after_contacts)} contacts"
    if plan.at_weeks == (0,):
        return f"once, {days_in_words(plan.first_after_days)} after {start}"
    if plan.at_weeks:
        return f"{_list(plan.at_weeks)} weeks after {start}{_later(plan)}"
    day = f" on {WEEKDAYS[plan.weekday].capitalize()}" if plan.weekday is not None else ""
    counted = "" if plan.start == "match" else f" from {start}"
    first = f"first after {days_in_words(plan.first_after_days)}{counted}"
    return f"{first}, then every {days_in_words(plan.every_days)}{day}"


def _later(plan: CheckinPlan) -> str:
    return f" and {days_in_words(plan.first_after_days)}" if plan.first_after_days else ""


def _until(plan: CheckinPlan) -> str:
    if plan.start == "end" or plan.after_contacts or (plan.at_weeks and not plan.weeks):
        return ""
    return f", until week {plan.weeks}" if plan.weeks else ", until the pairing ends"


def _list(numbers: tuple[int, ...]) -> str:
    *rest, last = map(str, numbers)
    return f"{', '.join(rest)} and {last}" if rest else last
