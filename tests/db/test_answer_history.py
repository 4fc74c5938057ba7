from datetime import timedelta

from db.answer_history import PastCheckin, measures_answered, past_checkins
from db.checkins import add_checkin, set_score
from db.engine import Database
from tests.factories import HANNAH, JOSIE, make_form, make_person, make_plan, make_programme
from tests.fakes.clock import START

WEEK = timedelta(days=7)


async def test_past_checkins_of_a_person_in_the_order_of_their_days(database: Database) -> None:
    async with database.transaction() as session:
        josie = await make_person(session, JOSIE, "Josie")
        hannah = await make_person(session, HANNAH, "Hannah")
        programme = await make_programme(session)
        for someone, states in ((josie, ("answered", "missed", "sent")), (hannah, ("answered",))):
            plan = await make_plan(session, someone.id, programme.id)
            form = await make_form(session, someone)
            for state in states:
                is_answered = state == "answered"
                checkin = add_checkin(
                    session,
                    plan,
                    form_session_id=form.id if is_answered else None,
                    state=state,
                    reason=None,
                    sent_at=None,
                )
                if is_answered:
                    checkin.answered_at = START
                    await set_score(session, checkin, 12)
                await session.flush()
                plan.next_local_date += WEEK
        await make_plan(session, josie.id, programme.id)
    async with database.transaction() as session:
        assert await measures_answered(session, josie.id) == ["who5"]
        first, second = await past_checkins(session, josie.id, "who5")
        assert first.answers is not None
        assert first.answers.person_id == josie.id
        day = START.date()
        assert first == PastCheckin(day, "answered", START, first.answers, 12)
        assert second == PastCheckin(day + WEEK, "missed", None, None, None)
        assert await past_checkins(session, josie.id, "weekly") == []
