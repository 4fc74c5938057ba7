"""The timeline of an alert: what was done about it, when and by whom, in words."""

from itertools import groupby

from care.escalation import OUTCOMES
from db.alert_notes import AlertNote, alert_notes, words_of_note
from db.alerts import Alert, AlertStep, alert_steps
from db.ids import PersonId
from db.people import Person, name_of, person
from flows.letters import Bullets, Message, Part, Text, say
from flows.story import Story
from flows.times import local_time

MOST_SHOWN = 12  # the newest ones; a message has room for so many
NOTES_SHOWN = 5
TOLD = frozenset(
    {
        "raised",
        "repeated",
        "answer_changed",
        "first",
        "again",
        "next",
        "everyone",
        "nobody_on_duty",
        "mailed",
        "mail_refused",
        "called_back",
        "acknowledged",
        "taken_over",
        "released",
        "owner_called",
        "not_closed",
        "look_again",
        "looked_again",
        "note",
        "said.yes",
        "said.not_sure",
        "said.no",
        *(f"closed.{outcome}" for outcome in OUTCOMES),
    }
)


async def timeline_parts(story: Story, alert: Alert, reader: Person) -> list[Part]:
    """The newest steps, one line each, then the newest notes in their own words."""
    steps = [step for step in await alert_steps(story.session, alert) if step.step in TOLD]
    lines = [
        await _line(story, kind, list(group), reader)
        for (kind, _), group in groupby(steps, key=lambda step: (step.step, step.at))
    ]
    parts: list[Part] = [say("alert.timeline"), Bullets(tuple(lines[-MOST_SHOWN:]))]
    for note in (await alert_notes(story.session, alert.id))[-NOTES_SHOWN:]:
        parts += await _note(story, note, reader)
    return parts


async def _line(story: Story, kind: str, group: list[AlertStep], reader: Person) -> Text:
    people = [step.person_id for step in group if step.person_id is not None]
    names = ", ".join([await _name(story, one) for one in dict.fromkeys(people)])
    return say(f"alert.step.{kind}", when=local_time(group[0].at, reader), name=names)


async def _note(story: Story, note: AlertNote, reader: Person) -> list[Part]:
    about = await person(story.session, note.about_id)
    if about.erased_at is not None or note.words_sealed is None:
        return []
    by, when = await _name(story, note.author_id), local_time(note.at, reader)
    return [
        say("alert.note_by", name=by, when=when),
        Message(await words_of_note(story.session, note)),
    ]


async def _name(story: Story, person_id: PersonId) -> str:
    return await name_of(story.session, await person(story.session, person_id))
