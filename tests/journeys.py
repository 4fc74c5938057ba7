"""What the people of the story answer, and how a form is walked through whoever shows it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from care.packs import load_pack
from care.questions import Form, Question

PACK = load_pack("perinatal")
SEND, DONE, SKIP = "Send my answers", "That is all", "Skip"

# question code -> what is tapped (a label), or typed (after ">"), in order
Answers = Mapping[str, str | Sequence[str]]

SAM: Answers = {
    "name": ">Sam",
    "time_zone": "United Kingdom",
    "duty": "I will do this",
    "respond_within": "Within 1 hour",
    "duty_days": [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", DONE
    ],
    "duty_from": ">0",
    "duty_until": ">24",
}  # fmt: skip

HANNAH: Answers = {
    "name": ">Hannah",
    "languages": ["English", DONE],
    "time_zone": "United Kingdom",
    "consent_checkins": "Yes",
    "stages": ["Baby is under 1", DONE],
    "experiences": ["A hard or scary birth", DONE],
    "shows_in_common": "Yes, they may",
    "recovered_since": ">1 March 2023",
    "trained_for": ["Around a birth", DONE],
    "training_name": ">Peer support basics",
    "training_provider": ">A made-up college",
    "trained_on": ">1 June 2026",
    "training_valid_until": ">1 June 2027",
    "supervisor": ">Kim",
    "supervision_next": ">1 March 2027",
    "capacity": "2",
    "hours": ["Weekday mornings", DONE],
    "introduction": ">I am Hannah. I had a hard birth, and it took a while. I like walks.",
}

JOSIE: Answers = {
    "age": ">31",
    "consent_checkins": "Yes",
    "name": ">Josie",
    "languages": ["English", DONE],
    "time_zone": "United Kingdom",
    "stage": "Baby is under 1",
    "birth_date": ">5 November 2026",
    "experiences": ["A hard or scary birth", DONE],
    "hours": ["Weekday mornings", DONE],
}


class Chat(Protocol):
    """Somebody's chat with the bot: what its newest message shows, and what they do."""

    async def shown(self) -> tuple[str, list[str]]:
        """The text and the button labels of the bot's newest message."""

    async def tap(self, label: str) -> None:
        """Press the newest button that begins with this label."""

    async def type(self, text: str) -> None:
        """Send a text."""


async def fill_form(chat: Chat, form: Form, answers: Answers, *, send: bool = True) -> list[str]:
    """Answer a form to its end; returns the codes of the questions that were asked.

    Questions without an answer here are agreed to where that is asked, and skipped otherwise.
    """
    asked: list[str] = []
    for _ in range(3 * len(form.questions)):
        text, labels = await chat.shown()
        question = _asked_in(form, text)
        if question is None:
            if SEND in labels and send:
                await chat.tap(SEND)
            return asked
        asked.append(question.code)
        await _answer(chat, question, labels, answers)
    raise AssertionError(f"The form does not end: {asked}")


async def finish_form(chat: Chat, form: Form) -> None:
    """Bring a form to its end from wherever it is, whatever was answered so far."""
    typed = {"text": "Words", "date": "1 June 2026", "number": "31", "time_zone": "London"}
    for _ in range(4 * len(form.questions)):
        text, labels = await chat.shown()
        question = _asked_in(form, text)
        if question is None:
            await chat.tap(SEND if SEND in labels else "Go on")
            if SEND in labels:
                return
        elif leave := next((label for label in (DONE, SKIP) if label in labels), None):
            await chat.tap(leave)
        elif question.kind in typed:
            await chat.type(typed[question.kind])
        else:
            await chat.tap(labels[0])
    raise AssertionError("The form does not end.")


def _asked_in(form: Form, text: str) -> Question | None:
    return next((q for q in form.questions if q.text.strip() in text), None)


async def _answer(chat: Chat, question: Question, labels: list[str], answers: Answers) -> None:
    given = answers.get(question.code)
    if given is None:
        agreed = next((o.label for o in question.options if o.code == "yes"), "I agree")
        await chat.tap(agreed if question.kind == "agree" else SKIP)
        return
    for step in [given] if isinstance(given, str) else given:
        if step.startswith(">"):
            await chat.type(step[1:])
        else:
            await chat.tap(step)
    del labels
