"""Judging a measure: each answer at its press, the score at the end; what worries is an alert."""

from care.measures import Measure, Score
from care.questions import Value
from care.safety import Reason, assess_answer, assess_score, reason_for
from db.alerts import Alert, add_alert_step, alert_reasons, alert_steps, alerts_about
from db.answer_history import past_checkins
from db.checkins import Checkin
from db.people import Person
from db.programmes import Programme
from flows.concerns import raise_concern, read_reasons
from flows.story import Story

CHANGED = "answer_changed"


async def judge_answer(
    story: Story,
    someone: Person,
    where: Programme,
    checkin: Checkin,
    measure: Measure,
    item_code: str,
    value: Value | None,
) -> None:
    """Raise a concern for an answer that is not fine, whatever becomes of the form.

    One that is taken back afterwards takes nothing back: the alert stays, with one more step.
    """
    concern = assess_answer(measure, item_code, value)
    if concern is not None:
        other = someone if concern.kind == "worry" else None  # it is about whom they support
        await raise_concern(story, someone, where, concern, said_by=other)
        return
    reason = reason_for(measure, item_code)
    if reason is not None:
        await _note_change(story, someone, where, checkin, reason)


async def judge_score(
    story: Story,
    someone: Person,
    where: Programme,
    checkin: Checkin,
    measure: Measure,
    total: Score | None,
) -> bool:
    """Raise a concern for a score that tells; returns whether there was one.

    It is compared with earlier ones of the same version of the measure. Check-ins without a score
    are passed over.
    """
    earlier = [
        Score(past.total, measure.most, complete=True)
        for past in await past_checkins(story.session, someone.id, measure.code)
        if past.total is not None
        and past.answers is not None
        and past.answers.version == measure.version
        and past.local_date < checkin.local_date
    ]
    first, previous = (earlier[0], earlier[-1]) if earlier else (None, None)
    concern = assess_score(measure, total, previous, first)
    if concern is not None:
        await raise_concern(story, someone, where, concern)
    return concern is not None


async def _note_change(
    story: Story, someone: Person, where: Programme, checkin: Checkin, reason: Reason
) -> None:
    for alert in await alerts_about(story.session, someone.id, ("open", "acknowledged")):
        if alert.programme_id == where.id and await _was_raised_by(story, alert, checkin, reason):
            add_alert_step(story.session, alert, CHANGED, someone.id, story.now)


async def _was_raised_by(story: Story, alert: Alert, checkin: Checkin, reason: Reason) -> bool:
    """Whether this answer of this check-in is among what the alert was raised for."""
    if reason not in read_reasons(await alert_reasons(story.session, alert)):
        return False
    since = checkin.sent_at or checkin.due_at
    steps = await alert_steps(story.session, alert)
    return any(step.step in ("raised", "repeated") and step.at >= since for step in steps)
