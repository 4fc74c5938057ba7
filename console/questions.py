"""Fields that ask what a question of the chat asks, with the same bounds and the same words."""

from datetime import date, datetime

from care.questions import AnswerRefused, Question, Typed, Value, accept
from console.forms import Fields, Problem
from db.people import Person
from db.zones import zone_of
from flows.letters import Text


def read_answer(fields: Fields, name: str, question: Question, today: date) -> Value | None:
    """The answer that the field gives to the question; None when it cannot be used."""
    given = fields.values.get(name, "").strip()
    if not given:
        fields.refuse(name, "form.missing")
        return None
    try:
        return accept(question, Typed(given), today)
    except AnswerRefused as refusal:
        fields.found.append(Problem(name, Text(refusal.key, refusal.params or None)))
        return None


def today_of(someone: Person, now: datetime) -> date:
    """The day on the person's own calendar."""
    return now.astimezone(zone_of(someone)).date()
