from db.answer_history import past_checkins
from db.checkins import add_checkin
from db.engine import Database
from db.measure_shares import share_measure, shared_measures, stop_sharing
from tests.factories import HANNAH, make_member, make_person, make_plan, make_programme
from tests.fakes.clock import START


async def test_measures_are_shared_and_kept_again_one_by_one(database: Database) -> None:
    async with database.transaction() as session:
        programme, hannah = await make_programme(session), await make_person(session, HANNAH)
        role = await make_member(session, hannah, programme, "peer_worker")
        other = await make_member(session, hannah, await make_programme(session, "Adults"))
        for measure in ("who5", "burnout", "who5"):
            await share_measure(session, role, measure, START)
    async with database.transaction() as session:
        assert await shared_measures(session, role.id) == ["burnout", "who5"]
        assert await shared_measures(session, other.id) == []
        await stop_sharing(session, role, "who5")
        await stop_sharing(session, other, "burnout")
        assert await shared_measures(session, role.id) == ["burnout"]


async def test_past_checkins_of_peer_work_are_those_of_its_programme(database: Database) -> None:
    async with database.transaction() as session:
        programme, hannah = await make_programme(session), await make_person(session, HANNAH)
        elsewhere = await make_programme(session, "Adults")
        plan = await make_plan(session, hannah.id, programme.id)
        add_checkin(
            session, plan, form_session_id=None, state="answered", reason=None, sent_at=None
        )
        await session.flush()
        of = (session, hannah.id, "who5")
        assert len(await past_checkins(*of, programme_id=programme.id, of_peer_work=True)) == 1
        assert await past_checkins(*of, programme_id=programme.id) == []
        assert await past_checkins(*of, programme_id=elsewhere.id, of_peer_work=True) == []
