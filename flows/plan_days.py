"""Days on end on which plans ask nothing, in words and for the copy of their person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.checkin_plans import CheckinPlan, plans_of
from db.ids import PersonId, PlanId
from db.people import Person
from db.plan_spans import PlanSpan, spans_of
from flows.letters import Line, Lines, Text, Words, say
from flows.plan_words import reason_in_words, title_of
from flows.story import Story
from flows.times import day_in_words

# What a plan waits for, or who stopped it; the other reasons are those of a day.
STANDING = frozenset({"off.person", "off.coordinator", "waits.start", "waits.contacts", "over"})


def span_lines(
    story: Story, spans: Sequence[PlanSpan], plans: Mapping[PlanId, CheckinPlan], reader: Person
) -> Lines:
    """A line for each span: the measure, its days, and why nothing was asked on them."""
    return Lines(
        tuple(
            Line(
                Words(title_of(story, plans[span.plan_id].measure)),
                (days_in_words(span.since, span.until, reader), span_in_words(span.reason)),
            )
            for span in spans
        )
    )


async def span_facts(story: Story, person_id: PersonId) -> list[dict[str, Any]]:
    """The spans of all plans of a person, for their own copy, the oldest first."""
    plans = {plan.id: plan for plan in await plans_of(story.session, person_id)}
    found = [
        {
            "measure": title_of(story, plans[span.plan_id].measure),
            "from": span.since.isoformat(),
            "until": span.until.isoformat() if span.until else None,
            "why": span.reason,
        }
        for span in await spans_of(story.session, list(plans))
    ]
    return sorted(found, key=lambda one: (one["from"] or "", one["measure"] or ""))


def days_in_words(since: date, until: date | None, reader: Person) -> Text:
    """From which day to which, or since when."""
    first = day_in_words(since, reader)
    if until is None:
        return say("plan.span.since", since=first)
    return say("plan.span.days", since=first, until=day_in_words(until, reader))


def span_in_words(reason: str) -> Text:
    """Why nothing was asked on those days."""
    if reason in STANDING:
        return say(f"plan.span.{reason}")
    return reason_in_words(reason) or say("plan.span.ended")
