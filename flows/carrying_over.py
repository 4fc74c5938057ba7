"""Carrying over: own words that a measure asks for once stand in it the next time too."""

from care.measures import Measure
from db.answer_history import past_checkins
from db.answers import FormSession, answers_in, save_answer
from flows.story import Story


async def carry_over(story: Story, form_session: FormSession, asked: Measure) -> None:
    """Put the latest own words into a form that nobody has begun; they can be changed there."""
    codes = [item.code for item in asked.items if item.own_words]
    if not codes or form_session.at is not None or await answers_in(story.session, form_session):
        return
    past = await past_checkins(story.session, form_session.person_id, asked.code)
    latest = next((one.answers for one in reversed(past) if one.answers is not None), None)
    if latest is None:
        return
    for code, (text, settled) in (await answers_in(story.session, latest)).items():
        if code in codes:
            await save_answer(
                story.session, form_session, code, text, settled=settled, now=story.now
            )
