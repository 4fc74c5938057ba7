"""Notes on alerts: what a coordinator wants the next one to know, sealed with the person's key."""

from dataclasses import dataclass

from care.alert_questions import ALERT_NOTE
from db.alert_notes import add_alert_note
from db.alerts import Alert, add_alert_step
from db.answers import forget_answers
from db.people import person
from flows.actor import Actor
from flows.alert_rights import alert_for, record_alert
from flows.alert_screens import alert_screen
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.story import Story

NOTE_KIND = "alert_note"


async def ask_for_note(story: Story, actor: Actor, alert_id: str) -> None:
    """Ask a coordinator for the words; raises Refused once the person was erased."""
    alert = await alert_for(story, actor, alert_id)
    if (await person(story.session, alert.person_id)).erased_at is not None:
        raise Refused("alert.person_deleted")
    await ask_brief(story, actor, NOTE_KIND, await note_owner(story, alert.id))


async def note_owner(story: Story, subject: str) -> "NoteAsked":
    """The owner of the question for a note on an alert."""
    del story
    return NoteAsked(subject, brief_form(ALERT_NOTE))


@dataclass(frozen=True, slots=True)
class NoteAsked(BriefOwner):
    """Keeps the note, and shows the alert with it."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the words with the alert, and forget them elsewhere."""
        story, actor = filling.story, filling.actor
        words = str(answer_to(answers, ALERT_NOTE.code) or "")
        await forget_answers(story.session, filling.form_session)
        alert = await keep_note(story, actor, self.subject, words)
        await story.post(actor.person.id, await alert_screen(story, actor, alert))


async def keep_note(story: Story, actor: Actor, alert_id: str, words: str) -> Alert:
    """Keep the words with the alert; raises Refused once the person was erased."""
    alert = await alert_for(story, actor, alert_id)
    if (await person(story.session, alert.person_id)).erased_at is not None:
        raise Refused("alert.person_deleted")
    await add_alert_note(story.session, alert, actor.person.id, words, story.now)
    add_alert_step(story.session, alert, "note", actor.person.id, story.now)
    await record_alert(story, actor, alert, "alert.note")
    await story.session.flush()
    return alert
